// Sums as a teacher writes them: each line once, as plain text and as LaTeX.

/** One line of a worksheet: `(227 − 11 + 2·0)/4 + 1 = 55`, the same in LaTeX. */
export interface Line {
  readonly text: string;
  /** Without dollar signs; lines of words stand in `\text{…}`. */
  readonly latex: string;
}

/** A result with the steps that lead to it; in a notebook it shows itself as formulas. */
export interface Worksheet<Value> {
  /** What the function gives without `explain`; for a size that does not fit, the number that is not whole. */
  readonly value: Value;
  /** False where the sizes do not fit: without `explain` the function would throw. */
  readonly fits: boolean;
  readonly lines: readonly string[];
  /** The same lines in LaTeX. */
  readonly latex: readonly string[];
}

/** Option of every function of this door: the steps instead of the bare number. */
export interface Explain {
  /** True: return a `Worksheet` (default false: the value alone). */
  readonly explain?: boolean;
}

/** Part of a formula; a number is written with thousands separated from 10,000 on. */
type Piece = Line | number | string;

/** A formula: maths`${frac(216, 4)} + 1 = ${55}`. Signs become LaTeX by themselves. */
export function maths(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Line {
  const parts = strings.flatMap((string, at) => {
    const piece = pieces[at];
    return piece === undefined ? [fromText(string)] : [fromText(string), asLine(piece)];
  });
  return {
    text: parts.map(({ text }) => text).join(""),
    latex: parts.map(({ latex }) => latex).join(""),
  };
}

/** A fraction: `(a)/b` in text; brackets only round a sum. */
export function frac(top: Piece, bottom: Piece): Line {
  const [upper, lower] = [asLine(top), asLine(bottom)];
  const bracket = (text: string): string => (/[ ·]/.test(text) ? `(${text})` : text);
  return {
    text: `${bracket(upper.text)}/${bracket(lower.text)}`,
    latex: String.raw`\frac{${upper.latex}}{${lower.latex}}`,
  };
}

/** Factors with `·` between them. */
export function product(factors: readonly number[]): Line {
  return fromText(factors.map(writeNumber).join("·"));
}

const asLine = (piece: Piece): Line =>
  typeof piece === "object"
    ? piece
    : fromText(typeof piece === "number" ? writeNumber(piece) : piece);

/** 54.25, 62,378,344, −1.5; at most six digits behind the point. */
export function writeNumber(value: number): string {
  const rounded = Number(value.toFixed(6));
  const text = Math.abs(rounded) >= 10_000 ? rounded.toLocaleString("en-US") : String(rounded);
  return text.replace("-", "−");
}

const commands: Readonly<Record<string, string>> = {
  "−": "-",
  "·": String.raw`\cdot `,
  "×": String.raw`\times `,
  "⌈": String.raw`\lceil `,
  "⌉": String.raw`\rceil `,
  "⌊": String.raw`\lfloor `,
  "⌋": String.raw`\rfloor `,
  "≥": String.raw`\ge `,
  "→": String.raw`\to `,
  "%": String.raw`\%`,
  max: String.raw`\max `,
};

/** A text as a formula: signs by their command, the comma of thousands close, words of two letters and more upright. */
function fromText(text: string): Line {
  const token = /(?<=\d),(?=\d{3})|[−·×⌈⌉⌊⌋≥→%]|[a-z]{2,}(?: [a-z]+)*/gi;
  const latex = text.replaceAll(token, (found) =>
    found === "," ? "{,}" : (commands[found] ?? String.raw`\text{${found}}`),
  );
  return { text, latex };
}

/** A line of words; the signs among them are set as formulas. */
export function words(text: string): Line {
  const latex = text
    .replaceAll(/[&#_$%]/g, String.raw`\$&`)
    .replaceAll(/[−·×⌈⌉⌊⌋≥→]/g, (sign) => String.raw`}{${commands[sign] ?? sign}}\text{`);
  return { text, latex: String.raw`\text{${latex}}` };
}

/** A result with its steps, and its look in a notebook. */
export function worksheet<Value>(
  value: Value,
  lines: readonly Line[],
  fits = true,
): Worksheet<Value> {
  const sheet = {
    value,
    fits,
    lines: lines.map(({ text }) => text),
    latex: lines.map(({ latex }) => latex),
  };
  const bundle = (): Record<string, string> => ({
    "text/latex": [
      String.raw`$\begin{array}{l}`, // one dollar sign: at the left, where the other outputs stand
      sheet.latex.map((line) => String.raw`\displaystyle ${line}`).join("\\\\[4pt]\n"),
      String.raw`\end{array}$`,
    ].join("\n"),
    "text/plain": sheet.lines.join("\n"),
  });
  return Object.defineProperty(sheet, Symbol.for("Jupyter.display"), { value: bundle });
}
