import {
  attentionScale,
  attentionWeights,
  matmul,
  transpose,
  type AttentionOptions,
} from "../../ops/index.ts";
import {
  asTensor,
  checkRank,
  checkSameShape,
  scale,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { denseBackward } from "./dense.ts";
import { softmaxThrough } from "./activations.ts";

/** Gradients of an attention layer, in the shapes of q, k and v. */
export interface AttentionGradients {
  readonly gradQuery: Tensor;
  readonly gradKey: Tensor;
  readonly gradValue: Tensor;
}

/**
 * Gradients of `attention`: with P = softmax(s·QKᵀ), gradValue = Pᵀ·g, dP = g·Vᵀ, and through the softmax
 * dS = P∘(dP − Σ dP∘P) to gradQuery = s·dS·K and gradKey = s·dSᵀ·Q. Masked places have P = 0 and pass nothing.
 *
 * @param gradOutput [queries, e]
 * @param q [queries, d]
 * @param k [keys, d]
 * @param v [keys, e]
 * @param options the layer's own
 * @throws as attention; ShapeError SHAPES_DIFFER
 * @source Vaswani et al., arXiv:1706.03762, equation 1
 * @example attentionBackward([[1]], [[0]], [[1], [2]], [[10], [30]]).gradValue.data // Float64Array [0.5, 0.5]
 */
export function attentionBackward(
  gradOutput: TensorLike,
  q: TensorLike,
  k: TensorLike,
  v: TensorLike,
  options: AttentionOptions = {},
): AttentionGradients {
  const who = "attentionBackward";
  const gradient = asTensor(gradOutput, who, "gradOutput");
  const [query, key, value] = [asTensor(q, who, "q"), asTensor(k, who, "k"), asTensor(v, who, "v")];
  const weights = attentionWeights(query, key, options);
  checkRank(who, "v", value.shape, ["keys", "e"]);
  const { gradInput: gradWeights, gradFilters: gradValue } = denseBackward(
    gradient,
    weights,
    value,
  );
  const factor = attentionScale(key, options);
  const gradScores = scale(softmaxThrough(who, gradWeights, weights), factor);
  checkSameShape(who, [query.shape[0] ?? 0, value.shape[1] ?? 0], gradient.shape);
  return {
    gradQuery: matmul(gradScores, key),
    gradKey: matmul(transpose(gradScores), query),
    gradValue,
  };
}
