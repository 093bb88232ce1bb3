import { OptionError } from "../../../core/index.ts";

/**
 * Solves matrix·x = right by elimination with row exchange.
 *
 * @throws OptionError SINGULAR
 */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let step = 0; step < size; step += 1) {
    let pivot = step;
    for (let i = step + 1; i < size; i += 1)
      if (Math.abs(at(i, step)) > Math.abs(at(pivot, step))) pivot = i;
    if (Math.abs(at(pivot, step)) < 1e-14) throw singular();
    const [upper, lower] = [rows[step] ?? [], rows[pivot] ?? []];
    [rows[step], rows[pivot]] = [lower, upper];
    for (let i = step + 1; i < size; i += 1) {
      const factor = at(i, step) / at(step, step);
      rows[i] = (rows[i] ?? []).map((value, j) => value - factor * at(step, j));
    }
  }
  const x = Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i -= 1) {
    const known = x.reduce((sum, value, j) => sum + (j > i ? at(i, j) * value : 0), 0);
    x[i] = (at(i, size) - known) / at(i, i);
  }
  return x;
}

function singular(): OptionError {
  return new OptionError({
    code: "SINGULAR",
    summary: "lime: the masks do not determine the weights.",
    given: "equations that depend on each other",
    expected: "each segment on and off, in different company",
    fix: "try more samples, or a ridge above 0",
  });
}
