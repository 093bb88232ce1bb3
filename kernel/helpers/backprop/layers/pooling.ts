import {
  forEachTap,
  planPool,
  planWhole,
  shares,
  type PoolOptions,
  type PoolOptions1d,
  type PoolOptions3d,
  type PoolPlan,
} from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/**
 * Gradient of max pooling: each output's gradient goes to the pixel that was the maximum, to the first one at a tie;
 * overlapping windows add up.
 *
 * @param gradOutput [N, outH, outW, C]
 * @param x          [N, H, W, C], the layer's input
 * @param options    the layer's own
 * @returns [N, H, W, C]; its sum is gradOutput's
 * @throws as maxPool; ShapeError SHAPES_DIFFER
 * @example maxPoolBackward([[[[1]]]], [[[[3], [8]], [[5], [2]]]], { size: 2 }).data // Float64Array [0, 1, 0, 0]
 */
export function maxPoolBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: PoolOptions,
): Tensor {
  return toLargest("maxPoolBackward", planPool("maxPoolBackward", x, options), gradOutput);
}

/**
 * Gradient of `maxPool1d`, as `maxPoolBackward`.
 *
 * @param gradOutput [N, outL, C]
 * @param x          [N, L, C]
 * @example maxPool1dBackward([[[7]]], [[[1], [5]]], { size: 2 }).data // Float64Array [0, 7]
 */
export function maxPool1dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: PoolOptions1d,
): Tensor {
  return toLargest("maxPool1dBackward", planPool("maxPool1dBackward", x, options, 1), gradOutput);
}

/**
 * Gradient of `maxPool3d`, as `maxPoolBackward`.
 *
 * @param gradOutput [N, outD, outH, outW, C]
 * @param x          [N, D, H, W, C]
 * @example maxPool3dBackward(ones([1, 1, 1, 1, 1]), ones([1, 2, 2, 2, 1]), { size: 2 }).shape // [1, 2, 2, 2, 1]
 */
export function maxPool3dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: PoolOptions3d,
): Tensor {
  return toLargest("maxPool3dBackward", planPool("maxPool3dBackward", x, options, 3), gradOutput);
}

/**
 * Gradient of average pooling: each output's gradient is shared equally among the pixels that it averaged.
 *
 * @param gradOutput [N, outH, outW, C]
 * @param x          [N, H, W, C], the layer's input (only its shape matters)
 * @param options    the layer's own, countPadding too
 * @returns [N, H, W, C]
 * @throws as avgPool; ShapeError SHAPES_DIFFER
 * @example avgPoolBackward([[[[8]]]], [[[[1], [2]], [[3], [4]]]], { size: 2 }).data // Float64Array [2, 2, 2, 2]
 */
export function avgPoolBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: PoolOptions,
): Tensor {
  const plan = planPool("avgPoolBackward", x, options);
  return toAll("avgPoolBackward", plan, gradOutput, options.countPadding);
}

/**
 * Gradient of `avgPool1d`, as `avgPoolBackward`.
 *
 * @param gradOutput [N, outL, C]
 * @param x          [N, L, C]
 * @example avgPool1dBackward([[[8]]], [[[1], [2]]], { size: 2 }).data // Float64Array [4, 4]
 */
export function avgPool1dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: PoolOptions1d,
): Tensor {
  const plan = planPool("avgPool1dBackward", x, options, 1);
  return toAll("avgPool1dBackward", plan, gradOutput, options.countPadding);
}

/**
 * Gradient of `avgPool3d`, as `avgPoolBackward`.
 *
 * @param gradOutput [N, outD, outH, outW, C]
 * @param x          [N, D, H, W, C]
 * @example avgPool3dBackward(ones([1, 1, 1, 1, 1]), ones([1, 2, 2, 2, 1]), { size: 2 }).get(0, 1, 1, 1, 0) // 0.125
 */
