import { forEachFractionalTap, planFractional } from "../../ops/index.ts";
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
 * Gradient of `fractionalMaxPool`: to the maximum of each window, the first one at a tie; overlapping windows add up.
 *
 * @param gradOutput [N, rows − 1, columns − 1, C]
 * @param x          [N, H, W, C], the layer's input
 * @param rows       the layer's own bounds of the height
 * @param columns    the layer's own bounds of the width
 * @returns [N, H, W, C]; its sum is gradOutput's
 * @throws as fractionalMaxPool; ShapeError SHAPES_DIFFER
 * @source Graham, arXiv:1412.6071
 * @example fractionalMaxPoolBackward([[[[5]]]], [[[[1], [3]]]], [0, 1], [0, 2]).data // Float64Array [0, 5]
 */
export function fractionalMaxPoolBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  rows: readonly number[],
  columns: readonly number[],
  options: { readonly overlapping?: boolean } = {},
): Tensor {
  const plan = planFractional("fractionalMaxPoolBackward", x, rows, columns, options);
  const gradient = asTensor(gradOutput, "fractionalMaxPoolBackward", "gradOutput");
  checkSameShape("fractionalMaxPoolBackward", plan.outShape, gradient.shape);
  const winner = new Int32Array(gradient.size).fill(-1);
  const input = plan.input.data;
  forEachFractionalTap(plan, (to, from) => {
    const best = winner[to] ?? -1;
    if (best < 0 || (input[from] ?? 0) > (input[best] ?? 0)) winner[to] = from;
  });
  const out = allocate(plan.input.size, commonDtype(gradient, plan.input));
  winner.forEach((from, to) => { out[from] = (out[from] ?? 0) + (gradient.data[to] ?? 0); }); // prettier-ignore
  return wrap(out, plan.input.shape);
}
