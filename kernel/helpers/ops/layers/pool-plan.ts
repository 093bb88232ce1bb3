// The checks of a pooling layer over one, two or three axes, and the walk over its windows.
import { OptionError } from "../../../core/index.ts";
import type { Fit } from "../../arithmetic/index.ts";
import { asTensor, checkRank, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkFilled } from "../checks.ts";
import { triple } from "../conv-plan.ts";
import type { Triple } from "../fast/lattice.ts";
import { planEachAxis, type Axis, type LayerOptions } from "../geometry.ts";

/** Padding of a window that moves over two axes. */
type PairPadding = "valid" | "same" | "full" | number | readonly [readonly [number, number], readonly [number, number]]; // prettier-ignore

/** How a pooling window moves over images. */
export interface PoolOptions<Axes = number | readonly [vertical: number, horizontal: number], Pads = PairPadding> {
  /** Window, pixels. */
  readonly size: Axes;
  /** Pixels from one window to the next, ≥ 1 (default the size). */
  readonly stride?: Axes;
  /** Default 'valid'; pixels of the padding are never a maximum. */
  readonly padding?: Pads;
  /** Default 'strict'. */
  readonly fit?: Fit;
  /** Average only: divide by the whole window, padding included (default false: by the pixels of the image in it). */
  readonly countPadding?: boolean;
} // prettier-ignore

/** Options over signals. */
export type PoolOptions1d = PoolOptions<
  number,
  "valid" | "same" | "full" | number | readonly [before: number, after: number]
>;

/** Options over volumes. */
export type PoolOptions3d = PoolOptions<
  number | readonly [depth: number, vertical: number, horizontal: number],
  "valid" | "same" | "full" | number | readonly (readonly [before: number, after: number])[]
>;

/** Sizes of a pooling layer, worked out; one and two axes stand as the last of three. */
export interface PoolPlan {
  readonly input: Tensor;
  readonly batch: number;
  readonly channels: number;
  readonly size: Triple;
  readonly window: Triple;
  readonly axes: readonly [depth: Axis, vertical: Axis, horizontal: Axis];
  readonly outShape: readonly number[];
}

const inputAxes = [["L"], ["H", "W"], ["D", "H", "W"]] as const;
const single: Axis = { out: 1, before: 0, after: 0, overhang: 0, stride: 1, dilation: 1 };

/**
 * Checks a pooling layer's arguments and works out its sizes; stride defaults to the window.
 *
 * @throws ShapeError WRONG_RANK, EMPTY, …_FILTER_TOO_LARGE, DOES_NOT_FIT; OptionError BAD_OPTIONS, POOL_PADDING
 */
export function planPool(
  who: string,
  x: TensorLike,
  options: PoolOptions | PoolOptions1d | PoolOptions3d,
  rank: 1 | 2 | 3 = 2,
): PoolPlan {
  const input = asTensor(x, who, "x");
  checkRank(who, "x", input.shape, ["N", ...(inputAxes[rank - 1] ?? []), "C"]);
  checkFilled(who, "x", input);
  const { size, countPadding: _, stride = size, ...rest } = options;
  checkSize(who, rank, size, rest.padding);
  const window = typeof size === "number" ? Array<number>(rank).fill(size) : size;
  const asked: LayerOptions = { ...rest, stride };
  const axes = planEachAxis(who, input.shape.slice(1, -1), window, asked);
  const channels = input.shape.at(-1) ?? 0;
  const batch = input.shape[0] ?? 0;
  axes.forEach((axis, at) => {
    checkSeesImage(who, axis, input.shape[at + 1] ?? 0, window[at] ?? 0);
  });
  const [depth = single, vertical = single, horizontal = single] = [
    ...Array<Axis>(3 - rank).fill(single),
    ...axes,
  ];
  return {
    input,
    batch,
    channels,
    size: triple(input.shape.slice(1, -1)),
    window: triple(window),
    axes: [depth, vertical, horizontal],
    outShape: [batch, ...axes.map(({ out }) => out), channels],
  };
}

