import {
  allocate,
  commonDtype,
  reshape,
  sizeOf,
  asTensor,
  checkRank,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import {
  forEachTap,
  planPool,
  shares,
  type PoolOptions,
  type PoolOptions1d,
  type PoolOptions3d,
  type PoolPlan,
} from "./pool-plan.ts";

/**
 * Maximum of each window, for each channel; pixels of the padding never win, whatever their sign; NaN wins.
 *
 * out[n,y,x,c] = max over the window's pixels that lie on the image
 *
 * @param x [N, H, W, C]
 * @param options size, stride (default the size), padding, fit
 * @returns [N, outH, outW, C]
 * @throws as planPool
 * @example maxPool(ones([1, 4, 4, 1]), { size: 2 }).shape // [1, 2, 2, 1]
 */
export function maxPool(x: TensorLike, options: PoolOptions): Tensor {
  return largest(planPool("maxPool", x, options));
}

/**
 * `maxPool` over signals.
 *
 * @param x [N, L, C]
 * @returns [N, outL, C]
 * @throws as planPool
 * @example maxPool1d([[[1], [5], [2], [3]]], { size: 2 }).data // Float64Array [5, 3]
 */
export function maxPool1d(x: TensorLike, options: PoolOptions1d): Tensor {
  return largest(planPool("maxPool1d", x, options, 1));
}

/**
 * `maxPool` over volumes.
 *
 * @param x [N, D, H, W, C]
 * @returns [N, outD, outH, outW, C]
 * @throws as planPool
 * @example maxPool3d(ones([1, 4, 4, 4, 2]), { size: 2 }).shape // [1, 2, 2, 2, 2]
 */
export function maxPool3d(x: TensorLike, options: PoolOptions3d): Tensor {
  return largest(planPool("maxPool3d", x, options, 3));
}

/**
 * Mean of each window, for each channel.
 *
 * @param x [N, H, W, C]
 * @param options size, stride (default the size), padding, fit; countPadding (default false: TensorFlow's rule; true:
 *   PyTorch's)
 * @returns [N, outH, outW, C]
 * @throws as planPool
 * @example avgPool(ones([1, 4, 4, 1]), { size: 2 }).data[0] // 1
 */
export function avgPool(x: TensorLike, options: PoolOptions): Tensor {
  return average(planPool("avgPool", x, options), options.countPadding ?? false);
}

/**
 * `avgPool` over signals.
 *
 * @param x [N, L, C]
 * @returns [N, outL, C]
 * @throws as planPool
 * @example avgPool1d([[[1], [5], [2], [4]]], { size: 2 }).data // Float64Array [3, 3]
 */
export function avgPool1d(x: TensorLike, options: PoolOptions1d): Tensor {
  return average(planPool("avgPool1d", x, options, 1), options.countPadding ?? false);
}

/**
 * `avgPool` over volumes.
 *
 * @param x [N, D, H, W, C]
 * @returns [N, outD, outH, outW, C]
 * @throws as planPool
 * @example avgPool3d(ones([1, 2, 2, 2, 1]), { size: 2 }).data // Float64Array [1]
 */
export function avgPool3d(x: TensorLike, options: PoolOptions3d): Tensor {
  return average(planPool("avgPool3d", x, options, 3), options.countPadding ?? false);
}

/**
 * Mean over all pixels of each channel: [N, H, W, C] → [N, C].
 *
 * @example globalAveragePool([[[[1]], [[3]]]]).data // Float64Array [2]
 */
export function globalAveragePool(x: TensorLike): Tensor {
  return average(planWhole("globalAveragePool", 2, x), false, true);
}

/**
 * Maximum over all pixels of each channel: [N, H, W, C] → [N, C].
 *
 * @example globalMaxPool([[[[1]], [[3]]]]).data // Float64Array [3]
 */
export function globalMaxPool(x: TensorLike): Tensor {
  return largest(planWhole("globalMaxPool", 2, x), true);
}

/** Mean of each channel of a signal: [N, L, C] → [N, C]. @example globalAveragePool1d([[[1], [3]]]).data // Float64Array [2] */
export function globalAveragePool1d(x: TensorLike): Tensor {
  return average(planWhole("globalAveragePool1d", 1, x), false, true);
}

/** Maximum of each channel of a signal: [N, L, C] → [N, C]. @example globalMaxPool1d([[[1], [3]]]).data // Float64Array [3] */
export function globalMaxPool1d(x: TensorLike): Tensor {
  return largest(planWhole("globalMaxPool1d", 1, x), true);
}

/** Mean of each channel of a volume: [N, D, H, W, C] → [N, C]. @example globalAveragePool3d(ones([2, 3, 3, 3, 4])).shape // [2, 4] */
export function globalAveragePool3d(x: TensorLike): Tensor {
  return average(planWhole("globalAveragePool3d", 3, x), false, true);
}

/** Maximum of each channel of a volume: [N, D, H, W, C] → [N, C]. @example globalMaxPool3d(ones([2, 3, 3, 3, 4])).shape // [2, 4] */
export function globalMaxPool3d(x: TensorLike): Tensor {
  return largest(planWhole("globalMaxPool3d", 3, x), true);
}

/** @internal Global pooling as what it is: a window of the full size. */
export function planWhole(who: string, rank: 1 | 2 | 3, x: TensorLike): PoolPlan {
  const input = asTensor(x, who, "x");
  const axes = [["L"], ["H", "W"], ["D", "H", "W"]][rank - 1] ?? [];
  checkRank(who, "x", input.shape, ["N", ...axes, "C"]);
  const sizes = input.shape.slice(1, -1).map((size) => Math.max(1, size));
  const [depth = 1, height = 1, width = 1] = sizes;
  if (rank === 1) return planPool(who, input, { size: depth }, 1);
  if (rank === 2) return planPool(who, input, { size: [depth, height] });
  return planPool(who, input, { size: [depth, height, width] }, 3);
}

function largest(plan: PoolPlan, flat = false): Tensor {
  const out = allocate(sizeOf(plan.outShape), commonDtype(plan.input)).fill(-Infinity);
  forEachTap(plan, (to, from) => {
    const value = plan.input.data[from] ?? 0;
    if (value > (out[to] ?? 0) || Number.isNaN(value)) out[to] = value;
  });
  return shaped(wrap(out, plan.outShape), flat);
}

function average(plan: PoolPlan, countPadding: boolean, flat = false): Tensor {
  const out = allocate(sizeOf(plan.outShape), commonDtype(plan.input));
  const share = shares(plan, countPadding);
  forEachTap(plan, (to, from) => {
    out[to] = (out[to] ?? 0) + (plan.input.data[from] ?? 0) * share(to);
  });
  return shaped(wrap(out, plan.outShape), flat);
}

const shaped = (t: Tensor, flat: boolean): Tensor =>
  flat ? reshape(t, [t.shape[0] ?? 0, t.shape.at(-1) ?? 0]) : t;
