// Losses of predictions that are numbers.
import { checkRanges } from "../../ops/index.ts";
import type { TensorLike } from "../../tensor/index.ts";
import { elementwise, type LossOptions, type LossResult } from "./result.ts";

/**
 * Mean squared error over all elements: L = 1/n Σ (p − y)², gradLogits = 2(p − y)/n; with reduction "sum" without the 1/n.
 *
 * @throws ShapeError SHAPES_DIFFER, EMPTY; OptionError BAD_OPTIONS
 * @example meanSquaredError([1, 5], [0, 2]).loss // (1 + 9)/2 = 5
 */
export function meanSquaredError(
  predictions: TensorLike,
  targets: TensorLike,
  options: LossOptions = {},
): LossResult {
  return elementwise("meanSquaredError", predictions, targets, options, (p, y) => [
    (p - y) ** 2,
    2 * (p - y),
  ]);
}

/**
 * Mean absolute error over all elements: L = 1/n Σ |p − y|, gradLogits = sign(p − y)/n, 0 where p = y.
 *
 * @throws ShapeError SHAPES_DIFFER, EMPTY; OptionError BAD_OPTIONS
 * @example meanAbsoluteError([1, 5], [0, 2]).loss // (1 + 3)/2 = 2
 */
export function meanAbsoluteError(
  predictions: TensorLike,
  targets: TensorLike,
  options: LossOptions = {},
): LossResult {
  return elementwise("meanAbsoluteError", predictions, targets, options, (p, y) => [
    Math.abs(p - y),
    Math.sign(p - y),
  ]);
}

/**
 * Huber loss: ½(p − y)² where |p − y| ≤ δ, else δ·(|p − y| − ½δ); mean over all elements. δ = 1 is smooth L1.
 *
 * @param options delta δ > 0 (default 1); reduction
 * @throws ShapeError SHAPES_DIFFER, EMPTY; OptionError BAD_OPTIONS
 * @source Huber, Ann. Math. Statist. 35 (1964)
 * @example huberLoss([0.5, 3], [0, 0]).loss // (0.125 + 2.5)/2 = 1.3125
 */
export function huberLoss(
  predictions: TensorLike,
  targets: TensorLike,
  options: LossOptions & { readonly delta?: number } = {},
): LossResult {
  const { delta = 1 } = options;
  checkRanges("huberLoss", { delta: { value: delta, from: 0, open: true } });
  return elementwise("huberLoss", predictions, targets, options, (p, y) => {
    const difference = p - y;
    const far = Math.abs(difference);
    return far > delta
      ? [delta * (far - delta / 2), delta * Math.sign(difference)]
      : [difference ** 2 / 2, difference];
  });
}
