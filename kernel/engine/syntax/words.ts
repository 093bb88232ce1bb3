// What the parser's messages mean to a beginner.

type Reword = (match: RegExpExecArray, quoted: string, before: string) => string | undefined;

/** Patterns of the parser's messages with their rewording; the first that fits wins. */
export const rewordings: readonly (readonly [RegExp, Reword])[] = [
  [
    /^Unterminated string/,
    (_match, quoted) => {
      const quote = quoted[0] ?? '"';
      return quote === "`"
        ? "The text that begins here is never closed: add a backquote where it ends."
        : `The text that begins here has no closing \`${quote}\` on its line: add it, or use backquotes for a text of several lines.`;
    },
  ],
  [
    /^Unterminated multiline comment/,
    () => "The comment that begins here is never closed: add `*/` where it ends.",
  ],
  [
    /^Unterminated regular expression/,
    () =>
      "A regular expression begins here and is never closed: add `/`; to divide, write something before the `/`.",
  ],
  [
    /^Invalid Character `(.)`/u,
    ([, character = ""]) =>
      "“”„‘’«»".includes(character)
        ? `\`${character}\` is a printer's quotation mark: type a plain \`"\` in its place.`
        : `The sign \`${character}\` means nothing here: remove it.`,
  ],
  [
    /^Invalid characters after number/,
    (_match, _quoted, before) =>
      /\d\.$/.test(before)
        ? "Put round brackets around a number before its method: `(5).toFixed(2)`."
        : "A name cannot begin with a digit; between a number and a name stands a sign such as `*`.",
  ],
  [
    /^Missing initializer in const/,
    (_match, quoted) =>
      `A \`const\` needs its value at once${quoted ? `: \`const ${quoted} = …;\`` : ""}; \`let\` may get it later.`,
  ],
  [
    /^Identifier expected\. '(\w+)' is a reserved word/,
    ([, word = ""]) =>
      `\`${word}\` is a word of the language and cannot be a name: choose another.`,
  ],
  [
    /^Cannot use `(\w+)` as an identifier/,
    ([, word = ""]) =>
      `\`${word}\` is a word of the language and cannot be a name here: choose another.`,
  ],
  [
    /^`await` is only allowed within async functions/,
    () =>
      "`await` works at the top of a cell and inside `async` functions: put `async` before the function.",
  ],
  [
    /^A 'yield' expression/,
    () => "`yield` works inside generators alone: put a star behind `function`.",
  ],
  [
    /^A 'return' statement/,
    () =>
      "`return` works inside functions alone: at the top of a cell, write the value as the last line.",
  ],
  [
    /^Cannot assign to this expression/,
    () =>
      "Left of `=` stands what can take a value: a variable, a property or an element. To compare, write `===`.",
  ],
  [/^A unary expression/, () => "Put round brackets around the negative number: `(-1) ** 2`."],
  [
    /^Expected `,` or `([\])}])` but found `;`/,
    ([, close = ""]) =>
      close === "}"
        ? "Entries of an object are separated by commas, not semicolons."
        : `A \`${close}\` is missing before the semicolon.`,
  ],
  [
    /^Expected `,` or `([\])}])` but found/,
    ([, close = ""], _quoted, before) =>
      /'\w+'$/.test(before)
        ? 'The apostrophe ends the text: put a text with an apostrophe in double quotes, `"it\'s"`.'
        : `Two things stand side by side: put a comma or a sign such as \`+\` between them, or close with \`${close}\` first.`,
  ],
  [
    /^Expected `;` but found `(?:\)|<|>|Identifier)`/,
    (_match, _quoted, before) =>
      /\bfor\s*\([^)]*$/.test(before)
        ? "`for` has three parts with semicolons between them: `for (let i = 0; i < 3; i++)`."
        : undefined,
  ],
  [
    /^Expected `\(` but found/,
    (_match, _quoted, before) => {
      const word = /\b(if|for|while|switch|catch)\s*$/.exec(before)?.[1];
      return word === undefined
        ? undefined
        : `Behind \`${word}\` stands its condition in round brackets: \`${word} (…) { … }\`.`;
    },
  ],
  [/^Expected `\)` but found `\{`/, () => "A `)` is missing before the brace."],
  [
    /^Expected `\{` but found `=>`/,
    () => "Either `function (…) { … }` or `(…) => …`: `function` and the arrow do not go together.",
  ],
  [
    /^Expected `:` but found `[,}]`/,
    (_match, _quoted, before) =>
      /\{[^{?]*$/.test(before)
        ? "An entry of an object has a name and a value: `{ name: value }`; a list of values stands in `[ … ]`."
        : undefined,
  ],
  [
    /^Expected `:` but found/,
    () => "`condition ? a : b` needs both values: the `:` and what is taken otherwise are missing.",
  ],
  [
    /^Expected `from` but found/,
    () => 'An import ends in its module: `import { name } from "module";`.',
  ],
  [
    /^Expected `(.+)` but found `(.+)`/,
    ([, wanted = "", found = ""]) =>
      `A \`${wanted}\` is missing before ${/^\W+$/.test(found) ? `\`${found}\`` : "this"}.`,
  ],
  [
    /^Expected a semicolon/,
    () =>
      "Something is missing between these two: a sign such as `=` or `+`, a comma, or a line break between two statements.",
  ],
  [
    /^Unexpected token/,
    (_match, quoted, before) => {
      if (/^[)\]}]/.test(quoted))
        return /[=+\-*/%<>&|,(]\s*$/.test(before)
          ? `Something is missing before the \`${quoted}\`: a value, for example.`
          : `This \`${quoted}\` closes nothing: remove it, or add what opens it.`;
      if (/^\d/.test(quoted) && /\d\s*,\s*$/.test(before))
        return "Decimals are written with a point, not a comma: `3.5`.";
      if (quoted === "else") return "`else` belongs to the `if` right before it; here is none.";
      return /[=+\-*/%<>&|,(]\s*$/.test(before)
        ? `Something is missing before \`${quoted}\`: a value, for example.`
        : `\`${quoted}\` cannot stand here: something is missing before it, or it is too much.`;
    },
  ],
];
