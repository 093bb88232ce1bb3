// What the engine's own messages mean to a beginner, and what mends it.

type Mend = (parts: readonly string[]) => string;

const missing = (state: string, access: string): string =>
  `what stands before ${access} is ${state}: print it first. A place beyond the end of a list, a misspelt property and a function without \`return\` give undefined`;

const access = (key: string): string => (/^[\p{L}_$]/u.test(key) ? `\`.${key}\`` : `\`[${key}]\``);

/** V8's messages; the first that fits wins. */
const mends: readonly (readonly [RegExp, Mend])[] = [
  [
    /^Cannot (?:read|set) properties of (undefined|null) \((?:reading|setting) '(.*)'\)$/,
    ([state = "", key = ""]) => missing(state, access(key)),
  ],
  [
    /^Cannot destructure property '(.*)' of .* as it is (undefined|null)\.$/,
    ([key = "", state = ""]) =>
      `the object that should have \`${key}\` is ${state}: print it first`,
  ],
  [
    /^(.+) is not a function(?: or its return value is not iterable)?$/,
    ([what = ""]) =>
      `print \`${what.replace(/\(.*/s, "")}\`: it holds something that cannot be called. Perhaps a variable has taken a function's name, or the name is misspelt`,
  ],
  [
    /^(.+) is not iterable\b/,
    () =>
      "`for … of`, `...` and `[a, b] = …` need a list, a text, a Map or a Set; of an object take `Object.entries(object)`",
  ],
  [
    /^Spread syntax requires .*iterable/,
    () => "`...` in a call or a list needs a list, a text, a Map or a Set",
  ],
  [
    /^(.+) is not a constructor$/,
    ([what = ""]) => `\`new\` needs a class, and \`${what}\` is none`,
  ],
  [/^Assignment to constant variable\.$/, () => "declare it with `let` to change it"],
  [
    /^Cannot mix BigInt and other types/,
    () => "convert one side: `Number(big)`, or `BigInt(whole)`; `3n` is a BigInt, `3` is a number",
  ],
  [
    /^Converting circular structure to JSON/,
    () => "the object contains itself: pick what is to be saved, or show it with `console.log`",
  ],
  [
    /^Reduce of empty array with no initial value$/,
    () => "give `reduce` its start as the second value: `list.reduce((a, b) => a + b, 0)`",
  ],
  [
    /^Maximum call stack size exceeded$/,
    () =>
      "a function calls itself without end: let it return for the smallest case. A long list spread in a call, `Math.max(...list)`, does it too: go through it with a loop",
  ],
  [
    /^Invalid (?:typed )?array length/,
    () => "a length is a whole number from 0 on: print what it is computed from",
  ],
  [
    /^Array buffer allocation failed$/,
    () => "the array does not fit into memory: print the sizes that it is made of",
  ],
  [
    /^Cannot access '(.*)' before initialization$/,
    ([name = ""]) => `\`${name}\` is declared further down: move its declaration up`,
  ],
  [
    /^(\S+) is not defined$/,
    ([name = ""]) => `check the spelling of \`${name}\`, or run the cell that declares it first`,
  ],
  [
    /\bin JSON at position|^Unexpected end of JSON input$|is not valid JSON$/,
    () =>
      "the text is no JSON: names and texts stand in double quotes, and no comma before `}` or `]`",
  ],
  [
    /^fetch failed$/,
    () => "no answer came from that address: check it, and whether there is a network here",
  ],
];

/** The mend of an error that V8 or Node has thrown, or undefined where its message says enough. */
export function mendOf(message: string): string | undefined {
  for (const [pattern, mend] of mends) {
    const match = pattern.exec(message);
    if (match !== null) return mend(match.slice(1));
  }
  return undefined;
}
