import {
  asTensor,
  checkSameShape,
  map,
  mul,
  wrap,
  type Tensor,
  type TensorLike,
  checkNumber,
} from "../tensor/index.ts";

/**
 * Weights of one bit each: sign(w), +1 for 0; with `scaled` multiplied by the mean of |w|, so that the size stays.
 *
 * @param options scaled (default false)
 * @source Hubara et al., arXiv:1602.02830; the scale from Rastegari et al., arXiv:1603.05279
 * @example binarise([0.3, -2, 0]).data // Float64Array [1, -1, 1]
 */
export function binarise(
  weights: TensorLike,
  { scaled = false }: { readonly scaled?: boolean } = {},
): Tensor {
  const w = asTensor(weights, "binarise", "weights");
  const size = scaled ? [...w.data].reduce((sum, value) => sum + Math.abs(value), 0) / w.size : 1;
  return map(w, (value) => (value < 0 ? -size : size));
}

/**
 * Straight-through gradient of `binarise`: the gradient passes where |w| ≤ 1 and is 0 beyond, as if sign were a clipped
 * identity.
 *
 * @param gradOutput gradient by the binary weights
 * @param weights    the real weights, same shape
 * @example binariseBackward([1, 1, 1], [0.5, -2, 1]).data // Float64Array [1, 0, 1]
 */
export function binariseBackward(gradOutput: TensorLike, weights: TensorLike): Tensor {
  const w = asTensor(weights, "binariseBackward", "weights");
  checkSameShape(
    "binariseBackward",
    asTensor(gradOutput, "binariseBackward", "gradOutput").shape,
    w.shape,
  );
  return mul(
    gradOutput,
    map(w, (value) => (Math.abs(value) <= 1 ? 1 : 0)),
  );
}

/** Weights on a grid. */
export interface Quantised {
  /** Whole numbers from −levels to levels. */
  readonly codes: Int32Array;
  /** Distance of two neighbouring levels. */
  readonly step: number;
  /** codes·step, in the weights' shape. */
  readonly weights: Tensor;
}

/**
 * Symmetric uniform quantisation to `bits` bits: round(w/step) with step = max|w|/(2^{bits−1} − 1).
 *
 * @param bits 2 … 16
 * @example quantise([1, -0.5, 0.1], 3).codes.length // 3
 */
export function quantise(weights: TensorLike, bits: number): Quantised {
  const w = asTensor(weights, "quantise", "weights");
  checkNumber("quantise", "bits", bits, { least: 2, most: 31, whole: true });
  for (const value of w.data)
    if (!Number.isFinite(value)) checkNumber("quantise", "a weight", value);
  const levels = 2 ** (bits - 1) - 1;
  let largest = 0;
  for (const value of w.data) largest = Math.max(largest, Math.abs(value));
  const step = largest === 0 ? 1 : largest / levels;
  const codes = Int32Array.from(w.data, (value) => Math.round(value / step));
  return {
    codes,
    step,
    weights: wrap(
      Float64Array.from(codes, (code) => code * step),
      w.shape,
    ),
  };
}

/**
 * How many times smaller a compressed model is.
 *
 * @param kept share of the weights that remain, in (0, 1]
 * @param bits bits per remaining weight; 32 before
 * @example compressionRate(1 / 9, 8) // 36
 */
export function compressionRate(kept: number, bits: number): number {
  checkNumber("compressionRate", "kept", kept, { least: 1e-12, most: 1 });
  checkNumber("compressionRate", "bits", bits, { least: 1, most: 64 });
  return 32 / (kept * bits);
}
