// One axis, once its options were checked: spans, zeros, and what ends exactly at the edge.
import type { FullAxisOptions } from "./options.ts";

/** Size that a dilated filter spans: d·(k − 1) + 1. */
export const spanOf = (k: number, dilation: number): number => dilation * (k - 1) + 1;

/** Zeros of 'same' before and after; the odd one after. */
export function sameOf(
  n: number,
  k: number,
  stride: number,
  dilation: number,
): [before: number, after: number] {
  const out = Math.ceil(n / stride);
  const total = Math.max(0, (out - 1) * stride + spanOf(k, dilation) - n);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Zeros before and after for any form of padding. */
export function padsOf(n: number, k: number, options: FullAxisOptions): [number, number] {
  const { padding, stride, dilation } = options;
  if (typeof padding === "number") return [padding, padding];
  if (padding === "valid") return [0, 0];
  if (padding === "same" || padding === "circular") return sameOf(n, k, stride, dilation);
  if (padding === "full") return [spanOf(k, dilation) - 1, spanOf(k, dilation) - 1];
  return [padding[0], padding[1]];
}

/** (n + before + after − span) / stride + 1, before it is rounded. */
export function rawSize(n: number, k: number, options: FullAxisOptions): number {
  const [before, after] = padsOf(n, k, options);
  return (n + before + after - spanOf(k, options.dilation)) / options.stride + 1;
}

/** Strides up to 16 with which a filter ends at the edge of this input. */
export function fittingStrides(n: number, k: number, options: FullAxisOptions): number[] {
  const room = rawSize(n, k, { ...options, stride: 1 }) - 1;
  return Array.from({ length: Math.min(room, 16) }, (_, i) => i + 1).filter(
    (stride) => room % stride === 0,
  );
}

/** The next smaller and the next larger input for which the size comes out whole. */
export function fittingSizes(n: number, k: number, options: FullAxisOptions): number[] {
  const over = (rawSize(n, k, { ...options, stride: 1 }) - 1) % options.stride;
  return [n - over, n - over + options.stride].filter(
    (size) => size > 0 && rawSize(size, k, options) >= 1,
  );
}
