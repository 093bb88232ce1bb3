import { wordsOf } from "./words.ts";
import type { Passage } from "./passages.ts";

/** A secret passage, or a piece of it, found where students can read it. */
export interface Leak {
  /** The file, or the cell, that holds it. */
  readonly where: string;
  readonly passage: string;
  /** The words that were found, shortened; for the instructor only. */
  readonly words: string;
}

/** A text that students get. */
export interface PublicText {
  readonly where: string;
  readonly text: string;
}

/** Words that are looked up at once; shorter passages cannot be told from chance. */
const gram = 8;
/** False for a passage too short to be told from chance, for example `return x + x`. */
export function isSearchable({ words }: Passage): boolean {
  return words.length >= gram;
}

/** As many words in a row are no chance in code. */
const enough = 18;

/**
 * Finds every passage of which a long enough piece stands in a text: 18 words in a row, or three quarters of a short
 * passage.
 *
 * @param known texts that are public anyway, for example the library's sources: what stands there is no secret
 */
export function findLeaks(
  passages: readonly Passage[],
  texts: readonly PublicText[],
  known: readonly string[] = [],
): readonly Leak[] {
  const open = gramsOf(known);
  const index = new Map<string, number[]>();
  for (const [number, { words }] of passages.entries()) {
    for (const key of grams(words)) {
      if (!open.has(key)) index.set(key, [...(index.get(key) ?? []), number]);
    }
  }
  return texts.flatMap(({ where, text }) => {
    const words = wordsOf(text);
    return searchText(passages, index, words).map(({ number, end }) => ({
      where,
      passage: passages[number]?.name ?? "",
      words: words.slice(Math.max(0, end - enough), end).join(" "),
    }));
  });
}

interface Found {
  readonly number: number;
  readonly end: number;
}

function searchText(
  passages: readonly Passage[],
  index: ReadonlyMap<string, readonly number[]>,
  words: readonly string[],
): readonly Found[] {
  const runs = new Map<number, { at: number; length: number }>();
  const found = new Map<number, number>();
  let at = 0;
  for (const key of grams(words)) {
    for (const number of index.get(key) ?? []) {
      const run = runs.get(number);
      const length = run?.at === at - 1 ? run.length + 1 : run?.at === at ? run.length : gram;
      runs.set(number, { at, length });
      const needed = Math.min(enough, Math.ceil((passages[number]?.words.length ?? 0) * 0.75));
      if (length >= needed && !found.has(number)) found.set(number, at + gram);
    }
    at += 1;
  }
  return [...found].map(([number, end]) => ({ number, end }));
}

function gramsOf(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [...grams(wordsOf(text))]));
}

function* grams(words: readonly string[]): Generator<string> {
  for (let start = 0; start + gram <= words.length; start++) {
    yield words.slice(start, start + gram).join(" ");
  }
}
