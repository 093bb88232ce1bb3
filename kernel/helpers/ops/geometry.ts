// Where a filter goes on an image: sizes, padding and steps of both axes, checked before any work.
import { OptionError, ShapeError } from "../../core/index.ts";
import {
  axisPads,
  effectiveSize,
  outSizeFor,
  type AxisOptions,
  type AxisPadding,
  type Fit,
} from "../arithmetic/index.ts";
import { formatShape, pad, type Tensor } from "../tensor/index.ts";

/** Padding of both axes: a name, pixels per side, or `[[top, bottom], [left, right]]`. */
export type Padding =
  | "valid"
  | "same"
  | "full"
  | "circular"
  | number
  | readonly [
      vertical: readonly [top: number, bottom: number],
      horizontal: readonly [left: number, right: number],
    ];

/** One number for both axes, or `[vertical, horizontal]`. */
export type PerAxis = number | readonly [vertical: number, horizontal: number];

/** How the filters of a layer move over an image. */
export interface ConvOptions {
  /** Pixels from one position to the next, ≥ 1 (default 1). */
  readonly stride?: PerAxis;
  /** Default 'valid'. */
  readonly padding?: Padding;
  /** Distance between the taps of a filter, ≥ 1 (default 1). */
  readonly dilation?: PerAxis;
  /** Groups of channels that do not see each other (default 1). */
  readonly groups?: number;
  /** Default 'strict'. */
  readonly fit?: Fit;
}

/** One axis, worked out. */
export interface Axis {
  readonly out: number;
  readonly before: number;
  /** Includes what `fit: 'ceil'` lets hang over the edge. */
  readonly after: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Works out both axes. `who` names the function in errors and, in capitals, in their codes. */
export function planAxes(
  who: string,
  size: readonly [height: number, width: number],
  kernelSize: readonly [height: number, width: number],
  options: ConvOptions,
): readonly [vertical: Axis, horizontal: Axis] {
  const { stride = 1, padding = "valid", dilation = 1, fit = "strict" } = options;
  const faults = [
    ...pairFaults("stride", stride),
    ...pairFaults("dilation", dilation),
    ...paddingFaults(padding),
    ...unknownOptions(options),
  ];
  if (faults.length > 0) throw badOptions(who, faults);
  const plan = (at: 0 | 1): Axis =>
    planAxis(who, at, size[at], kernelSize[at], {
      stride: typeof stride === "number" ? stride : stride[at],
      dilation: typeof dilation === "number" ? dilation : dilation[at],
      padding: paddingOf(padding, at),
      fit,
    });
  return [plan(0), plan(1)];
}

function planAxis(
  who: string,
  at: 0 | 1,
  n: number,
  k: number,
  options: AxisOptions & { readonly stride: number; readonly dilation: number },
): Axis {
  const { stride, dilation } = options;
  const [before, after] = axisPads(n, k, options);
  const span = effectiveSize(k, dilation);
  if (span > n + before + after) throw filterTooLarge(who, at, n, span, before + after);
  const out = outSizeFor(`${who} (${at === 0 ? "height" : "width"})`, n, k, options);
  const overhang = Math.max(0, (out - 1) * stride + span - (n + before + after));
  return { out, before, after: after + overhang, stride, dilation };
}

function filterTooLarge(
  who: string,
  at: 0 | 1,
  n: number,
  span: number,
  padded: number,
): ShapeError {
  const side = at === 0 ? "high" : "wide";
  return new ShapeError({
    code: `${who.toUpperCase()}_FILTER_TOO_LARGE`,
    summary: `${who}: the filter is ${span} pixels ${side}, but the padded image has only ${n + padded}.`,
    given: `image ${n} ${side}, padding ${padded} in all, filter ${span} ${side}`,
    expected: "a filter not larger than the padded image",
    fix: "use a smaller filter, a larger image, or padding 'same'",
    details: { axis: at, size: n, span, padding: padded },
  });
}

/** Refuses an image or a filter without numbers. */
export function checkNotEmpty(who: string, image: Tensor, filters: Tensor): void {
  if (image.size > 0 && filters.size > 0) return;
  throw new ShapeError({
    code: `${who.toUpperCase()}_EMPTY`,
    summary: `${who}: there is nothing to work on: one size is 0.`,
    given: `input ${formatShape(image.shape)}, filters ${formatShape(filters.shape)}`,
    expected: "sizes of at least 1",
    fix: "look where the empty image, batch or filter comes from",
  });
}

/** Padding [N, H, W, C] or [H, W] as planned: zeros, or the other side of the image. */
export function padImage(
  image: Tensor,
  axes: readonly [vertical: Axis, horizontal: Axis],
  circular: boolean,
): Tensor {
  const [vertical, horizontal] = axes;
  if (vertical.before + vertical.after + horizontal.before + horizontal.after === 0) return image;
  const middle = axes.map(({ before, after }): [number, number] => [before, after]);
  const widths: [number, number][] =
    image.shape.length === 4 ? [[0, 0], ...middle, [0, 0]] : middle;
  return pad(image, widths, { mode: circular ? "circular" : "constant" });
}

function paddingOf(padding: Padding, at: 0 | 1): AxisPadding {
  return typeof padding === "object" ? padding[at] : padding;
}

function pairFaults(name: string, value: unknown): string[] {
  const parts = Array.isArray(value) ? value : [value];
  const right = (part: unknown): boolean => Number.isSafeInteger(part) && Number(part) >= 1;
  if (parts.every(right) && (!Array.isArray(value) || parts.length === 2)) return [];
  return [`${name} is ${JSON.stringify(value)}: a whole number ≥ 1, or [vertical, horizontal]`];
}

function paddingFaults(padding: unknown): string[] {
  const whole = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
  const pair = (value: unknown): boolean =>
    Array.isArray(value) && value.length === 2 && value.every(whole);
  const named = ["valid", "same", "full", "circular"].includes(String(padding));
  const pairs = Array.isArray(padding) && padding.length === 2 && padding.every(pair);
  if ((typeof padding === "string" && named) || whole(padding) || pairs) return [];
  return [
    `padding is ${JSON.stringify(padding)}: 'valid', 'same', 'full', 'circular', pixels per side, or [[top, bottom], [left, right]]`,
  ];
}

const knownOptions = ["stride", "padding", "dilation", "groups", "fit"];

function unknownOptions(options: ConvOptions): string[] {
  return Object.keys(options)
    .filter((name) => !knownOptions.includes(name))
    .map((name) => `there is no option "${name}": there are ${knownOptions.join(", ")}`);
}

function badOptions(who: string, faults: readonly string[]): OptionError {
  return new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: ${faults.length === 1 ? "one option does" : `${faults.length} options do`} not make sense.`,
    given: faults.join("\n"),
    expected: `{ stride: 2, padding: "same" }, for example`,
    fix: "correct what is named above",
    details: { faults },
  });
}
