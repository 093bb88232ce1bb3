import { OptionError } from "../../core/index.ts";
import { shuffled, type Rng } from "../tensor/index.ts";

/** Indices of one fold. */
export interface Fold {
  readonly train: readonly number[];
  readonly validation: readonly number[];
}

/**
 * k-fold cross-validation: every example is in exactly one validation part; the parts differ by at most one in size.
 *
 * @param n examples
 * @param k folds, 2 ≤ k ≤ n
 * @throws OptionError FOLDS
 * @example kFold(10, 5, new Rng(1)).length // 5
 */
export function kFold(n: number, k: number, rng: Rng): readonly Fold[] {
  if (!Number.isInteger(k) || k < 2 || k > n) {
    throw new OptionError({
      code: "FOLDS",
      summary: `kFold: ${n} examples cannot be split into ${k} folds.`,
      given: `n = ${n}, k = ${k}`,
      expected: "2 ≤ k ≤ n",
    });
  }
  const order = shuffled(n, rng);
  const bounds = Array.from({ length: k + 1 }, (_, fold) => Math.round((fold * n) / k));
  return bounds.slice(0, -1).map((from, fold) => {
    const to = bounds[fold + 1] ?? n;
    return {
      train: [...order.slice(0, from), ...order.slice(to)],
      validation: order.slice(from, to),
    };
  });
}
