import { OptionError } from "../../core/index.ts";
import { asTensor, checkRank, mul, wrap, type Tensor, type TensorLike } from "../tensor/index.ts";

/** A pruned weight tensor and the mask that retraining must keep. */
export interface Pruned {
  readonly weights: Tensor;
  /** 1 where kept, 0 where pruned. */
  readonly mask: Tensor;
}

/**
 * Sets the smallest weights to zero: exactly ⌊sparsity·n⌋ of n, by absolute value, earlier ones first at ties.
 *
 * @param sparsity share to prune, in [0, 1)
 * @throws OptionError SPARSITY
 * @source Han, Pool, Tran & Dally, arXiv:1506.02626
 * @example prune([3, -1, 2, 0.5], 0.5).weights.data // Float64Array [3, 0, 2, 0]
 */
export function prune(weights: TensorLike, sparsity: number): Pruned {
  checkSparsity(sparsity);
  const w = asTensor(weights, "prune", "weights");
  const order = Array.from(w.data, (_, i) => i).toSorted(
    (a, b) => Math.abs(w.data[a] ?? 0) - Math.abs(w.data[b] ?? 0) || a - b,
  );
  const mask = new Float64Array(w.size).fill(1);
  for (const i of order.slice(0, Math.floor(sparsity * w.size))) mask[i] = 0;
  const kept = wrap(mask, w.shape);
  return { weights: mul(w, kept), mask: kept };
}

/** A convolution with what follows it. */
export interface ConvPair {
  /** [kH, kW, C, K] */
  readonly filters: TensorLike;
  /** [K] */
  readonly bias: TensorLike;
  /** The next convolution's [kH, kW, K, L]. */
  readonly next: TensorLike;
}

/** The pair without some of its maps. */
export interface PrunedPair {
  readonly filters: Tensor;
  readonly bias: Tensor;
  readonly next: Tensor;
  /** Numbers of the maps that remain. */
  readonly kept: readonly number[];
}

/**
 * Removes the filters with the smallest Σ|w|, their biases, and the next layer's weights that read their maps.
 *
 * The pruned pair computes what the original computes with those maps set to zero.
 *
 * @param count filters to remove, 0 ≤ count < K
 * @throws OptionError FILTER_COUNT
 * @source Li et al., arXiv:1608.08710
 * @example pruneFilters({ filters: ones([3, 3, 1, 4]), bias: zeros([4]), next: ones([3, 3, 4, 2]) }, 1).filters.shape // [3, 3, 1, 3]
 */
export function pruneFilters(pair: ConvPair, count: number): PrunedPair {
  const w = asTensor(pair.filters, "pruneFilters", "filters");
  const b = asTensor(pair.bias, "pruneFilters", "bias");
  const next = asTensor(pair.next, "pruneFilters", "next");
  checkRank("pruneFilters", "filters", w.shape, ["kH", "kW", "C", "K"]);
  checkRank("pruneFilters", "next", next.shape, ["kH", "kW", "K", "L"]);
  const [, , , maps = 0] = w.shape;
  if (!Number.isInteger(count) || count < 0 || count >= maps) {
    throw new OptionError({
      code: "FILTER_COUNT",
      summary: `pruneFilters: ${count} of ${maps} filters cannot be removed.`,
      given: `count ${count}`,
      expected: `a whole number from 0 to ${maps - 1}`,
    });
  }
  const norms = filterNorms(w);
  const removed = new Set(
    norms
      .map((_, k) => k)
      .toSorted((a, c) => (norms[a] ?? 0) - (norms[c] ?? 0) || a - c)
      .slice(0, count),
  );
  const kept = norms.map((_, k) => k).filter((k) => !removed.has(k));
  return {
    filters: keepAxis(w, 3, kept),
    bias: keepAxis(b, 0, kept),
    next: keepAxis(next, 2, kept),
    kept,
  };
}

/**
 * Σ|w| of each filter of [kH, kW, C, K].
 *
 * @example filterNorms([[[[1, 3]]], [[[-2, 4]]]]) // [3, 7]
 */
export function filterNorms(filters: TensorLike): readonly number[] {
  const w = asTensor(filters, "filterNorms", "filters");
  const maps = w.shape.at(-1) ?? 0;
  const norms = new Array<number>(maps).fill(0);
  w.data.forEach((value, i) => {
    norms[i % maps] = (norms[i % maps] ?? 0) + Math.abs(value);
  });
  return norms;
}

function keepAxis(t: Tensor, axis: number, kept: readonly number[]): Tensor {
  const size = t.shape[axis] ?? 0;
  const inner = t.shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const keep = new Set(kept);
  const values = t.data.filter((_, i) => keep.has(Math.floor(i / inner) % size));
  return wrap(values, t.shape.with(axis, kept.length));
}

function checkSparsity(sparsity: number): void {
  if (sparsity >= 0 && sparsity < 1) return;
  throw new OptionError({
    code: "SPARSITY",
    summary: "prune: the share to prune lies in [0, 1).",
    given: `${sparsity}`,
    expected: "0.9 keeps one weight in ten",
  });
}
