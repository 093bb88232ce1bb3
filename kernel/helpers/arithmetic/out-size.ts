// How large is what comes out?
import { ShapeError } from "../../core/index.ts";
import { slideSteps, sameSizeSteps } from "./explain/size-steps.ts";
import { frac, maths, worksheet, type Explain, type Worksheet } from "./explain/worksheet.ts";
import { fittingSizes, fittingStrides, padsOf, rawSize, spanOf } from "./geometry.ts";
import { checkAxisOptions, type AxisOptions, type FullAxisOptions } from "./options.ts";

type Explained = AxisOptions & { readonly explain: true };

/**
 * Output size of a filter that slides along one axis.
 *
 * out = (n + before + after − d·(k − 1) − 1) / s + 1, whole, or rounded as `fit` says
 *
 * @param n input size, pixels
 * @param k filter size, pixels
 * @param options stride ≥ 1 (default 1); padding (default 'valid'); dilation ≥ 1 (default 1); fit (default 'strict').
 *   Padding 'same' and 'circular' always fit: out = ⌈n / stride⌉. `explain: true` gives the steps instead, also for a
 *   size that does not fit.
 * @returns a whole number ≥ 1, or its worksheet
 * @throws ShapeError DOES_NOT_FIT carrying n, k, stride, padding, dilation and the value that is not whole;
 *   ShapeError FILTER_TOO_LARGE; OptionError BAD_OPTIONS
 * @source Dumoulin & Visin, arXiv:1603.07285
 * @example outSize(227, 11, { stride: 4 }) // (227 − 11) / 4 + 1 = 55
 */
export function outSize(n: number, k: number, options?: AxisOptions): number;
export function outSize(n: number, k: number, options: Explained): Worksheet<number>;
export function outSize(
  n: number,
  k: number,
  { explain = false, ...options }: AxisOptions & Explain = {},
): number | Worksheet<number> {
  return explain ? explainSize(n, k, options) : outSizeFor("outSize", n, k, options);
}

function explainSize(n: number, k: number, options: AxisOptions): Worksheet<number> {
  const full = checkAxisOptions("outSize", n, k, options);
  const always = full.padding === "same" || full.padding === "circular";
  const fits = always || full.fit !== "strict" || Number.isInteger(rawSize(n, k, full));
  // a size that does not fit is shown, one that is not there at all is refused as ever
  const out = outSizeFor("outSize", n, k, fits ? options : { ...options, fit: "floor" });
  if (always) return worksheet(out, sameSizeSteps(n, full));
  return worksheet(fits ? out : rawSize(n, k, full), slideSteps(n, k, full, out), fits);
}

/** The same; errors speak in the name of `who`. */
export function outSizeFor(who: string, n: number, k: number, options: AxisOptions): number {
  const full = checkAxisOptions(who, n, k, options);
  const [before, after] = padsOf(n, k, full);
  if (full.padding === "same" || full.padding === "circular") return Math.ceil(n / full.stride);
  const value = rawSize(n, k, full);
  if (value < 1) throw tooLarge(who, n, k, before + after, full);
  if (Number.isInteger(value)) return value;
  switch (full.fit) {
    case "floor":
      return Math.floor(value);
    case "ceil":
      return ceilSize(value, n, before, full.stride);
    case "strict":
      throw doesNotFit(who, n, k, full, value);
  }
}

/** Rounded up, but the last position still starts on the input or on the padding before it, as PyTorch and Caffe do. */
function ceilSize(value: number, n: number, before: number, stride: number): number {
  const size = Math.ceil(value);
  return (size - 1) * stride >= n + before ? size - 1 : size;
}

function doesNotFit(
  who: string,
  n: number,
  k: number,
  options: FullAxisOptions,
  value: number,
): ShapeError {
  const { stride, padding, dilation } = options;
  const strides = fittingStrides(n, k, options);
  return new ShapeError({
    code: "DOES_NOT_FIT",
    summary: `${who}: with stride ${stride} the filter does not end at the edge: the output would be ${round(value)} wide.`,
    given: `n = ${n}, k = ${k}, stride = ${stride}, padding = ${writePadding(padding)}${dilation === 1 ? "" : `, dilation = ${dilation}`}`,
    expected: `(n + padding − ${dilation === 1 ? "k" : "dilation·(k − 1) − 1"}) / stride + 1 to be whole`,
    fix: `take stride ${strides.join(", ")}, change the padding, take n = ${fittingSizes(n, k, options).join(" or ")}, or say fit: "floor" to leave the last pixels out`,
    details: { n, k, stride, padding, dilation, value },
  });
}

function tooLarge(
  who: string,
  n: number,
  k: number,
  padded: number,
  options: FullAxisOptions,
): ShapeError {
  const span = spanOf(k, options.dilation);
  return new ShapeError({
    code: "FILTER_TOO_LARGE",
    summary: `${who}: the filter spans ${span} pixels, but the padded input has only ${n + padded}.`,
    given: `n = ${n}, k = ${k}, padding = ${writePadding(options.padding)}, dilation = ${options.dilation}`,
    expected: "a filter not larger than the padded input",
    fix: `pad by at least ${Math.ceil((span - n) / 2)} per side, or use a smaller filter`,
    details: { n, k, ...options },
  });
}

const round = (value: number): number => Math.round(value * 100) / 100;
const writePadding = (padding: FullAxisOptions["padding"]): string => JSON.stringify(padding);

/** One row of `fitTable`. */
export interface FitRow {
  readonly stride: number;
  /** Per side. */
  readonly padding: number;
  readonly out: number;
}

/**
 * The strides and paddings with which a filter ends exactly at the edge.
 *
 * @param n input size, pixels
 * @param k filter size, pixels
 * @param upTo largest stride, and largest padding + 1 (default k)
 * @param options `{ explain: true }` gives a line for each row
 * @throws OptionError BAD_OPTIONS
 * @example fitTable(7, 3)[0] // { stride: 1, padding: 0, out: 5 }
 */
export function fitTable(n: number, k: number, upTo?: number): FitRow[];
export function fitTable(
  n: number,
  k: number,
  upTo: number,
  options: { readonly explain: true },
): Worksheet<FitRow[]>;
export function fitTable(
  n: number,
  k: number,
  upTo: number = k,
  { explain = false }: Explain = {},
): FitRow[] | Worksheet<FitRow[]> {
  checkAxisOptions("fitTable", n, k, { stride: upTo });
  const rows: FitRow[] = [];
  for (let stride = 1; stride <= upTo; stride += 1) {
    for (let padding = 0; padding < upTo; padding += 1) {
      const room = n + 2 * padding - k;
      if (room >= 0 && room % stride === 0) rows.push({ stride, padding, out: room / stride + 1 });
    }
  }
  if (!explain) return rows;
  const line = ({ stride, padding, out }: FitRow) =>
    maths`${frac(maths`${n} − ${k} + 2·${padding}`, stride)} + 1 = ${out}`;
  return worksheet(rows, rows.map(line));
}
