// Are two tensors equal, and if not, where is the first difference?
import { asTensor } from "./accept.ts";
import { checkNumber } from "./check-number.ts";
import { indexAt, sameShape } from "./shape.ts";
import type { Tensor, TensorLike } from "./types.ts";

/** How close two tensors are; `equal` is what most want to know. */
export interface Closeness {
  readonly equal: boolean;
  /** False: the shapes differ, and nothing else was compared. */
  readonly sameShape: boolean;
  /** Index of the first element outside the tolerance, in row-major order. */
  readonly firstIndex: readonly number[] | undefined;
  readonly got: number | undefined;
  readonly expected: number | undefined;
  /** Largest |got − expected| / max(1, |expected|) over all elements. */
  readonly largestError: number;
  /** How many elements are outside the tolerance. */
  readonly count: number;
}

/** float64 1e-9; 1e-5 where one of the two is float32. */
function defaultTolerance(...tensors: readonly Tensor[]): number {
  return tensors.some((t) => t.data instanceof Float32Array) ? 1e-5 : 1e-9;
}

/**
 * Compares two tensors: |got − expected| ≤ tolerance · max(1, |expected|) in every place.
 *
 * NaN equals nothing but NaN, and an infinity only itself.
 *
 * @param tolerance default 1e-9; 1e-5 where one of the two is float32
 * @example allclose([1, 2, 4], [1, 2, 3]).firstIndex // [2]
 */
export function allclose(got: TensorLike, expected: TensorLike, tolerance?: number): Closeness {
  const left = asTensor(got, "allclose", "got");
  const right = asTensor(expected, "allclose", "expected");
  const nothing = { firstIndex: undefined, got: undefined, expected: undefined };
  if (!sameShape(left.shape, right.shape)) {
    return {
      equal: false,
      sameShape: false,
      ...nothing,
      largestError: Infinity,
      count: right.size,
    };
  }
  if (tolerance !== undefined) checkNumber("allclose", "tolerance", tolerance, { least: 0 });
  const limit = tolerance ?? defaultTolerance(left, right);
  let first = -1;
  let count = 0;
  let largestError = 0;
  for (let i = 0; i < right.size; i += 1) {
    const error = relativeError(left.data[i] ?? Number.NaN, right.data[i] ?? Number.NaN);
    largestError = Math.max(largestError, error);
    if (error <= limit) continue;
    if (first < 0) first = i;
    count += 1;
  }
  if (first < 0) return { equal: true, sameShape: true, ...nothing, largestError, count };
  return {
    equal: false,
    sameShape: true,
    firstIndex: indexAt(first, right.shape),
    got: left.data[first],
    expected: right.data[first],
    largestError,
    count,
  };
}

function relativeError(got: number, expected: number): number {
  if (got === expected || (Number.isNaN(got) && Number.isNaN(expected))) return 0;
  const error = Math.abs(got - expected) / Math.max(1, Math.abs(expected));
  return Number.isNaN(error) ? Infinity : error;
}
