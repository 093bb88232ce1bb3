// What a compiler's message means to a beginner, and what mends it. The compiler's own text is shown below it.

import { plainExplanations } from "./explain-more.ts";
import { foreignMember } from "./foreign-members.ts";
import { foreignName } from "./foreign-names.ts";

/** A message of the compiler in its place. */
export interface Finding {
  readonly code: number;
  readonly message: string;
  /** The text that is underlined, empty where it spans lines. */
  readonly quoted: string;
  /** What follows it in its line. */
  readonly behind: string;
  /** Which module of the course exports a name. */
  readonly moduleOf: (name: string) => string | undefined;
  /** True for a name that an earlier cell declared. */
  readonly isKnown: (name: string) => boolean;
}

type Explain = (quotes: readonly string[], finding: Finding) => string | undefined;

/** The mend in words, or undefined where the compiler's text says enough. */
export function explain(finding: Finding): string | undefined {
  const quotes = [...finding.message.matchAll(/(?<!\w)'([^']*)'/g)].map(([, text]) => text ?? "");
  const { code, quoted } = finding;
  return explanations[code]?.(quotes, finding) ?? plainExplanations[code]?.(quotes, quoted);
}

const unknownName: Explain = ([name = ""], { moduleOf, behind }) => {
  const module = moduleOf(name);
  if (module !== undefined)
    return `\`${name}\` is in ${module}: add \`import { ${name} } from "${module}";\` at the top of the cell.`;
  const foreign = foreignName(name, behind);
  if (foreign !== undefined) return foreign;
  return /^\s*=(?![=>])/.test(behind)
    ? `Nothing here is called \`${name}\`: to make a new variable, write \`let ${name} = …\`.`
    : `Nothing here is called \`${name}\`: check the spelling, or run the cell that declares it first.`;
};

const misspelt: Explain = (quotes, finding) => {
  const [name = "", guess = ""] = quotes;
  return finding.moduleOf(name) === undefined
    ? `Nothing here is called \`${name}\`: did you mean \`${guess}\`?`
    : unknownName(quotes, finding);
};

const possibly: Explain = ([what = "this"], { message }) => {
  const state =
    /'null'/.test(message) && /'undefined'/.test(message)
      ? "missing"
      : /'null'/.test(message)
        ? "null"
        : "undefined";
  return `\`${what}\` may be ${state} here. Test it first (\`if (${what} !== ${state === "null" ? "null" : "undefined"}) { … }\`), use \`${what}?.\`, or give a default with \`${what} ?? …\`.`;
};

const promise: Explain = () =>
  "This is a promise, a value that comes later: write `await` in front of it.";

const assign: Explain = ([given = "", expected = ""], finding) => {
  if (given.startsWith("Promise<")) return promise([], finding);
  if (given === "string" && expected === "number") {
    return "A number is needed, but this is text: remove the quotes, or convert it with `Number(…)`.";
  }
  if (given === "number" && expected === "string") {
    return "Text is needed, but this is a number: put quotes around it, or convert it with `String(…)`.";
  }
  if (
    /^(?:Int|Float|Uint)?(?:String|Number|Boolean)$/.test(given) &&
    given.toLowerCase() === expected
  ) {
    return `Types of plain values are written small: \`${expected}\`, not \`${given}\`.`;
  }
  if (given === "undefined" || given.endsWith("| undefined")) {
    return `The value may be undefined, but \`${expected}\` is needed: test it first, or give a default with \`?? …\`.`;
  }
  return `This is a \`${given}\`, but a \`${expected}\` is needed here.`;
};

const unknownMember: Explain = ([name = "", type = ""], finding) => {
  if (type.startsWith("Promise<")) return promise([], finding);
  if (type === "never")
    return "No value can reach this line: the tests above rule out every type that it could have.";
  if (type === "Tensor") {
    if (name === "length")
      return "A tensor has no `length`: `t.shape` lists its sizes, `t.size` counts its numbers.";
    const module = finding.moduleOf(name);
    if (module?.startsWith("convlab/"))
      return `\`${name}\` is no method of a tensor but a function of ${module}: \`${name}(t)\`.`;
  }
  const foreign = foreignMember(name, type);
  return foreign === undefined
    ? `\`${name}\` is not part of \`${type}\`: check the spelling; completion (Tab after the dot) lists what there is.`
    : `\`${type}\` has no \`${name}\`: here it is \`${foreign}\`.`;
};

