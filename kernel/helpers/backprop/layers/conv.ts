// Gradients of the convolutional layers over signals, images and volumes.
import {
  filterGradientOver,
  foldPadding,
  inputGradientOver,
  planLayer,
  triple,
  type Conv1dOptions,
  type Conv3dOptions,
  type ConvOptions,
  type LayerPlan,
} from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { sumOverAllButLast, type LayerGradients } from "./dense.ts";

/**
 * Gradients of a convolutional layer (cross-correlation, as `conv2d` computes it).
 *
 * With out[n,y,x,k] = bias[k] + Σ input[n, y·s + i·d − top, x·s + j·d − left, c]·filters[i,j,c,k]:
 * gradInput collects gradOutput[n,y,x,k]·filters[i,j,c,k] at each pixel that was read, gradFilters
 * gradOutput[n,y,x,k]·input[…] at each tap that was used, gradBias sums gradOutput over n, y and x. Summed over what was
 * read, stride, remainders and asymmetric padding need no special case; both are matrix products.
 *
 * @param gradOutput [N, outH, outW, K]
 * @param input      [N, H, W, C], the layer's input
 * @param filters    [kH, kW, C / groups, K]
 * @param options    the layer's own
 * @returns gradInput [N, H, W, C], gradFilters [kH, kW, C / groups, K], gradBias [K]; sums over the batch, not means
 * @throws as conv2d, with CONV2DBACKWARD in its codes; ShapeError SHAPES_DIFFER
 * @source Dumoulin & Visin, arXiv:1603.07285, chapter 4
 * @example conv2dBackward(ones([1, 3, 3, 1]), ones([1, 5, 5, 1]), ones([3, 3, 1, 1])).gradBias.data // Float64Array [9]
 */
export function conv2dBackward(
  gradOutput: TensorLike,
  input: TensorLike,
  filters: TensorLike,
  options: ConvOptions = {},
): LayerGradients {
  const plan = planLayer("conv2dBackward", 2, { input, filters }, options);
  return layerGradients("conv2dBackward", plan, gradOutput);
}

/**
 * Gradients of `conv1d`.
 *
 * @param gradOutput [N, outL, K]
 * @param input      [N, L, C]
 * @param filters    [k, C / groups, K]
 * @returns gradInput [N, L, C], gradFilters [k, C / groups, K], gradBias [K]; sums over the batch
 * @throws as conv2dBackward, with CONV1DBACKWARD in its codes
 * @example conv1dBackward([[[1], [2]]], [[[1], [2], [3]]], [[[10]], [[20]]]).gradInput.data // Float64Array [10, 40, 40]
 */
export function conv1dBackward(
  gradOutput: TensorLike,
  input: TensorLike,
  filters: TensorLike,
  options: Conv1dOptions = {},
): LayerGradients {
  const plan = planLayer("conv1dBackward", 1, { input, filters }, options);
  return layerGradients("conv1dBackward", plan, gradOutput);
}

/**
 * Gradients of `conv3d`.
 *
 * @param gradOutput [N, outD, outH, outW, K]
 * @param input      [N, D, H, W, C]
 * @param filters    [kD, kH, kW, C / groups, K]
 * @returns gradInput [N, D, H, W, C], gradFilters [kD, kH, kW, C / groups, K], gradBias [K]; sums over the batch
 * @throws as conv2dBackward, with CONV3DBACKWARD in its codes
 * @example conv3dBackward(ones([1, 1, 1, 1, 1]), ones([1, 2, 2, 2, 1]), ones([2, 2, 2, 1, 1])).gradFilters.shape // [2, 2, 2, 1, 1]
 */
export function conv3dBackward(
  gradOutput: TensorLike,
  input: TensorLike,
  filters: TensorLike,
  options: Conv3dOptions = {},
): LayerGradients {
  const plan = planLayer("conv3dBackward", 3, { input, filters }, options);
  return layerGradients("conv3dBackward", plan, gradOutput);
}

/** @internal Gradients of a layer that was planned, checked against its output's shape. */
export function layerGradients(
  who: string,
  plan: LayerPlan,
  gradOutput: TensorLike,
): LayerGradients {
  const gradient = asTensor(gradOutput, who, "gradOutput");
  checkSameShape(who, plan.outShape, gradient.shape);
  const { lattice, padded, filters, dtype } = plan;
  const gradPadded = allocate(padded.size, dtype);
  const gradFilters = allocate(filters.size, dtype);
  inputGradientOver({
    lattice, filters: filters.data, gradOutput: gradient.data, gradInput: gradPadded,
  }); // prettier-ignore
  filterGradientOver({ lattice, input: padded.data, gradOutput: gradient.data, gradFilters });
  return {
    gradInput: unpad(plan, gradPadded),
    gradFilters: wrap(gradFilters, filters.shape),
    gradBias: sumOverAllButLast(gradient),
  };
}

/** Takes the padding off again; with circular padding what fell on it belongs to the other side of the image. */
function unpad(plan: LayerPlan, gradPadded: Tensor["data"]): Tensor {
  const { lattice, inputShape, axes, circular, dtype } = plan;
  const [front = 0, top = 0, left = 0] = [
    ...Array<number>(3 - axes.length).fill(0), ...axes.map(({ before }) => before),
  ]; // prettier-ignore
  const place = {
    batch: lattice.batch,
    channels: lattice.inChannels,
    size: lattice.size,
    before: [front, top, left],
    inside: triple(inputShape.slice(1, -1)),
    circular,
  } as const;
  return wrap(foldPadding(gradPadded, place, dtype), inputShape);
}
