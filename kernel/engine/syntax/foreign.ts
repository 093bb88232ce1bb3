// Words that are no TypeScript: Python's, and keywords with a letter wrong.
import { nearestName } from "../nearest-name.ts";
import { habitAt, type Word } from "./habits.ts";

/** Beginnings of lines as Python writes them, and what to write instead. */
const python: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:async\s+)?def\b/,
    "A function begins with `function`, and its body stands in braces: `function f(x: number) { … }`.",
  ],
  [/^elif\b/, "`elif` is `else if (…) { … }` here."],
  [
    /^for\s*\(?\s*(?:(?:const|let|var)\s+)?\w+\s+in\s+range\b/,
    "A loop that counts is written `for (let i = 0; i < n; i++) { … }`.",
  ],
  [/^for\s+\w+\s+in\b/, "A loop over a list is written `for (const item of list) { … }`."],
  [
    /^(?:if|while)\b[^(]*:\s*$/,
    "The condition stands in round brackets and what follows in braces: `if (…) { … }`.",
  ],
  [
    /^import\s+[\w.]+\s+as\s+\w+/,
    'A whole module is imported with `import * as name from "module";`.',
  ],
  [
    /^from\s+\S+\s+import\b/,
    'An import names what it takes first: `import { name } from "module";`.',
  ],
  [
    /^(?:try|except|finally|else|with|class\s+\w+)\b[^{]*:\s*$/,
    "What follows stands in braces `{ … }`, without a colon.",
  ],
  [/^if\s*\(.*\)\s*then\b/, "There is no `then`: `if (…) { … }`."],
  [/^lambda\b/, "A short function is written `(x) => …`."],
  [/^del\b/, "Nothing is deleted by hand: what is not needed any more goes by itself."],
  [/^not\b/, "`not` is written `!` here."],
];

/** The line of a fault, if it is Python. */
export function foreignWord(code: string, offset: number): Word | undefined {
  return lineInPython(code, offset) ?? habitAt(code, offset);
}

function lineInPython(code: string, offset: number): Word | undefined {
  const lineStart = code.lastIndexOf("\n", offset - 1) + 1;
  const line = code.slice(lineStart).split("\n", 1)[0] ?? "";
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  const message = python.find(([pattern]) => pattern.test(line.slice(indent)))?.[1];
  if (message === undefined) return undefined;
  const start = lineStart + indent;
  const length = /^\w+/.exec(code.slice(start))?.[0].length ?? 1;
  return { message, start, end: start + length };
}

const keywords: readonly string[] =
  "const let var function return class interface import export while for switch async await type throw".split(
    " ",
  );

/** `retrun 5`: the parser stumbles behind the word. */
export function misspeltKeyword(code: string, offset: number, detail: string): Word | undefined {
  if (!detail.startsWith("Expected a semicolon")) return undefined;
  const word = /([A-Za-z]+)\s*$/.exec(code.slice(0, offset));
  const name = word?.[1] ?? "";
  const guess = keywords.includes(name) ? undefined : nearestName(name, keywords);
  if (word === null || guess === undefined) return undefined;
  const message = `\`${name}\` is no word of the language: did you mean \`${guess}\`?`;
  return { message, start: word.index, end: word.index + name.length };
}
