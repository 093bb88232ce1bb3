// Losses of scores for classes; each is fused with its softmax or sigmoid, so that nothing overflows.
import { checkFilled, checkRanges, logSoftmax, logistic, softmax } from "../../ops/index.ts";
import { asTensor, checkRank, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkProbabilities, classNumbers, labelRows } from "./labels.ts";
import { divisorFor, elementwise, type LossOptions, type LossResult } from "./result.ts";

/**
 * Mean cross-entropy of softmax(logits): L = −1/N Σ_n log p[n, y_n], gradLogits = (p − y)/N; "sum" without the 1/N.
 *
 * log p is computed as z − max − log Σ e^{z − max}, so that logits of ±1000 give a finite loss.
 *
 * @param logits [N, K]
 * @param labels class numbers [N] from 0, or rows of probabilities [N, K]
 * @returns loss ≥ 0 (log K at equal logits) and gradLogits [N, K]
 * @throws ShapeError WRONG_RANK, EMPTY, SHAPES_DIFFER, LABEL_COUNT; OptionError LABEL_RANGE, BAD_OPTIONS
 * @example softmaxCrossEntropy([[0, 0]], [1]).gradLogits.data // Float64Array [0.5, -0.5]
 */
export function softmaxCrossEntropy(
  logits: TensorLike,
  labels: TensorLike | readonly number[],
  options: LossOptions = {},
): LossResult {
  const z = scores("softmaxCrossEntropy", logits);
  const target = labelRows("softmaxCrossEntropy", labels, z);
  return againstRows("softmaxCrossEntropy", z, target, options, () => 0);
}

/**
 * Kullback–Leibler divergence of softmax(logits) from target rows: L = 1/N Σ y·(log y − log p), gradLogits = (p·Σy − y)/N.
 *
 * @param logits  [N, K]
 * @param targets [N, K], rows of probabilities
 * @throws ShapeError WRONG_RANK, EMPTY, SHAPES_DIFFER; OptionError LABEL_RANGE, BAD_OPTIONS
 * @example klDivergence([[0, 0]], [[0.5, 0.5]]).loss // 0
 */
export function klDivergence(
  logits: TensorLike,
  targets: TensorLike,
  options: LossOptions = {},
): LossResult {
  const z = scores("klDivergence", logits);
  const y = asTensor(targets, "klDivergence", "targets");
  checkRank("klDivergence", "targets", y.shape, ["N", "K"]);
  const target = labelRows("klDivergence", y, z);
  return againstRows("klDivergence", z, target, options, (value) => value * Math.log(value));
}

function scores(who: string, logits: TensorLike): Tensor {
  const z = asTensor(logits, who, "logits");
  checkRank(who, "logits", z.shape, ["N", "K"]);
  checkFilled(who, "logits", z);
  return z;
}

/** Σ own(y) − y·log p over rows of softmax, where 0·log 0 is 0; its gradient is p·Σy − y. */
function againstRows(
  who: string,
  z: Tensor,
  target: ArrayLike<number>,
  options: LossOptions,
  own: (y: number) => number,
): LossResult {
  const [batch = 0, classes = 0] = z.shape;
  const divisor = divisorFor(who, options, batch);
  const logP = logSoftmax(z).data;
  const gradient = softmax(z).data;
  let loss = 0;
  for (let row = 0; row < z.size; row += classes) {
    let mass = 0;
    for (let k = 0; k < classes; k += 1) mass += target[row + k] ?? 0;
    // rows of probabilities sum to 1 but for rounding, which must not reach the gradient
    if (Math.abs(mass - 1) < 1e-12) mass = 1;
    for (let k = 0; k < classes; k += 1) {
      const y = target[row + k] ?? 0;
      if (y !== 0) loss += own(y) - y * (logP[row + k] ?? Number.NaN);
      gradient[row + k] = ((gradient[row + k] ?? Number.NaN) * mass - y) / divisor;
    }
  }
  return { loss: loss / divisor, gradLogits: wrap(gradient, z.shape) };
}

/**
 * Cross-entropy of sigmoid(logits), mean over all elements: L = 1/n Σ max(z, 0) − z·y + log(1 + e^−|z|), gradLogits =
 * (σ(z) − y)/n.
 *
 * @param logits any shape
 * @param targets the same shape, from 0 to 1
 * @throws ShapeError SHAPES_DIFFER, EMPTY; OptionError LABEL_RANGE, BAD_OPTIONS
 * @example binaryCrossEntropy([0], [1]).gradLogits.data // Float64Array [-0.5]
 */
export function binaryCrossEntropy(
  logits: TensorLike,
  targets: TensorLike,
  options: LossOptions = {},
): LossResult {
  const who = "binaryCrossEntropy";
  checkProbabilities(who, asTensor(targets, who, "targets").data, 1);
  return elementwise(who, logits, targets, options, (z, y) => [
    Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z))),
    logistic(z) - y,
  ]);
}

/**
 * Hinge loss of several classes (SVM): L = 1/N Σ_n Σ_{j ≠ y} max(0, s_j − s_y + Δ).
 *
 * @param logits [N, K]
 * @param labels class numbers [N] from 0
 * @param options margin Δ ≥ 0 (default 1); reduction
 * @throws ShapeError WRONG_RANK, EMPTY, LABEL_COUNT; OptionError LABEL_RANGE, BAD_OPTIONS
 * @source Weston & Watkins, ESANN 1999
 * @example hingeLoss([[3.2, 5.1, -1.7]], [0]).loss // max(0, 2.9) + max(0, −3.9) = 2.9
 */
export function hingeLoss(
  logits: TensorLike,
  labels: TensorLike | readonly number[],
  options: LossOptions & { readonly margin?: number } = {},
): LossResult {
  const { margin = 1 } = options;
  checkRanges("hingeLoss", { margin: { value: margin, from: 0 } });
  const s = scores("hingeLoss", logits);
  const [batch = 0, classes = 0] = s.shape;
  const right = classNumbers("hingeLoss", labels, batch, classes);
  const divisor = divisorFor("hingeLoss", options, batch);
  const gradient = s.data.slice().fill(0);
  let loss = 0;
  for (let i = 0; i < s.size; i += 1) {
    const row = Math.floor(i / classes);
    const own = row * classes + (right[row] ?? 0);
    const over = (s.data[i] ?? 0) - (s.data[own] ?? 0) + margin;
    if (i === own || over <= 0) continue;
    loss += over;
    gradient[i] = (gradient[i] ?? 0) + 1 / divisor;
    gradient[own] = (gradient[own] ?? 0) - 1 / divisor;
  }
  return { loss: loss / divisor, gradLogits: wrap(gradient, s.shape) };
}
