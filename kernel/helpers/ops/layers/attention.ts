import { OptionError, ShapeError } from "../../../core/index.ts";
import {
  asTensor,
  checkRank,
  checkSameShape,
  formatShape,
  scale as scaled,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled } from "../checks.ts";
import { softmax } from "./activations.ts";
import { matmul, transpose } from "./dense.ts";

/** How attention weighs. */
export interface AttentionOptions {
  /** Multiplies the scores by 1/√d as the paper does (default true). */
  readonly scale?: boolean;
  /** [queries, keys]: 0 where a query must not look, anything else where it may; every query needs one key. */
  readonly mask?: TensorLike;
}

/**
 * Dot-product attention: softmax(Q·Kᵀ·s)·V.
 *
 * @param q [queries, d]
 * @param k [keys, d]
 * @param v [keys, e]
 * @param options scale: true multiplies by s = 1/√d (default), false leaves it out; mask: 0 where not to look
 * @returns [queries, e]
 * @throws ShapeError WRONG_RANK, EMPTY, ATTENTION_SIZES, SHAPES_DIFFER; OptionError MASKED_ROW
 * @source Vaswani et al., arXiv:1706.03762, equation 1
 * @example attention([[1, 0]], [[1, 0]], [[7]]).data // Float64Array [7]
 * @example attention([[1]], [[1], [9]], [[7], [8]], { mask: [[1, 0]] }).data // Float64Array [7]
 */
export function attention(
  q: TensorLike,
  k: TensorLike,
  v: TensorLike,
  options: AttentionOptions = {},
): Tensor {
  const value = asTensor(v, "attention", "v");
  const weights = attentionWeights(q, k, options);
  checkValues(weights, value);
  return matmul(weights, value);
}

/**
 * The weights of `attention`, [queries, keys]; each row sums to 1.
 *
 * @throws as attention
 * @example attentionWeights([[0, 0]], [[1, 2], [3, 4]]).data // Float64Array [0.5, 0.5]
 */
export function attentionWeights(
  q: TensorLike,
  k: TensorLike,
  options: AttentionOptions = {},
): Tensor {
  const query = asTensor(q, "attention", "q");
  const key = asTensor(k, "attention", "k");
  checkRank("attention", "q", query.shape, ["queries", "d"]);
  checkRank("attention", "k", key.shape, ["keys", "d"]);
  checkFilled("attention", "q", query);
  checkFilled("attention", "k", key);
  if (query.shape[1] !== key.shape[1]) throw widthsDiffer(query, key);
  const scores = scaled(matmul(query, transpose(key)), attentionScale(key, options));
  return softmax(options.mask === undefined ? scores : masked(scores, options.mask));
}

/** The factor of the scores: 1/√d, or 1. */
export function attentionScale(key: Tensor, { scale = true }: AttentionOptions): number {
  return scale ? 1 / Math.sqrt(key.shape[1] ?? 1) : 1;
}

/**
 * The mask that lets a query look at itself and what came before: 1 on and below the diagonal.
 *
 * @example causalMask(2).data // Float64Array [1, 0, 1, 1]
 */
export function causalMask(length: number): Tensor {
  if (!Number.isSafeInteger(length) || length < 1 || length > 2 ** 14) {
    throw new OptionError({
      code: "BAD_OPTIONS",
      summary: "causalMask: the length is not a whole number of tokens.",
      given: `length ${length}`,
      expected: "a whole number from 1 to 16384",
      fix: "take the number of queries",
    });
  }
  const out = Float64Array.from({ length: length * length }, (_, i) =>
    i % length <= Math.floor(i / length) ? 1 : 0,
  );
  return wrap(out, [length, length]);
}

function masked(scores: Tensor, mask: TensorLike): Tensor {
  const allowed = asTensor(mask, "attention", "mask");
  checkSameShape("attention (mask)", scores.shape, allowed.shape);
  const keys = scores.shape[1] ?? 1;
  for (let row = 0; row < allowed.size; row += keys) {
    if (allowed.data.subarray(row, row + keys).some((value) => value !== 0)) continue;
    throw new OptionError({
      code: "MASKED_ROW",
      summary: `attention: query ${row / keys} may look at no key, and 0/0 is no weight.`,
      given: `row ${row / keys} of the mask is all 0`,
      expected: "at least one key per query",
      fix: "leave the query out, or let it look at itself",
    });
  }
  const out = scores.data.map((score, i) => (allowed.data[i] === 0 ? -Infinity : score));
  return wrap(out, scores.shape);
}

function checkValues(weights: Tensor, v: Tensor): void {
  checkRank("attention", "v", v.shape, ["keys", "e"]);
  checkFilled("attention", "v", v);
  if (weights.shape[1] === v.shape[0]) return;
  throw new ShapeError({
    code: "ATTENTION_SIZES",
    summary: `attention: there are ${weights.shape[1]} keys but ${v.shape[0]} values.`,
    given: `weights ${formatShape(weights.shape)}, v ${formatShape(v.shape)}`,
    expected: "one value per key",
    fix: `make v [${weights.shape[1]}, ${v.shape[1]}]`,
  });
}

function widthsDiffer(q: Tensor, k: Tensor): ShapeError {
  return new ShapeError({
    code: "ATTENTION_SIZES",
    summary: `attention: queries have ${q.shape[1]} numbers but keys ${k.shape[1]}.`,
    given: `q ${formatShape(q.shape)}, k ${formatShape(k.shape)}`,
    expected: "the same d on both sides: a score is their dot product",
    fix: "project both to the same width",
  });
}
