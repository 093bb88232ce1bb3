// Gradients of the transposed layers.
import {
  correlateOver,
  filterGradientOver,
  planTranspose,
  type PerAxis3d,
  type TransposeOptions,
  type TransposePlan,
} from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  pad,
  wrap,
  type TensorLike,
} from "../../tensor/index.ts";
import { sumOverAllButLast, type LayerGradients } from "./dense.ts";

/**
 * Gradients of `convTranspose2d`: by the input it is the convolution that was transposed, by the filters that one's own.
 *
 * @param gradOutput [N, outH, outW, C]
 * @param x          [N, H, W, K], the layer's input
 * @param filters    [kH, kW, C / groups, K]
 * @param options    the layer's own
 * @returns gradInput [N, H, W, K], gradFilters [kH, kW, C / groups, K], gradBias [C]; sums over the batch
 * @throws as convTranspose2d; ShapeError SHAPES_DIFFER
 * @source Dumoulin & Visin, arXiv:1603.07285, chapter 4
 * @example convTranspose2dBackward([[[[1], [2]]]], [[[[5]]]], [[[[10]], [[100]]]]).gradInput.data // Float64Array [210]
 */
export function convTranspose2dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  filters: TensorLike,
  options: TransposeOptions = {},
): LayerGradients {
  const who = "convTranspose2dBackward";
  return transposeGradients(who, planTranspose(who, 2, { x, filters }, options), gradOutput);
}

/**
 * Gradients of `convTranspose1d`, as `convTranspose2dBackward`.
 *
 * @param gradOutput [N, outL, C]
 * @param x          [N, L, K]
 * @param filters    [k, C / groups, K]
 * @example convTranspose1dBackward([[[1], [2]]], [[[5]]], [[[10]], [[100]]]).gradFilters.data // Float64Array [5, 10]
 */
export function convTranspose1dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  filters: TensorLike,
  options: TransposeOptions<number> = {},
): LayerGradients {
  const who = "convTranspose1dBackward";
  return transposeGradients(who, planTranspose(who, 1, { x, filters }, options), gradOutput);
}

/**
 * Gradients of `convTranspose3d`, as `convTranspose2dBackward`.
 *
 * @param gradOutput [N, outD, outH, outW, C]
 * @param x          [N, D, H, W, K]
 * @param filters    [kD, kH, kW, C / groups, K]
 * @example convTranspose3dBackward(ones([1, 2, 2, 2, 1]), ones([1, 1, 1, 1, 1]), ones([2, 2, 2, 1, 1])).gradInput.data // Float64Array [8]
 */
export function convTranspose3dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  filters: TensorLike,
  options: TransposeOptions<PerAxis3d> = {},
): LayerGradients {
  const who = "convTranspose3dBackward";
  return transposeGradients(who, planTranspose(who, 3, { x, filters }, options), gradOutput);
}

function transposeGradients(
  who: string,
  plan: TransposePlan,
  gradOutput: TensorLike,
): LayerGradients {
  const gradient = asTensor(gradOutput, who, "gradOutput");
  checkSameShape(who, plan.outShape, gradient.shape);
  const { lattice, input, filters, before, dtype } = plan;
  // what the layer cropped had no influence: its gradient is 0
  const rank = input.shape.length - 2;
  const widths = before.slice(3 - rank).map((width): [number, number] => [width, width]);
  const padded = pad(gradient, [[0, 0], ...widths, [0, 0]]).data;
  const gradInput = allocate(input.size, dtype);
  const gradFilters = allocate(filters.size, dtype);
  correlateOver({ lattice, input: padded, filters: filters.data, bias: undefined, out: gradInput });
  filterGradientOver({ lattice, input: padded, gradOutput: input.data, gradFilters });
  return {
    gradInput: wrap(gradInput, input.shape),
    gradFilters: wrap(gradFilters, filters.shape),
    gradBias: sumOverAllButLast(gradient),
  };
}
