import {
  allocate,
  asTensor,
  checkRank,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { planAxes, type Axis, type ConvOptions, type PerAxis } from "../geometry.ts";

/** How a pooling window moves. */
export interface PoolOptions extends Omit<ConvOptions, "groups" | "dilation"> {
  /** Window, pixels. */
  readonly size: PerAxis;
  /** Average only: divide by the whole window, padding included (default false: by the pixels of the image in it). */
  readonly countPadding?: boolean;
}

/** Sizes of a pooling layer, worked out. */
export interface PoolPlan {
  readonly input: Tensor;
  readonly window: readonly [height: number, width: number];
  readonly axes: readonly [vertical: Axis, horizontal: Axis];
  readonly outShape: readonly [number, number, number, number];
}

/**
 * Checks a pooling layer's arguments and works out its sizes; stride defaults to the window.
 *
 * @throws ShapeError WRONG_RANK, …_FILTER_TOO_LARGE, DOES_NOT_FIT; OptionError BAD_OPTIONS
 */
export function planPool(who: string, x: TensorLike, options: PoolOptions): PoolPlan {
  const { size, countPadding: _, stride = size, ...rest } = options;
  const input = asTensor(x, who, "x");
  checkRank(who, "x", input.shape, ["N", "H", "W", "C"]);
  const [batch = 0, height = 0, width = 0, channels = 0] = input.shape;
  const window = typeof size === "number" ? ([size, size] as const) : size;
  const axes = planAxes(who, [height, width], window, { ...rest, stride });
  return { input, window, axes, outShape: [batch, axes[0].out, axes[1].out, channels] };
}

/**
 * Maximum of each window, for each channel; pixels of the padding never win, whatever their sign.
 *
 * out[n,y,x,c] = max over the window's pixels that lie on the image
 *
 * @param x [N, H, W, C]
 * @param options size, stride (default the size), padding, fit
 * @returns [N, outH, outW, C]
 * @example maxPool(ones([1, 4, 4, 1]), { size: 2 }).shape // [1, 2, 2, 1]
 */
export function maxPool(x: TensorLike, options: PoolOptions): Tensor {
  const plan = planPool("maxPool", x, options);
  const out = allocate(sizeOf(plan), commonDtype(plan.input)).fill(-Infinity);
  forEachTap(plan, (to, from) => {
    const value = plan.input.data[from] ?? 0;
    if (value > (out[to] ?? 0) || Number.isNaN(value)) out[to] = value;
  });
  return wrap(out, plan.outShape);
}

/**
 * Mean of each window, for each channel.
 *
 * @param x [N, H, W, C]
 * @param options size, stride (default the size), padding, fit; countPadding (default false: TensorFlow's rule; true:
 *   PyTorch's)
 * @returns [N, outH, outW, C]
 * @example avgPool(ones([1, 4, 4, 1]), { size: 2 }).data[0] // 1
 */
export function avgPool(x: TensorLike, options: PoolOptions): Tensor {
  const plan = planPool("avgPool", x, options);
  const out = allocate(sizeOf(plan), commonDtype(plan.input));
  const share = shares(plan, options.countPadding ?? false);
  forEachTap(plan, (to, from) => {
    out[to] = (out[to] ?? 0) + (plan.input.data[from] ?? 0) * share(to);
  });
  return wrap(out, plan.outShape);
}

/** Mean over all pixels of each channel: [N, H, W, C] → [N, C]. */
export function globalAveragePool(x: TensorLike): Tensor {
  const pooled = avgPool(x, { size: wholeImage("globalAveragePool", x) });
  return wrap(pooled.data, [pooled.shape[0] ?? 0, pooled.shape[3] ?? 0]);
}

/** Maximum over all pixels of each channel: [N, H, W, C] → [N, C]. */
export function globalMaxPool(x: TensorLike): Tensor {
  const pooled = maxPool(x, { size: wholeImage("globalMaxPool", x) });
  return wrap(pooled.data, [pooled.shape[0] ?? 0, pooled.shape[3] ?? 0]);
}

/** 1 / number of pixels that an output averages. */
export function shares(plan: PoolPlan, countPadding: boolean): (to: number) => number {
  const [vertical, horizontal] = plan.axes;
  const [, height = 0, width = 0] = plan.input.shape;
  const [, outH, outW, channels] = plan.outShape;
  const inside = (axis: Axis, at: number, size: number, window: number): number => {
    const start = at * axis.stride - axis.before;
    return Math.min(size, start + window) - Math.max(0, start);
  };
  const [windowH, windowW] = plan.window;
  return (to) => {
    if (countPadding) return 1 / (windowH * windowW);
    const pixel = Math.floor(to / channels);
    const rows = inside(vertical, Math.floor(pixel / outW) % outH, height, windowH);
    return 1 / (rows * inside(horizontal, pixel % outW, width, windowW));
  };
}

/** Calls `visit` for every pixel of the image under every window: index of the output, index of the input. */
export function forEachTap(plan: PoolPlan, visit: (to: number, from: number) => void): void {
  const [batch, outH, outW, channels] = plan.outShape;
  const [, height = 0, width = 0] = plan.input.shape;
  const [vertical, horizontal] = plan.axes;
  const [windowH, windowW] = plan.window;
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < outH; y += 1) {
      const top = y * vertical.stride - vertical.before;
      const bottom = Math.min(height, top + windowH);
      for (let x = 0; x < outW; x += 1) {
        const left = x * horizontal.stride - horizontal.before;
        const right = Math.min(width, left + windowW);
        const to = ((n * outH + y) * outW + x) * channels;
        for (let i = Math.max(0, top); i < bottom; i += 1) {
          for (let j = Math.max(0, left); j < right; j += 1) {
            const from = ((n * height + i) * width + j) * channels;
            for (let c = 0; c < channels; c += 1) visit(to + c, from + c);
          }
        }
      }
    }
  }
}

const sizeOf = ({ outShape }: PoolPlan): number => outShape.reduce((product, n) => product * n, 1);

function wholeImage(who: string, x: TensorLike): PerAxis {
  const { shape } = asTensor(x, who, "x");
  checkRank(who, "x", shape, ["N", "H", "W", "C"]);
  return [shape[1] ?? 0, shape[2] ?? 0];
}
