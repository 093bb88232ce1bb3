import { forEachTap, planPool, shares, type PoolOptions, type PoolPlan } from "../../ops/index.ts";
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
 * @returns [N, H, W, C]; its sum is gradOutput's
 */
export function maxPoolBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: PoolOptions,
): Tensor {
  const plan = planPool("maxPoolBackward", x, options);
  const gradient = checkedGradient("maxPoolBackward", gradOutput, plan);
  const winner = new Int32Array(gradient.size).fill(-1);
  const input = plan.input.data;
  forEachTap(plan, (to, from) => {
    const best = winner[to] ?? -1;
    if (best < 0 || (input[from] ?? 0) > (input[best] ?? 0)) winner[to] = from;
  });
  const out = allocate(plan.input.size, commonDtype(gradient, plan.input));
  winner.forEach((from, to) => { out[from] = (out[from] ?? 0) + (gradient.data[to] ?? 0); }); // prettier-ignore
  return wrap(out, plan.input.shape);
}

/**
 * Gradient of average pooling: each output's gradient is shared equally among the pixels that it averaged.
 *
 * @param gradOutput [N, outH, outW, C]
 * @param x          [N, H, W, C], the layer's input (only its shape matters)
 */
export function avgPoolBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: PoolOptions,
): Tensor {
  const plan = planPool("avgPoolBackward", x, options);
  const gradient = checkedGradient("avgPoolBackward", gradOutput, plan);
  const share = shares(plan, options.countPadding ?? false);
  const out = allocate(plan.input.size, commonDtype(gradient, plan.input));
  forEachTap(plan, (to, from) => {
    out[from] = (out[from] ?? 0) + (gradient.data[to] ?? 0) * share(to);
  });
  return wrap(out, plan.input.shape);
}

function checkedGradient(who: string, gradOutput: TensorLike, plan: PoolPlan): Tensor {
  const gradient = asTensor(gradOutput, who, "gradOutput");
  checkSameShape(who, plan.outShape, gradient.shape);
  return gradient;
}
