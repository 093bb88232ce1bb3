// The steps behind sizes and pads.
import type { FullAxisOptions } from "../options.ts";
import { fittingSizes, fittingStrides, padsOf, rawSize, sameOf, spanOf } from "../geometry.ts";
import { frac, maths, words, writeNumber, type Line } from "./worksheet.ts";

/** `d·(k − 1) + 1 = …` where the filter is dilated. */
export function spanSteps(k: number, dilation: number): Line[] {
  if (dilation === 1) return [];
  return [
    words("a dilated filter spans d·(k − 1) + 1 pixels"),
    maths`${dilation}·(${k} − 1) + 1 = ${spanOf(k, dilation)}`,
  ];
}

/** How 'same' finds its zeros. */
export function sameSteps(n: number, k: number, stride: number, dilation: number): Line[] {
  const out = Math.ceil(n / stride);
  const span = spanOf(k, dilation);
  const [before, after] = sameOf(n, k, stride, dilation);
  const total = before + after;
  return [
    ...spanSteps(k, dilation),
    words("'same' keeps every stride-th pixel: out = ⌈n / stride⌉"),
    maths`⌈${frac(n, stride)}⌉ = ${out}`,
    words("zeros that the last position needs: max(0, (out − 1)·stride + span − n)"),
    maths`max(0, (${out} − 1)·${stride} + ${span} − ${n}) = ${total}`,
    words(
      total % 2 === 0
        ? "half of them on either side"
        : "half of them before, and the odd one after (bottom, right)",
    ),
    maths`${total} = ${before} + ${after}`,
  ];
}

/** 'same' and 'circular' by their rule alone. */
export function sameSizeSteps(n: number, { padding, stride }: FullAxisOptions): Line[] {
  return [
    words(`'${String(padding)}' always fits: out = ⌈n / stride⌉`),
    maths`⌈${frac(n, stride)}⌉ = ${Math.ceil(n / stride)}`,
  ];
}

/** `(n − span + before + after)/stride + 1`, and what `fit` makes of it. */
export function slideSteps(n: number, k: number, options: FullAxisOptions, out: number): Line[] {
  const { stride, dilation, fit } = options;
  const [before, after] = padsOf(n, k, options);
  const span = spanOf(k, dilation);
  const raw = rawSize(n, k, options);
  const pads = before === after ? maths`2·${before}` : maths`${before} + ${after}`;
  const head = [
    ...spanSteps(k, dilation),
    words(`out = (n − ${dilation === 1 ? "k" : "span"} + padding on both sides)/stride + 1`),
  ];
  const sum = maths`${n} − ${span} + ${pads}`;
  const line = maths`${frac(sum, stride)} + 1 = ${raw}`;
  if (Number.isInteger(raw)) return [...head, line];
  const rounded: Readonly<Record<typeof fit, readonly Line[]>> = {
    strict: refusedSteps(n, k, options, raw),
    floor: [words("'floor' leaves the last pixels out"), maths`⌊${raw}⌋ = ${out}`],
    ceil:
      out === Math.ceil(raw)
        ? [words("'ceil' takes a last position that hangs over the edge"), maths`⌈${raw}⌉ = ${out}`]
        : [
            words("'ceil', but the last position would start beyond the input and falls away"),
            maths`⌈${raw}⌉ − 1 = ${out}`,
          ],
  };
  return [...head, line, ...rounded[fit]];
}

function refusedSteps(n: number, k: number, options: FullAxisOptions, raw: number): Line[] {
  const sizes = fittingSizes(n, k, options).map(
    (size) => `${size} (gives ${rawSize(size, k, options)})`,
  );
  return [
    words(`${writeNumber(raw)} is not whole: the last position would hang over the edge`),
    words(`inputs that fit: n = ${sizes.join(" or ")}`),
    words(`strides that fit n = ${n}: ${fittingStrides(n, k, options).join(", ")}`),
  ];
}
