// Names that other languages have, and what they are called here.

interface Foreign {
  /** As a value or a type. */
  readonly name?: string;
  /** Where it is called. */
  readonly call?: string;
}

const anyLoop = "a loop, `for (let i = 0; i < n; i++)`";
const math = (name: string): Foreign => ({ name: `Math.${name}`, call: `Math.${name}(…)` });

const names: Readonly<Record<string, Foreign>> = {
  print: { name: "console.log(…)" },
  True: { name: "true" },
  False: { name: "false" },
  None: { name: "null" },
  self: { name: "this" },
  int: { name: "number", call: "`Math.trunc(…)`, or `Number(…)` for a text" },
  float: { name: "number", call: "Number(…)" },
  double: { name: "number", call: "Number(…)" },
  str: { name: "string", call: "String(…)" },
  bool: { name: "boolean", call: "Boolean(…)" },
  list: { name: "an array, `number[]` for example", call: "`[…]` or `Array.from(…)`" },
  dict: { name: "an object or a `Map`" },
  tuple: { name: "an array, `[number, number]` for example" },
  len: { name: "the property `.length`" },
  range: { name: anyLoop },
  enumerate: { name: "a loop, `for (const [index, item] of list.entries())`" },
  zip: { name: anyLoop },
  sorted: { name: "list.toSorted((a, b) => a - b)" },
  reversed: { name: "list.toReversed()" },
  sum: { name: "list.reduce((total, item) => total + item, 0)" },
  type: { name: "typeof …" },
  isinstance: { name: '`x instanceof Class`, or `typeof x === "number"`' },
  abs: math("abs"),
  min: math("min"),
  max: math("max"),
  round: math("round"),
  pow: math("pow"),
  math: { name: "Math" },
  elif: { name: "else if" },
  pass: { name: "nothing at all between the braces, `{ }`" },
  nil: { name: "null" },
  np: { name: 'convlab/tensor: `import { tensor } from "convlab/tensor";`' },
  plt: { name: 'convlab/viz: `import { linePlot } from "convlab/viz";`' },
};

/**
 * What a name of another language is called here, as a sentence; undefined for any other name.
 *
 * @param behind what follows the name in its line
 */
export function foreignName(name: string, behind: string): string | undefined {
  const foreign = Object.hasOwn(names, name) ? names[name] : undefined;
  const here = /^\s*\(/.test(behind) ? (foreign?.call ?? foreign?.name) : foreign?.name;
  if (here === undefined) return undefined;
  return `\`${name}\` belongs to another language; here it is ${here.includes("`") ? here : `\`${here}\``}.`;
}
