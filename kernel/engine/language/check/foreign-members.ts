// Methods that lists and texts have in other languages, and what they are called here.

type Members = Readonly<Record<string, string>>;

const length = "length` without brackets, `list.length";

const ofArrays: Members = {
  append: "list.push(item)",
  add: "list.push(item)",
  extend: "list.push(...others)",
  insert: "list.splice(index, 0, item)",
  remove: "list.splice(index, 1)",
  index: "list.indexOf(item)",
  contains: "list.includes(item)",
  copy: "[...list]",
  len: length,
  size: length,
  count: "list.filter((item) => …).length",
  each: "list.forEach((item) => …)",
  sum: "list.reduce((total, item) => total + item, 0)",
  max: "Math.max(...list)",
  min: "Math.min(...list)",
  last: "list.at(-1)",
  first: "list[0]",
};

const ofTexts: Members = {
  upper: "text.toUpperCase()",
  lower: "text.toLowerCase()",
  strip: "text.trim()",
  startswith: "text.startsWith(…)",
  endswith: "text.endsWith(…)",
  find: "text.indexOf(…)",
  contains: "text.includes(…)",
  reverse: '[...text].reverse().join("")',
  len: "length` without brackets, `text.length",
  size: "length` without brackets, `text.length",
};

const ofOthers: Members = {
  items: "Object.entries(object)",
  keys: "Object.keys(object)",
  values: "Object.values(object)",
};

/** What a member of another language is called here; `type` is the type that lacks it. */
export function foreignMember(name: string, type: string): string | undefined {
  const members = /\[\]$|^(?:Readonly)?Array</.test(type)
    ? ofArrays
    : /^(?:string|"[^"]*")$/.test(type)
      ? ofTexts
      : type.startsWith("{")
        ? ofOthers
        : {};
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
