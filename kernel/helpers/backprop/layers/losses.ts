import { OptionError, ShapeError } from "../../../core/index.ts";
import { softmax } from "../../ops/index.ts";
import {
  asTensor,
  checkRank,
  checkSameShape,
  formatShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** A loss and its gradient by the logits or predictions. */
export interface LossResult {
  readonly loss: number;
  readonly gradLogits: Tensor;
}

/**
 * Mean cross-entropy of softmax(logits): L = −1/N Σ_n log p[n, y_n], gradLogits = (p − y)/N.
 *
 * log p is computed as z − max − log Σ e^{z − max}, so that logits of ±1000 give a finite loss.
 *
 * @param logits [N, K]
 * @param labels class numbers [N] from 0, or rows of probabilities [N, K]
 * @returns loss ≥ 0 (log K at equal logits) and gradLogits [N, K]
 * @throws ShapeError WRONG_RANK, SHAPES_DIFFER, LABEL_COUNT; OptionError LABEL_RANGE
 */
export function softmaxCrossEntropy(
  logits: TensorLike,
  labels: TensorLike | readonly number[],
): LossResult {
  const z = asTensor(logits, "softmaxCrossEntropy", "logits");
  checkRank("softmaxCrossEntropy", "logits", z.shape, ["N", "K"]);
  const [batch = 0, classes = 0] = z.shape;
  const target = targets(labels, batch, classes);
  const gradient = softmax(z).data;
  let loss = 0;
  for (let n = 0; n < batch; n += 1) {
    const row = Float64Array.from(z.data.subarray(n * classes, (n + 1) * classes));
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const logSum = Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    for (let k = 0; k < classes; k += 1) {
      const i = n * classes + k;
      const y = target[i] ?? 0;
      if (y !== 0) loss -= y * ((row[k] ?? 0) - largest - logSum);
      gradient[i] = ((gradient[i] ?? 0) - y) / batch;
    }
  }
  return { loss: loss / batch, gradLogits: wrap(gradient, z.shape) };
}

/**
 * Mean squared error over all elements: L = 1/n Σ (p − y)², gradLogits = 2(p − y)/n.
 *
 * @throws ShapeError SHAPES_DIFFER
 */
export function meanSquaredError(predictions: TensorLike, targetValues: TensorLike): LossResult {
  const p = asTensor(predictions, "meanSquaredError", "predictions");
  const y = asTensor(targetValues, "meanSquaredError", "targets");
  checkSameShape("meanSquaredError", p.shape, y.shape);
  const gradient = p.data.slice();
  let loss = 0;
  for (let i = 0; i < p.size; i += 1) {
    const difference = (p.data[i] ?? 0) - (y.data[i] ?? 0);
    loss += difference ** 2 / p.size;
    gradient[i] = (2 * difference) / p.size;
  }
  return { loss, gradLogits: wrap(gradient, p.shape) };
}

function targets(
  labels: TensorLike | readonly number[],
  batch: number,
  classes: number,
): ArrayLike<number> {
  const y = asTensor(labels, "softmaxCrossEntropy", "labels");
  if (y.shape.length === 2) {
    checkSameShape("softmaxCrossEntropy", [batch, classes], y.shape);
    return y.data;
  }
  if (y.shape.length !== 1 || y.size !== batch) {
    throw new ShapeError({
      code: "LABEL_COUNT",
      summary: "softmaxCrossEntropy: there must be one label per row of logits.",
      given: `logits [${batch}, ${classes}], labels ${formatShape(y.shape)}`,
      expected: `labels [${batch}] with class numbers, or [${batch}, ${classes}] with probabilities`,
    });
  }
  const wrong = y.data.findIndex(
    (label) => !Number.isInteger(label) || label < 0 || label >= classes,
  );
  if (wrong >= 0) {
    throw new OptionError({
      code: "LABEL_RANGE",
      summary: `softmaxCrossEntropy: label ${y.data[wrong]} at position ${wrong} is not a class.`,
      given: `labels[${wrong}] = ${y.data[wrong]}`,
      expected: `whole numbers from 0 to ${classes - 1}`,
    });
  }
  const rows = new Float64Array(batch * classes);
  y.data.forEach((label, n) => { rows[n * classes + label] = 1; }); // prettier-ignore
  return rows;
}
