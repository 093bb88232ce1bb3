// How many zeros stand before and after an axis.
import { sameSteps, spanSteps } from "./explain/size-steps.ts";
import { maths, words, worksheet, type Explain, type Worksheet } from "./explain/worksheet.ts";
import { padsOf, sameOf, spanOf } from "./geometry.ts";
import { checkAxisOptions, type AxisOptions } from "./options.ts";

type Pads = [before: number, after: number];

/**
 * Size that a dilated filter spans: d·(k − 1) + 1.
 *
 * @throws OptionError BAD_OPTIONS
 * @example effectiveSize(3, 2) // 2·(3 − 1) + 1 = 5
 */
export function effectiveSize(k: number, dilation?: number): number;
export function effectiveSize(
  k: number,
  dilation: number,
  options: { readonly explain: true },
): Worksheet<number>;
export function effectiveSize(
  k: number,
  dilation = 1,
  { explain = false }: Explain = {},
): number | Worksheet<number> {
  checkAxisOptions("effectiveSize", 1, k, { dilation });
  const span = spanOf(k, dilation);
  if (!explain) return span;
  const plain = [words("without dilation the filter spans k pixels"), maths`${k}`];
  return worksheet(span, dilation === 1 ? plain : spanSteps(k, dilation));
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
 * @param options `{ explain: true }` gives the steps
 * @throws OptionError BAD_OPTIONS
 * @source TensorFlow, "tf.nn: notes on padding"
 * @example samePads(28, 5) // [2, 2]
 * @example samePads(28, 2) // [0, 1]
 */
export function samePads(n: number, k: number, stride?: number, dilation?: number): Pads;
export function samePads(
  n: number,
  k: number,
  stride: number,
  dilation: number,
  options: { readonly explain: true },
): Worksheet<Pads>;
export function samePads(
  n: number,
  k: number,
  stride = 1,
  dilation = 1,
  { explain = false }: Explain = {},
): Pads | Worksheet<Pads> {
  checkAxisOptions("samePads", n, k, { stride, dilation });
  const pads = sameOf(n, k, stride, dilation);
  return explain ? worksheet(pads, sameSteps(n, k, stride, dilation)) : pads;
}

/**
 * Zeros before and after an axis for any form of padding, as `options.padding` asks.
 *
 * @throws OptionError BAD_OPTIONS
 * @example axisPads(7, 3, { padding: "full" }) // [2, 2]
 */
export function axisPads(n: number, k: number, options?: AxisOptions): Pads;
export function axisPads(
  n: number,
  k: number,
  options: AxisOptions & { readonly explain: true },
): Worksheet<Pads>;
export function axisPads(
  n: number,
  k: number,
  { explain = false, ...options }: AxisOptions & Explain = {},
): Pads | Worksheet<Pads> {
  const full = checkAxisOptions("axisPads", n, k, options);
  const pads = padsOf(n, k, full);
  if (!explain) return pads;
  const [before, after] = pads;
  switch (full.padding) {
    case "same":
    case "circular":
      return worksheet(pads, sameSteps(n, k, full.stride, full.dilation));
    case "full":
      return worksheet(pads, [
        ...spanSteps(k, full.dilation),
        words("'full' takes every position that overlaps: span − 1 zeros on either side"),
        maths`${spanOf(k, full.dilation)} − 1 = ${before}`,
      ]);
    default:
      return worksheet(pads, [
        words(before + after === 0 ? "no zeros" : "zeros before and after, as given"),
        maths`${before} + ${after} = ${before + after}`,
      ]);
  }
}