function checkSize(who: string, rank: number, size: unknown, padding: unknown): void {
  const parts: readonly unknown[] = Array.isArray(size) ? size : [size];
  const right =
    parts.every((part) => Number.isSafeInteger(part) && Number(part) >= 1) &&
    (!Array.isArray(size) || (rank > 1 && size.length === rank));
  if (right && padding !== "circular") return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: ${right ? "windows do not go around the image" : "the window has no size"}.`,
    given: right
      ? 'padding "circular"'
      : `size ${size === undefined ? "missing" : JSON.stringify(size)}`,
    expected: right
      ? "'valid', 'same', 'full', or pixels"
      : `a whole number ≥ 1${rank === 1 ? "" : `, or ${rank} of them`}`,
    fix: right
      ? "pad the image first: pad(x, widths, { mode: 'circular' })"
      : "{ size: 2 }, for example",
  });
}

/** Refuses a padding so wide that a window would see nothing but padding. */
function checkSeesImage(who: string, axis: Axis, n: number, window: number): void {
  const last = (axis.out - 1) * axis.stride - axis.before;
  if (axis.before < window && last < n) return;
  throw new OptionError({
    code: "POOL_PADDING",
    summary: `${who}: a window of ${window} would lie on the padding alone.`,
    given: `${axis.before} before and ${axis.after} after an axis of ${n}`,
    expected: `less padding per side than the window, ${window}`,
    fix: "take a smaller padding, or 'same'",
  });
}

/** 1 / number of pixels that an output averages. */
export function shares(plan: PoolPlan, countPadding: boolean): (to: number) => number {
  const lists = plan.axes.map((axis, at) => {
    const [n, window] = [plan.size[at as 0 | 1 | 2], plan.window[at as 0 | 1 | 2]];
    return Array.from({ length: axis.out }, (_, i) => {
      const start = i * axis.stride - axis.before;
      // what 'ceil' lets hang over the padded edge is counted by nobody
      const edge = countPadding ? n + axis.after - axis.overhang : n;
      return Math.min(edge, start + window) - (countPadding ? start : Math.max(0, start));
    });
  });
  const [depths = [], rows = [], columns = []] = lists;
  const [, vertical, horizontal] = plan.axes;
  return (to) => {
    const pixel = Math.floor(to / plan.channels);
    const line = Math.floor(pixel / horizontal.out);
    const plane = Math.floor(line / vertical.out) % plan.axes[0].out;
    return (
      1 /
      ((depths[plane] ?? 1) *
        (rows[line % vertical.out] ?? 1) *
        (columns[pixel % horizontal.out] ?? 1))
    );
  };
}

/** Calls `visit` for every pixel of the image under every window: index of the output, index of the input. */
export function forEachTap(plan: PoolPlan, visit: (to: number, from: number) => void): void {
  const { batch, channels, size, axes, window } = plan;
  const [deep, vertical, horizontal] = axes;
  const [depth, height, width] = size;
  const bounds = (axis: Axis, at: number, n: number, reach: number): readonly [number, number] => {
    const start = at * axis.stride - axis.before;
    return [Math.max(0, start), Math.min(n, start + reach)];
  };
  let to = 0;
  for (let n = 0; n < batch; n += 1) {
    for (let z = 0; z < deep.out; z += 1) {
      const [front, back] = bounds(deep, z, depth, window[0]);
      for (let y = 0; y < vertical.out; y += 1) {
        const [top, bottom] = bounds(vertical, y, height, window[1]);
        for (let x = 0; x < horizontal.out; x += 1, to += channels) {
          const [left, right] = bounds(horizontal, x, width, window[2]);
          for (let a = front; a < back; a += 1) {
            for (let i = top; i < bottom; i += 1) {
              for (let j = left; j < right; j += 1) {
                const from = (((n * depth + a) * height + i) * width + j) * channels;
                for (let c = 0; c < channels; c += 1) visit(to + c, from + c);
              }
            }
          }
        }
      }
    }
  }
}
