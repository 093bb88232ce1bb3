// What stands where the parser stumbles, when it is a habit from Python: signs and words in the middle of a line.

/** A fault in words, and what of the cell is marked. */
export interface Word {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** One habit; what it does not ask for may be anything. What is marked is the last word or sign before, or the first behind. */
interface Habit {
  /** Matches the end of what stands before the fault in its line. */
  readonly before?: RegExp;
  /** Matches the beginning of what follows in the line. */
  readonly behind?: RegExp;
  readonly message: string;
}

const comment = "A comment begins with `//` here, not with `#`.";

const habits: readonly Habit[] = [
  { behind: /^\s*and\b/, message: "`and` is written `&&` here." },
  { behind: /^\s*or\b/, message: "`or` is written `||` here." },
  { behind: /^\s*is\b/, message: "`is` is written `===` here, and `is not` is `!==`." },
  { before: /\bnot\s*$/, message: "`not` is written `!` here." },
  { before: /(?:^|\s)#$/, message: comment },
  { before: /^#\w+\s*$/, message: comment },
  {
    before: /(?<![\w$])[fF]$/,
    behind: /^["']/,
    message: "A text with values in it stands in backquotes: `hello ${name}`.",
  },
  {
    before: /""$/,
    behind: /^"/,
    message: "A text of several lines stands in backquotes, a comment between `/*` and `*/`.",
  },
  {
    before: /[[(].*\S\s*$/,
    behind: /^for\s+\w+\s+in\b/,
    message:
      "A list is made from a list by `list.map((item) => …)`; `list.filter(…)` leaves items out.",
  },
  {
    before: /[\w$)\]]\[[^[\]]*$/,
    behind: /^:/,
    message: "A part of a list or text is taken by `slice`: `list.slice(1, 3)`, `list.slice(2)`.",
  },
  {
    before: /\b(?:if|while|for|switch)\s*\(.*\)\s*$|\belse\s*$/,
    behind: /^:\s*$/,
    message: "What follows stands in braces `{ … }`, without a colon.",
  },
  {
    before: /\S\s*$/,
    behind: /^\s*if\b.*\belse\b/,
    message: "A choice between two values is written `condition ? a : b`.",
  },
  {
    before: /(?<![\w$.]|function\s)print\s*$/,
    behind: /^\s*["'`\w]/,
    message: "`print` is `console.log(…)` here, with round brackets.",
  },
  { before: /=<[^<>=]*$/, message: "Less or equal is written `<=`." },
  { before: /-$/, behind: /^>/, message: "An arrow is written `=>`." },
  {
    before: /\bclass\s+\w+\s*$/,
    behind: /^\(/,
    message: "A class that builds on another is written `class A extends B { … }`.",
  },
];

/** The habit that the line of a fault shows at its place. */
export function habitAt(code: string, offset: number): Word | undefined {
  const lineStart = code.lastIndexOf("\n", offset - 1) + 1;
  const before = code.slice(lineStart, offset);
  const behind = code.slice(offset).split("\n", 1)[0] ?? "";
  const habit = habits.find(
    (one) => (one.before?.test(before) ?? true) && (one.behind?.test(behind) ?? true),
  );
  if (habit === undefined) return undefined;
  const { message } = habit;
  if (habit.behind === undefined) {
    const [last = ""] = /(?:#?[\w$]+|[^\w\s])\s*$/.exec(before) ?? [];
    const start = offset - last.length;
    return { message, start, end: start + last.trimEnd().length };
  }
  const start = offset + (/^\s*/.exec(behind)?.[0].length ?? 0);
  return { message, start, end: start + (/^\w+/.exec(code.slice(start))?.[0].length ?? 1) };
}
