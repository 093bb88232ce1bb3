import { dense, matmul, softmax, transpose } from "../ops/index.ts";
import { asTensor, reshape, sizeOf, type Tensor, type TensorLike } from "../tensor/index.ts";

/** All that an attack may ask of a model. */
export interface Classifier {
  /** Logits [N, K] of inputs [N, …]. */
  logits(x: Tensor): Tensor;
  /** Gradient of Σ gradLogits·logits(x) by x, x's shape; gradLogits [N, K]. */
  inputGradient(x: Tensor, gradLogits: Tensor): Tensor;
}

/**
 * The affine model logits = x·W + b on flattened inputs: its decision boundaries are planes.
 *
 * @param weights [D, K]
 * @param bias    [K]
 * @example affineClassifier([[1], [2]], [3]).logits(tensor([[10, 100]])).data // Float64Array [213]
 */
export function affineClassifier(weights: TensorLike, bias: TensorLike): Classifier {
  const w = asTensor(weights, "affineClassifier", "weights");
  const flat = (x: Tensor): Tensor => reshape(x, [x.shape[0] ?? 0, sizeOf(x.shape.slice(1))]);
  return {
    logits: (x) => dense(flat(x), w, bias),
    inputGradient: (x, gradLogits) => reshape(matmul(gradLogits, transpose(w)), x.shape),
  };
}

/**
 * The class with the largest logit, for each example; the first one at a tie.
 *
 * @example predict(affineClassifier([[1, -1]], [0, 0]), tensor([[2], [-2]])) // [0, 1]
 */
export function predict(model: Classifier, x: Tensor): readonly number[] {
  const z = model.logits(x);
  const [batch = 0, classes = 0] = z.shape;
  return Array.from({ length: batch }, (_, n) => {
    let best = 0;
    for (let k = 1; k < classes; k += 1) if (z.get(n, k) > z.get(n, best)) best = k;
    return best;
  });
}

/**
 * Gradient of the cross-entropy −log p[y] by the input: inputGradient of p − y, each example for itself.
 *
 * @param labels class numbers [N]
 */
export function lossGradient(model: Classifier, x: Tensor, labels: readonly number[]): Tensor {
  const p = softmax(model.logits(x));
  labels.forEach((label, n) => p.set(n, label, p.get(n, label) - 1));
  return model.inputGradient(x, p);
}
