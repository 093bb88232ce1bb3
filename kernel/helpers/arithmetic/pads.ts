// How many zeros stand before and after an axis.
import { checkAxisOptions, type AxisOptions, type FullAxisOptions } from "./options.ts";

/** Size that a dilated filter spans: d·(k − 1) + 1. */
export function effectiveSize(k: number, dilation = 1): number {
  return dilation * (k - 1) + 1;
}

/**
 * Zeros that 'same' puts before and after an axis so that out = ⌈n / stride⌉.
 *
 * total = max(0, (⌈n/s⌉ − 1)·s + d·(k − 1) + 1 − n); half before, the odd one after
 *
 * @param n input size, pixels
 * @param k filter size, pixels
 * @param stride pixels (default 1)
 * @param dilation default 1
 * @throws OptionError BAD_OPTIONS
 * @source TensorFlow, "tf.nn: notes on padding"
 * @example samePads(28, 5) // [2, 2]
 * @example samePads(28, 2) // [0, 1]
 */
export function samePads(
  n: number,
  k: number,
  stride = 1,
  dilation = 1,
): [before: number, after: number] {
  checkAxisOptions("samePads", n, k, { stride, dilation });
  const out = Math.ceil(n / stride);
  const total = Math.max(0, (out - 1) * stride + effectiveSize(k, dilation) - n);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/**
 * Zeros before and after an axis for any form of padding, as `options.padding` asks.
 *
 * @throws OptionError BAD_OPTIONS
 * @example axisPads(7, 3, { padding: "full" }) // [2, 2]
 */
export function axisPads(
  n: number,
  k: number,
  options: AxisOptions = {},
): [before: number, after: number] {
  return padsOf(n, k, checkAxisOptions("axisPads", n, k, options));
}

/** The same for options that were checked. */
export function padsOf(n: number, k: number, options: FullAxisOptions): [number, number] {
  const { padding, stride, dilation } = options;
  if (typeof padding === "number") return [padding, padding];
  if (padding === "valid") return [0, 0];
  if (padding === "same" || padding === "circular") return samePads(n, k, stride, dilation);
  if (padding === "full") return [effectiveSize(k, dilation) - 1, effectiveSize(k, dilation) - 1];
  return [padding[0], padding[1]];
}
