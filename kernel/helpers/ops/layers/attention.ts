import { asTensor, scale as scaled, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { softmax } from "./activations.ts";
import { matmul, transpose } from "./dense.ts";

/**
 * Dot-product attention: softmax(Q·Kᵀ·s)·V.
 *
 * @param q [queries, d]
 * @param k [keys, d]
 * @param v [keys, e]
 * @param options scale: true multiplies by s = 1/√d as the paper does (default), false leaves it out
 * @returns [queries, e]
 * @throws ShapeError WRONG_RANK, DENSE_SIZES
 * @source Vaswani et al., arXiv:1706.03762, equation 1
 * @example attention([[1, 0]], [[1, 0]], [[7]]).data // Float64Array [7]
 */
export function attention(
  q: TensorLike,
  k: TensorLike,
  v: TensorLike,
  { scale = true }: { readonly scale?: boolean } = {},
): Tensor {
  return matmul(attentionWeights(q, k, { scale }), v);
}

/** The weights of `attention`, [queries, keys]; each row sums to 1. */
export function attentionWeights(
  q: TensorLike,
  k: TensorLike,
  { scale = true }: { readonly scale?: boolean } = {},
): Tensor {
  const scores = matmul(q, transpose(k));
  const width = asTensor(k, "attention", "k").shape[1] ?? 1;
  return softmax(scale ? scaled(scores, 1 / Math.sqrt(width)) : scores);
}