export function avgPool3dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: PoolOptions3d,
): Tensor {
  const plan = planPool("avgPool3dBackward", x, options, 3);
  return toAll("avgPool3dBackward", plan, gradOutput, options.countPadding);
}

/**
 * Gradient of the global average pools, by the rank of x: every pixel of a channel gets 1/pixels of its gradient.
 *
 * @param gradOutput [N, C]
 * @param x          [N, L, C], [N, H, W, C] or [N, D, H, W, C], the layer's input (only its shape matters)
 * @returns x's shape
 * @throws ShapeError WRONG_RANK, EMPTY, SHAPES_DIFFER
 * @example globalAveragePoolBackward([[6]], [[[[1], [2], [3]]]]).data // Float64Array [2, 2, 2]
 */
export function globalAveragePoolBackward(gradOutput: TensorLike, x: TensorLike): Tensor {
  const plan = planAnyWhole("globalAveragePoolBackward", x);
  return toAll("globalAveragePoolBackward", flattened(plan), gradOutput, false);
}

/**
 * Gradient of the global max pools, by the rank of x: the first maximum of a channel gets its whole gradient.
 *
 * @param gradOutput [N, C]
 * @param x          [N, L, C], [N, H, W, C] or [N, D, H, W, C], the layer's input
 * @returns x's shape
 * @throws ShapeError WRONG_RANK, EMPTY, SHAPES_DIFFER
 * @example globalMaxPoolBackward([[6]], [[[[1], [5], [3]]]]).data // Float64Array [0, 6, 0]
 */
export function globalMaxPoolBackward(gradOutput: TensorLike, x: TensorLike): Tensor {
  const plan = planAnyWhole("globalMaxPoolBackward", x);
  return toLargest("globalMaxPoolBackward", flattened(plan), gradOutput);
}

function planAnyWhole(who: string, x: TensorLike): PoolPlan {
  const { length } = asTensor(x, who, "x").shape;
  return planWhole(who, length === 3 ? 1 : length === 5 ? 3 : 2, x);
}

/** The plan with [N, C] as its output. */
const flattened = (plan: PoolPlan): PoolPlan => ({
  ...plan,
  outShape: [plan.batch, plan.channels],
});

function toLargest(who: string, plan: PoolPlan, gradOutput: TensorLike): Tensor {
  const gradient = checkedGradient(who, gradOutput, plan);
  const winner = new Int32Array(gradient.size).fill(-1);
  const input = plan.input.data;
  forEachTap(plan, (to, from) => {
    const best = winner[to] ?? -1;
    if (best < 0 || beats(input[from] ?? 0, input[best] ?? 0)) winner[to] = from;
  });
  const out = allocate(plan.input.size, commonDtype(gradient, plan.input));
  winner.forEach((from, to) => { out[from] = (out[from] ?? 0) + (gradient.data[to] ?? 0); }); // prettier-ignore
  return wrap(out, plan.input.shape);
}

/** A maximum is what is larger, and NaN is the maximum of all. */
const beats = (value: number, best: number): boolean =>
  value > best || (Number.isNaN(value) && !Number.isNaN(best));

function toAll(
  who: string,
  plan: PoolPlan,
  gradOutput: TensorLike,
  countPadding: boolean | undefined,
): Tensor {
  const gradient = checkedGradient(who, gradOutput, plan);
  const share = shares(plan, countPadding ?? false);
  const out = allocate(plan.input.size, commonDtype(gradient, plan.input));
  forEachTap(plan, (to, from) => {
    out[from] = (out[from] ?? 0) + (gradient.data[to] ?? 0) * share(to);
  });
  return wrap(out, plan.input.shape);
}

/** The gradient that comes in, of the output's shape. */
export function checkedGradient(who: string, gradOutput: TensorLike, plan: PoolPlan): Tensor {
  const gradient = asTensor(gradOutput, who, "gradOutput");
  checkSameShape(who, plan.outShape, gradient.shape);
  return gradient;
}