const explanations: Readonly<Record<number, Explain>> = {
  2304: unknownName,
  2552: misspelt,
  2551: ([name = "", type = "", guess = ""]) =>
    `\`${type}\` has no \`${name}\`: did you mean \`${guess}\`?`,
  2339: unknownMember,
  2322: assign,
  2345: assign,
  2554: (_quotes, { message }) => {
    const [expected = "", got = ""] = message.match(/\d+(?:-\d+)?/g) ?? [];
    return Number(got) < Number(expected.split("-")[0])
      ? `The call gives too few values: ${got} instead of ${expected}.`
      : `The call gives too many values: ${got} instead of ${expected}.`;
  },
  2555: () => "The call gives too few values.",
  2741: ([name = ""]) => `The object lacks the property \`${name}\`: add it.`,
  2739: (_quotes, { message }) =>
    `The object lacks properties: add ${message.split(": ").at(-1) ?? ""}.`,
  2740: (_quotes, { message }) =>
    `The object lacks properties: ${message.split(": ").at(-1) ?? ""}.`,
  2353: ([name = "", type = ""]) =>
    `\`${type}\` has no property \`${name}\`: check its spelling, or leave it out.`,
  2561: ([name = "", type = "", guess = ""]) =>
    `\`${type}\` has no property \`${name}\`: did you mean \`${guess}\`?`,
  18047: possibly,
  18048: possibly,
  18049: possibly,
  2531: () => "This may be null here: test it first, or use `?.`.",
  2533: () => "This may be null or undefined here: test it first, or use `?.`.",
  2349: (_quotes, { quoted }) =>
    `${quoted === "" ? "This" : `\`${quoted}\``} is not a function, so it cannot be called with \`(…)\`.`,
  2351: (_quotes, { quoted }) =>
    `\`new\` needs a class, and ${quoted === "" ? "this" : `\`${quoted}\``} is none.`,
  2588: ([name = ""]) =>
    `\`${name}\` was declared with \`const\`, so it keeps its value: declare it with \`let\` to change it.`,
  2632: ([name = ""]) =>
    `\`${name}\` is a function, class or import of an earlier cell: it can be declared again, but not assigned to.`,
  2355: () => "The function promises a result, but never returns one: add `return …;`.",
  2366: () =>
    "Some ways through the function end without `return`: add one for the remaining case.",
  2307: ([name = ""]) =>
    name.startsWith(".")
      ? `There is no file \`${name}\` beside the notebook: check its name and folder.`
      : name.startsWith("convlab/")
        ? `The course library has no \`${name}\`: type \`import "convlab/\` and press Tab to see its modules.`
        : `The package \`${name}\` is not installed: run \`npm install ${name}\` in the notebook's folder.`,
  2305: ([module = "", name = ""], { moduleOf }) => {
    const other = moduleOf(name);
    return other === undefined || `"${other}"` === module
      ? `${module} has nothing called \`${name}\`: check the spelling.`
      : `\`${name}\` is in ${other}, not in ${module}.`;
  },
  2724: ([module = "", name = "", guess = ""]) =>
    `${module} has no \`${name}\`: did you mean \`${guess}\`?`,
  2362: () => "Arithmetic needs numbers on both sides: the left side is none.",
  2363: () => "Arithmetic needs numbers on both sides: the right side is none.",
  2365: ([operator = "", left = "", right = ""], finding) =>
    left.startsWith("Promise<") || right.startsWith("Promise<")
      ? promise([], finding)
      : left === "Tensor" || right === "Tensor"
        ? `\`${operator}\` does not work on tensors: use the functions of convlab/tensor, or a loop over \`t.data\`.`
        : `\`${operator}\` does not work between \`${left}\` and \`${right}\`: convert one of them first.`,
  2367: () => "The two sides can never be equal: compare values of the same type.",
  2454: ([name = ""]) =>
    `\`${name}\` is used before it has a value: give it one where it is declared.`,
  2448: ([name = ""], { isKnown }) =>
    isKnown(name)
      ? `This cell declares \`${name}\` anew, so it cannot read the old value: leave out \`const\` or \`let\` to change the old one, or choose another name.`
      : `\`${name}\` is used above the line that declares it: move the declaration up.`,
  2451: ([name = ""]) => `\`${name}\` is declared twice in this cell: rename or remove one.`,
  7006: ([name = ""]) => `Say what type \`${name}\` has, for example \`${name}: number\`.`,
  7031: ([name = ""]) => `Say what type \`${name}\` has.`,
  7053: ([, , type = ""], finding) => {
    if (type.startsWith("Promise<")) return promise([], finding);
    if (type === "Tensor")
      return "Brackets do not reach a tensor's numbers: read with `t.get(row, column)`, write with `t.set(row, column, value)`.";
    const missing = /Property '([^']+)' does not exist/.exec(finding.message)?.[1];
    return missing === undefined
      ? "This object has no type for such an index: check the name in the brackets."
      : `The object has no property \`${missing}\`: check its spelling, or add it where the object is made.`;
  },
  18046: ([name = ""]) =>
    `The type of \`${name}\` is not known yet: test it first, for example with \`typeof\` or \`instanceof\`.`,
  1308: () =>
    "`await` works at the top of a cell and inside `async` functions: put `async` before the function.",
  2801: promise,
  2488: ([type = ""], finding) =>
    type.startsWith("Promise<")
      ? promise([], finding)
      : `A list is needed here, or another thing that can be gone through; \`${type}\` is none.`,
  2532: (_quotes, { quoted }) =>
    quoted === "this"
      ? "`this` means nothing outside of classes and functions: use the variable's own name."
      : "This may be undefined here: test it first, or use `?.`.",
  2769: () =>
    "No form of this function takes these values: compare their number and types with its signature (Shift+Tab).",
};
