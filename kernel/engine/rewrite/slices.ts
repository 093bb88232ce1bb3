// Builds the script out of pieces of the transpiled text, and remembers where each piece came from.
import { decodeMappings } from "./mappings.ts";

/** Positions of the script and of the cell: pairs of offsets `script, cell, script, cell…`, rising in the first. */
export type Anchors = readonly number[];

/** Text put together from slices of a source and from text of our own. */
export class SlicedText {
  readonly #source: string;
  #text = "";
  readonly #slices: { at: number; from: number; length: number }[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  get text(): string {
    return this.#text;
  }

  /** Copies `source.slice(start, end)`. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    this.#slices.push({ at: this.#text.length, from: start, length: end - start });
    this.#text += this.#source.slice(start, end);
  }

  /** What follows, added text too, begins what stands at `from` in the source: a debugger stops there. */
  mark(from: number): void {
    this.#slices.push({ at: this.#text.length, from, length: 1 });
  }

  /** Text that stands nowhere in the source. */
  add(text: string): void {
    this.#text += text;
  }

  /** Where the mapped positions of the source lie in the text that was built. */
  anchors(mappings: string, original: string): Anchors {
    const sourceLines = lineStarts(this.#source);
    const originalLines = lineStarts(original);
    const pairs: (readonly [number, number])[] = [];
    for (const [line, column, originalLine, originalColumn] of decodeMappings(mappings))
      pairs.push([
        (sourceLines[line] ?? 0) + column,
        Math.min((originalLines[originalLine] ?? 0) + originalColumn, original.length),
      ]);
    const found: number[] = [];
    for (const { at, from, length } of this.#slices) {
      for (let index = firstAtLeast(pairs, from); index < pairs.length; index++) {
        const pair = pairs[index];
        if (pair === undefined || pair[0] >= from + length) break;
        found.push(at + pair[0] - from, pair[1]);
      }
    }
    return found;
  }
}

/** Offset of the first character of each line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function firstAtLeast(pairs: readonly (readonly [number, number])[], offset: number): number {
  let low = 0;
  let high = pairs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pairs[middle]?.[0] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
