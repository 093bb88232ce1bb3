// Gradients of pooling by a norm.
import {
  forEachTap,
  planLp,
  windowNorms,
  type LpPlan,
  type LpPoolOptions,
  type PoolOptions1d,
  type PoolOptions3d,
} from "../../ops/index.ts";
import { allocate, commonDtype, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkedGradient } from "./pooling.ts";

/**
 * Gradient of `lpPool`: ∂out/∂x = sign(x)·(|x|/out)^(p − 1), and 0 where out is 0; overlapping windows add up.
 *
 * @param gradOutput [N, outH, outW, C]
 * @param x          [N, H, W, C], the layer's input
 * @param options    the layer's own, p too
 * @returns [N, H, W, C]
 * @throws as lpPool; ShapeError SHAPES_DIFFER
 * @source Sermanet, Chintala & LeCun, arXiv:1204.3968, section 2.1
 * @example lpPoolBackward([[[[10]]]], [[[[3], [-4]]]], { size: [1, 2] }).data // Float64Array [6, -8]
 */
export function lpPoolBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: LpPoolOptions,
): Tensor {
  return throughNorms("lpPoolBackward", planLp("lpPoolBackward", x, options, 2), gradOutput);
}

/**
 * Gradient of `lpPool1d`, as `lpPoolBackward`.
 *
 * @param gradOutput [N, outL, C]
 * @param x          [N, L, C]
 * @example lpPool1dBackward([[[7]]], [[[-2], [5]]], { size: 2, p: 1 }).data // Float64Array [-7, 7]
 */
export function lpPool1dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: LpPoolOptions<PoolOptions1d>,
): Tensor {
  return throughNorms("lpPool1dBackward", planLp("lpPool1dBackward", x, options, 1), gradOutput);
}

/**
 * Gradient of `lpPool3d`, as `lpPoolBackward`.
 *
 * @param gradOutput [N, outD, outH, outW, C]
 * @param x          [N, D, H, W, C]
 * @example lpPool3dBackward([[[[[4]]]]], ones([1, 2, 2, 2, 1]), { size: 2, p: 3 }).get(0, 1, 1, 1, 0) // 1
 */
export function lpPool3dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: LpPoolOptions<PoolOptions3d>,
): Tensor {
  return throughNorms("lpPool3dBackward", planLp("lpPool3dBackward", x, options, 3), gradOutput);
}

function throughNorms(who: string, layer: LpPlan, gradOutput: TensorLike): Tensor {
  const { plan, p } = layer;
  const gradient = checkedGradient(who, gradOutput, plan);
  const norm = windowNorms(layer).data;
  const { data } = plan.input;
  const out = allocate(plan.input.size, commonDtype(gradient, plan.input));
  forEachTap(plan, (to, from) => {
    const [value, total] = [data[from] ?? 0, norm[to] ?? 0];
    if (value === 0 || total === 0) return;
    const slope = Math.sign(value) * (Math.abs(value) / total) ** (p - 1);
    out[from] = (out[from] ?? 0) + (gradient.data[to] ?? 0) * slope;
  });
  return wrap(out, plan.input.shape);
}
