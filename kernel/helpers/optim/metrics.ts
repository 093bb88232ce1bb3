// How good is a classifier?
import { OptionError, ShapeError } from "../../core/index.ts";
import { asTensor, checkRank, fromArray, type Tensor, type TensorLike } from "../tensor/index.ts";

/**
 * Share of examples whose true class is among the k best scores; of equal scores the lower class number comes first.
 *
 * @param scores [N, K], logits or probabilities
 * @param labels class numbers [N]
 * @param k      1 ≤ k ≤ K (ImageNet's top-5: 5)
 * @throws ShapeError WRONG_RANK, EMPTY, LABEL_COUNT; OptionError LABEL_RANGE, BAD_OPTIONS, NOT_FINITE
 * @example topK([[1, 5, 3], [9, 1, 2]], [2, 1], 2) // 1/2 = 0.5
 */
export function topK(
  scores: TensorLike,
  labels: TensorLike | readonly number[],
  k: number,
): number {
  const { z, truth, classes } = check("topK", scores, labels);
  if (!Number.isSafeInteger(k) || k < 1 || k > classes) {
    throw fault("topK", "BAD_OPTIONS", `k ${String(k)}`, `1 to ${classes}`);
  }
  let right = 0;
  for (const [n, label] of truth.entries()) {
    const row = z.data.subarray(n * classes, (n + 1) * classes);
    const own = row[label] ?? 0;
    let before = 0;
    for (const [c, score] of row.entries())
      if (score > own || (score === own && c < label)) before += 1;
    if (before < k) right += 1;
  }
  return right / truth.length;
}

/**
 * Share of examples whose best score is the true class's.
 *
 * @throws as topK
 * @example accuracy([[1, 5], [3, 2]], [1, 1]) // 0.5
 */
export function accuracy(scores: TensorLike, labels: TensorLike | readonly number[]): number {
  check("accuracy", scores, labels);
  return topK(scores, labels, 1);
}

/**
 * Which class is taken for which: examples by true class (row) and predicted class (column).
 *
 * @returns [K, K]; its diagonal holds what is right
 * @throws as topK
 * @example confusion([[1, 5], [3, 2]], [1, 1]).data // Float64Array [0, 0, 1, 1]
 */
export function confusion(scores: TensorLike, labels: TensorLike | readonly number[]): Tensor {
  const { z, truth, classes } = check("confusion", scores, labels);
  const table = new Float64Array(classes * classes);
  for (const [n, label] of truth.entries()) {
    const row = z.data.subarray(n * classes, (n + 1) * classes);
    let best = 0;
    for (const [c, score] of row.entries()) if (score > (row[best] ?? 0)) best = c;
    table[label * classes + best] = (table[label * classes + best] ?? 0) + 1;
  }
  return fromArray(table, [classes, classes]);
}

interface Checked {
  readonly z: Tensor;
  readonly truth: readonly number[];
  readonly classes: number;
}

function check(who: string, scores: TensorLike, labels: TensorLike | readonly number[]): Checked {
  const z = asTensor(scores, who, "scores");
  const truth = [...asTensor(labels, who, "labels").data];
  checkRank(who, "scores", z.shape, ["N", "K"]);
  const [count = 0, classes = 0] = z.shape;
  if (z.size === 0 || truth.length !== count) {
    throw new ShapeError({
      code: z.size === 0 ? "EMPTY" : "LABEL_COUNT",
      summary: `${who}: ${z.size === 0 ? "there are no scores" : "scores and labels do not belong together"}.`,
      given: `scores [${z.shape.join(", ")}], ${truth.length} labels`,
      expected: "[N, K] and N class numbers",
      fix: "look where examples were lost",
    });
  }
  const wrong = truth.findIndex(
    (label) => !Number.isInteger(label) || label < 0 || label >= classes,
  );
  if (wrong >= 0) {
    throw fault(
      who,
      "LABEL_RANGE",
      `label ${truth[wrong]} of example ${wrong}`,
      `0 to ${classes - 1}`,
    );
  }
  const lost = z.data.findIndex((score) => Number.isNaN(score));
  if (lost >= 0) throw fault(who, "NOT_FINITE", `NaN at position ${lost} of the scores`, "numbers");
  return { z, truth, classes };
}

function fault(who: string, code: string, given: string, expected: string): OptionError {
  const summary = `${who}: this cannot be counted.`;
  return new OptionError({ code, summary, given, expected, fix: "correct what is named above" });
}
