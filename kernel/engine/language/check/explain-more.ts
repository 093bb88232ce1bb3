// More of the compiler's messages in a beginner's words: classes, types as values, lists, loops.

type Quotes = readonly string[];

/** Explanations that need nothing but what the message quotes and what is underlined. */
export const plainExplanations: Readonly<
  Record<number, (quotes: Quotes, quoted: string) => string>
> = {
  1202: () =>
    'Modules are imported with `import name from "module";` or `import { name } from "module";`.',
  2540: ([name = ""]) =>
    `\`${name}\` is read-only: make a new object with another value, \`{ ...object, ${name}: … }\`.`,
  2348: (_quotes, quoted) =>
    `A class makes its objects with \`new\`: \`new ${quoted.replace(/\(.*/s, "")}(…)\`.`,
  2341: ([name = "", type = ""]) =>
    `\`${name}\` is private: only the methods of \`${type}\` may use it.`,
  2445: ([name = "", type = ""]) =>
    `\`${name}\` is protected: only \`${type}\` and classes that extend it may use it.`,
  18013: ([name = "", type = ""]) =>
    `\`${name}\` is private: only the methods of \`${type}\` may use it.`,
  18050: ([what = ""]) =>
    `\`${what}\` is no object: it has no properties and cannot be computed with.`,
  2678: ([given = "", expected = ""]) =>
    `This case can never be: the value is a \`${expected}\`, and this is a \`${given}\`.`,
  1104: () => "`continue` works inside loops alone.",
  1105: () => "`break` works inside loops and `switch` alone.",
  2300: ([name = ""]) => `\`${name}\` is declared twice in this cell: rename or remove one.`,
  2693: ([name = ""]) =>
    `\`${name}\` is a type, not a value: to declare a variable, write \`let\` or \`const\` before its name.`,
  2749: ([name = ""]) =>
    `\`${name}\` is a value, not a type: its type is written \`typeof ${name}\`.`,
  2820: ([, type = "", guess = ""]) =>
    `This is none of the values that \`${type.replace(/ \| undefined$/, "")}\` allows: did you mean \`${guess}\`?`,
  2447: () => "`&`, `|` and `^` work on single bits: use `&&` or `||` for conditions.",
  2416: ([name = "", type = "", base = ""]) =>
    `\`${name}\` of \`${type}\` does not fit the one of \`${base}\`: give it the same parameters and result.`,
  2515: ([type = "", name = "", base = ""]) =>
    `\`${type}\` must have \`${name}\`, which \`${base}\` leaves open: write it.`,
  2564: ([name = ""]) =>
    `\`${name}\` has no value when the object is made: give it one here, \`= …\`, or in the constructor.`,
  2683: () =>
    "What `this` is cannot be known here: use an arrow function, or pass the value along.",
  2352: () =>
    "The two types have nothing in common: convert the value instead of renaming its type.",
  2314: ([type = ""]) =>
    `\`${type}\` needs a type in brackets, \`${type.replace(/<.*/, "")}<number>\` for example.`,
  2507: () => "Only a class can be extended.",
  2538: () => "Something that is not a number, a text or a symbol cannot be an index.",
  18004: ([name = ""]) =>
    `\`{ ${name} }\` takes the value of a variable \`${name}\`, and there is none: write \`${name}: value\`.`,
};
