import {
  joinedHeads,
  joinHeads,
  planHeads,
  splitHeads,
  type HeadProjections,
  type MultiHeadOptions,
} from "../../ops/index.ts";
import type { TensorLike } from "../../tensor/index.ts";
import { attentionBackward } from "./attention.ts";
import { denseBackward, type LayerGradients } from "./dense.ts";

/** Gradients of the four dense layers; their gradInput are the gradients by q, k, v and by the joined heads. */
export interface MultiHeadGradients {
  /** gradInput has q's shape. */
  readonly query: LayerGradients;
  /** gradInput has k's shape. */
  readonly key: LayerGradients;
  /** gradInput has v's shape. */
  readonly value: LayerGradients;
  /** gradInput [queries, heads·e] */
  readonly output: LayerGradients;
}

/**
 * Gradients of `multiHeadAttention`: through the output projection, apart into the heads, through each head's attention,
 * side by side again, and through the projections. In self-attention the gradient of the one input is the sum of the three.
 *
 * @param gradOutput  [queries, out]
 * @param q           [queries, …]
 * @param k           [keys, …]
 * @param v           [keys, …]
 * @param projections the layer's own
 * @param options     the layer's own
 * @throws as multiHeadAttention; ShapeError SHAPES_DIFFER
 * @source Vaswani et al., arXiv:1706.03762, section 3.2.2
 * @example multiHeadAttentionBackward([[1]], [[0]], [[1], [2]], [[10], [30]], { query: { weights: [[1]] }, key: { weights: [[1]] }, value: { weights: [[1]] }, output: { weights: [[1]] } }, { heads: 1 }).value.gradInput.data // Float64Array [0.5, 0.5]
 */
export function multiHeadAttentionBackward(
  gradOutput: TensorLike,
  q: TensorLike,
  k: TensorLike,
  v: TensorLike,
  projections: HeadProjections,
  options: MultiHeadOptions,
): MultiHeadGradients {
  const plan = planHeads("multiHeadAttentionBackward", { q, k, v }, projections, options);
  const { query, key, value, output } = projections;
  const last = denseBackward(gradOutput, joinedHeads(plan), output.weights);
  const each = splitHeads(last.gradInput, options.heads).map((gradient, h) => {
    const own = plan.query[h] ?? gradient;
    return attentionBackward(
      gradient, own, plan.key[h] ?? own, plan.value[h] ?? own, plan.options,
    ); // prettier-ignore
  });
  return {
    query: denseBackward(joinHeads(each.map(({ gradQuery }) => gradQuery)), q, query.weights),
    key: denseBackward(joinHeads(each.map(({ gradKey }) => gradKey)), k, key.weights),
    value: denseBackward(joinHeads(each.map(({ gradValue }) => gradValue)), v, value.weights),
    output: last,
  };
}
