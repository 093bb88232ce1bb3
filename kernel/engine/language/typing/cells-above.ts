// The names that the cells above a cell declare, run or not.
import { draftOfText } from "../draft.ts";

/** Longest beginning of a cell that is quoted to tell which one it is. */
const mostQuoted = 50; // characters

/** Texts of the cells above, in order. */
export class CellsAbove {
  readonly #texts: readonly string[];
  #homes: ReadonlyMap<string, string> | undefined;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  /** Every name that they declare. */
  names(): Iterable<string> {
    return this.#declared().keys();
  }

  /** How the last cell begins that declares a name, or undefined. */
  declaring(name: string): string | undefined {
    return this.#declared().get(name);
  }

  #declared(): ReadonlyMap<string, string> {
    this.#homes ??= new Map(
      this.#texts.flatMap((text) => {
        const beginning = beginningOf(text);
        return [...draftOfText(text).redeclared].map((name) => [name, beginning] as const);
      }),
    );
    return this.#homes;
  }
}

function beginningOf(text: string): string {
  const line = text.trimStart().split("\n", 1)[0]?.trimEnd() ?? "";
  return line.length > mostQuoted ? `${line.slice(0, mostQuoted)}…` : line;
}
