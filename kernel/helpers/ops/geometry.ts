// Where a filter goes on an image: sizes, padding and steps of both axes, checked before any work.
import { ShapeError } from "../../core/index.ts";
import {
  axisPads,
  effectiveSize,
  isWhole,
  outSizeFor,
  type AxisOptions,
  type AxisPadding,
  type Fit,
} from "../arithmetic/index.ts";
import { formatShape, pad, type Tensor } from "../tensor/index.ts";
import { checkLayerOptions } from "./layer-options.ts";

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
  /** How much of `after` hangs over. */
  readonly overhang: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Options of a layer over one, two or three axes. */
export interface LayerOptions {
  readonly stride?: number | readonly number[];
  readonly padding?: AxisPadding | readonly (readonly [before: number, after: number])[];
  readonly dilation?: number | readonly number[];
  readonly groups?: number;
  readonly fit?: Fit;
}

/** Works out both axes. `who` names the function in errors and, in capitals, in their codes. */
export function planAxes(
  who: string,
  size: readonly [height: number, width: number],
  kernelSize: readonly [height: number, width: number],
  options: ConvOptions,
): readonly [vertical: Axis, horizontal: Axis] {
  const [vertical, horizontal] = planEachAxis(who, size, kernelSize, options);
  if (vertical === undefined || horizontal === undefined) throw new TypeError("two axes");
  return [vertical, horizontal];
}

/** Works out one, two or three axes. */
export function planEachAxis(
  who: string,
  size: readonly number[],
  kernelSize: readonly number[],
  options: LayerOptions,
): readonly Axis[] {
  const { stride = 1, padding = "valid", dilation = 1, fit = "strict" } = options;
  const rank = size.length;
  checkLayerOptions(who, rank, options);
  return size.map((n, at) =>
    planAxis(who, { at, rank }, n, kernelSize[at] ?? 1, {
      stride: typeof stride === "number" ? stride : (stride[at] ?? 1),
      dilation: typeof dilation === "number" ? dilation : (dilation[at] ?? 1),
      padding: paddingOf(padding, at, rank),
      fit,
    }),
  );
}

/** What the axes of one, two and three are called, and how far they reach. */
const axisNames = [
  [["length", "long"]],
  [["height", "high"], ["width", "wide"]],
  [["depth", "deep"], ["height", "high"], ["width", "wide"]],
] as const; // prettier-ignore

function planAxis(
  who: string,
  { at, rank }: { readonly at: number; readonly rank: number },
  n: number,
  k: number,
  options: AxisOptions & { readonly stride: number; readonly dilation: number },
): Axis {
  const { stride, dilation } = options;
  const [name, reach] = axisNames[rank - 1]?.[at] ?? ["size", "wide"];
  const out = (): number => outSizeFor(`${who} (${name})`, n, k, options);
  if (!isWhole(n, 1) || !isWhole(k, 1)) out(); // says which one is wrong
  const [before, after] = axisPads(n, k, options);
  const span = effectiveSize(k, dilation);
  if (span > n + before + after) throw filterTooLarge(who, { at, reach }, n, span, before + after);
  const size = out();
  const overhang = Math.max(0, (size - 1) * stride + span - (n + before + after));
  return { out: size, before, after: after + overhang, overhang, stride, dilation };
}

function filterTooLarge(
  who: string,
  { at, reach: side }: { readonly at: number; readonly reach: string },
  n: number,
  span: number,
  padded: number,
): ShapeError {
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

/** Padding [N, …, C] or [H, W] as planned: zeros, or the other side of the image. */
export function padImage(image: Tensor, axes: readonly Axis[], circular: boolean): Tensor {
  if (axes.every(({ before, after }) => before + after === 0)) return image;
  const middle = axes.map(({ before, after }): [number, number] => [before, after]);
  const widths: [number, number][] =
    image.shape.length === axes.length ? middle : [[0, 0], ...middle, [0, 0]];
  return pad(image, widths, { mode: circular ? "circular" : "constant" });
}

function paddingOf(
  padding: NonNullable<LayerOptions["padding"]>,
  at: number,
  rank: number,
): AxisPadding {
  if (typeof padding !== "object") return padding;
  // one axis: [before, after] as it stands; more: one pair each
  if (rank === 1 && typeof padding[0] === "number") return padding as AxisPadding;
  return (padding as readonly (readonly [number, number])[])[at] ?? 0;
}
