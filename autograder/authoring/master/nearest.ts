/**
 * The word that was probably meant: the one that needs the fewest changed letters, if these are few.
 *
 * @example nearest("relaese", ["new", "release", "check"]) // "release"
 */
export function nearest(given: string, words: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(given.length / 3));
  const [best] = words
    .map((word) => ({ word, changes: changesBetween(given, word) }))
    .filter(({ changes }) => changes <= most)
    .sort((a, b) => a.changes - b.changes);
  return best?.word;
}

/** Levenshtein's distance, a swap of neighbours counted as one change. */
function changesBetween(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        row > 1 && column > 1 && swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = last;
    last = next;
  }
  return last[to.length] ?? 0;
}
