import { dense, matmul, transpose } from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** Gradients of a layer with weights. */
export interface LayerGradients {
  readonly gradInput: Tensor;
  readonly gradFilters: Tensor;
  readonly gradBias: Tensor;
}

/**
 * Gradients of a dense layer: gradInput = gradOutput·Wᵀ, gradFilters = xᵀ·gradOutput, gradBias = Σ_n gradOutput.
 *
 * @param gradOutput [N, out]
 * @param x          [N, in], the layer's input
 * @param weights    [in, out]
 * @returns gradInput [N, in], gradFilters [in, out], gradBias [out]; sums over the batch, not means
 * @throws ShapeError WRONG_RANK, DENSE_SIZES, SHAPES_DIFFER
 */
export function denseBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  weights: TensorLike,
): LayerGradients {
  const gradient = asTensor(gradOutput, "denseBackward", "gradOutput");
  checkSameShape("denseBackward", gradient.shape, dense(x, weights).shape);
  return {
    gradInput: matmul(gradient, transpose(weights)),
    gradFilters: matmul(transpose(x), gradient),
    gradBias: sumOverAllButLast(gradient),
  };
}

/** […, K] → [K]. */
export function sumOverAllButLast(t: Tensor): Tensor {
  const last = t.shape.at(-1) ?? 0;
  const out = allocate(last, commonDtype(t));
  for (let i = 0; i < t.size; i += 1) out[i % last] = (out[i % last] ?? 0) + (t.data[i] ?? 0);
  return wrap(out, [last]);
}
