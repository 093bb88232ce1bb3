// Names that other languages have, and what they are called here.

const names: Readonly<Record<string, string>> = {
  print: "console.log(…)",
  True: "true",
  False: "false",
  None: "null",
  self: "this",
  int: "number",
  float: "number",
  double: "number",
  str: "string",
  bool: "boolean",
  list: "an array, `number[]` for example",
  dict: "an object or a `Map`",
  tuple: "an array, `[number, number]` for example",
  len: "the property `.length`",
  range: "a loop, `for (let i = 0; i < n; i++)`",
  elif: "else if",
  nil: "null",
  np: 'convlab/tensor: `import { tensor } from "convlab/tensor";`',
};

/** What a name of another language is called here, as a sentence; undefined for any other name. */
export function foreignName(name: string): string | undefined {
  const here = Object.hasOwn(names, name) ? names[name] : undefined;
  if (here === undefined) return undefined;
  return `\`${name}\` belongs to another language; here it is ${here.includes("`") ? here : `\`${here}\``}.`;
}
