// The course's array: npm `ndarray` over 64- or 32-bit floats.
import type { NdArray } from "ndarray";

/**
 * Numbers in a box with a shape. `t.shape` is `[rows, columns]`, `t.get(i, j)` reads, `t.set(i, j, value)` writes;
 * `hi`, `lo`, `step`, `pick` and `transpose` make views that share the numbers. A tensor made by this library is
 * row-major with offset 0, so `t.data[i * columns + j]` is `t.get(i, j)`; a view is not: see `contiguous`.
 */
export type Tensor = (NdArray<Float64Array> | NdArray<Float32Array>) & { readonly data: Summable };

/** TypeScript cannot call `data.reduce` on one of two array types; with one signature for both it can. */
interface Summable {
  reduce(join: (total: number, value: number, index: number) => number, start?: number): number;
  reduce<Total>(join: (total: Total, value: number, index: number) => Total, start: Total): Total;
  reduceRight(
    join: (total: number, value: number, index: number) => number,
    start?: number,
  ): number;
  findLast(fits: (value: number, index: number) => boolean): number | undefined;
}

/** Numbers in nested lists of equal length, `[[1, 2], [3, 4]]`; a bare number is a tensor of rank 0. */
export type Nested = number | readonly Nested[];

/** What the library's functions accept: a tensor, or nested lists that become a float64 tensor. */
export type TensorLike = Tensor | readonly Nested[];

/** `float64` for hand work and gradient checks, `float32` for training. */
export type DType = "float64" | "float32";

/** Flat storage of a tensor. */
export type FloatArray = Float64Array | Float32Array;

/** How a tensor is stored. */
export interface TensorOptions {
  /** Default `float64`. */
  readonly dtype?: DType;
}
