// Gradients of depthwise, separable and locally connected layers.
import {
  depthwiseConv1d,
  depthwiseConv2d,
  forEachLocalTap,
  planDepthwise,
  planLocal,
  type Conv1dOptions,
  type ConvOptions,
} from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  reshape,
  sizeOf,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { conv1dBackward, conv2dBackward, layerGradients } from "./conv.ts";
import type { LayerGradients } from "./dense.ts";

/**
 * Gradients of `depthwiseConv2d`: each channel's as a convolution of its own.
 *
 * @param gradOutput [N, outH, outW, C·M]
 * @param x          [N, H, W, C]
 * @param filters    [kH, kW, C, M]
 * @param options    the layer's own
 * @returns gradInput [N, H, W, C], gradFilters [kH, kW, C, M], gradBias [C·M]; sums over the batch
 * @throws as depthwiseConv2d; ShapeError SHAPES_DIFFER
 * @example depthwiseConv2dBackward(ones([1, 1, 1, 2]), ones([1, 2, 2, 2]), ones([2, 2, 2, 1])).gradBias.data // Float64Array [1, 1]
 */
export function depthwiseConv2dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  filters: TensorLike,
  options: Omit<ConvOptions, "groups"> = {},
): LayerGradients {
  const who = "depthwiseConv2dBackward";
  const made = layerGradients(who, planDepthwise(who, 2, { x, filters }, options), gradOutput);
  return { ...made, gradFilters: reshape(made.gradFilters, asTensor(filters).shape) };
}

/**
 * Gradients of `depthwiseConv1d`, as `depthwiseConv2dBackward`.
 *
 * @param gradOutput [N, outL, C·M]
 * @param x          [N, L, C]
 * @param filters    [k, C, M]
 * @example depthwiseConv1dBackward(ones([1, 2, 1]), ones([1, 3, 1]), ones([2, 1, 1])).gradInput.data // Float64Array [1, 2, 1]
 */
export function depthwiseConv1dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  filters: TensorLike,
  options: Omit<Conv1dOptions, "groups"> = {},
): LayerGradients {
  const who = "depthwiseConv1dBackward";
  const made = layerGradients(who, planDepthwise(who, 1, { x, filters }, options), gradOutput);
  return { ...made, gradFilters: reshape(made.gradFilters, asTensor(filters).shape) };
}

/** Gradients of a depthwise-separable layer. */
export interface SeparableGradients {
  readonly gradInput: Tensor;
  readonly gradDepthwise: Tensor;
  readonly gradPointwise: Tensor;
  readonly gradBias: Tensor;
}

/**
 * Gradients of `separableConv2d`: the chain rule through both of its layers.
 *
 * @param gradOutput [N, outH, outW, K]
 * @param x          [N, H, W, C]
 * @param depthwise  [kH, kW, C, M]
 * @param pointwise  [1, 1, C·M, K]
 * @param options    the layer's own
 * @returns gradInput, gradDepthwise and gradPointwise in the shapes of their namesakes, gradBias [K]
 * @throws as separableConv2d; ShapeError SHAPES_DIFFER
 * @example separableConv2dBackward(ones([1, 1, 1, 3]), ones([1, 2, 2, 1]), ones([2, 2, 1, 1]), ones([1, 1, 1, 3])).gradPointwise.data // Float64Array [4, 4, 4]
 */
export function separableConv2dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  depthwise: TensorLike,
  pointwise: TensorLike,
  options: Omit<ConvOptions, "groups"> = {},
): SeparableGradients {
  const between = depthwiseConv2d(x, depthwise, undefined, options);
  const second = conv2dBackward(gradOutput, between, pointwise);
  const first = depthwiseConv2dBackward(second.gradInput, x, depthwise, options);
  return joined(first, second);
}

/**
 * Gradients of `separableConv1d`, as `separableConv2dBackward`.
 *
 * @param gradOutput [N, outL, K]
 * @param x          [N, L, C]
 * @param depthwise  [k, C, M]
 * @param pointwise  [1, C·M, K]
 * @example separableConv1dBackward(ones([1, 1, 3]), ones([1, 2, 1]), ones([2, 1, 1]), ones([1, 1, 3])).gradInput.data // Float64Array [3, 3]
 */
export function separableConv1dBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  depthwise: TensorLike,
  pointwise: TensorLike,
  options: Omit<Conv1dOptions, "groups"> = {},
): SeparableGradients {
  const between = depthwiseConv1d(x, depthwise, undefined, options);
  const second = conv1dBackward(gradOutput, between, pointwise);
  const first = depthwiseConv1dBackward(second.gradInput, x, depthwise, options);
  return joined(first, second);
}

const joined = (first: LayerGradients, second: LayerGradients): SeparableGradients => ({
  gradInput: first.gradInput,
  gradDepthwise: first.gradFilters,
  gradPointwise: second.gradFilters,
  gradBias: second.gradBias,
});

/**
 * Gradients of `locallyConnected`: as the convolution's, but every output pixel has weights and biases of its own.
 *
 * @param gradOutput [N, outH, outW, K]
 * @param input      [N, H, W, C]
 * @param weights    [outH, outW, kH, kW, C, K]
 * @param options    the layer's own
 * @returns gradInput [N, H, W, C], gradFilters in weights' shape, gradBias [outH, outW, K]; sums over the batch
 * @throws as locallyConnected; ShapeError SHAPES_DIFFER
 * @example locallyConnectedBackward([[[[1], [2]]]], [[[[3], [4]]]], [[[[[[10]]]], [[[[100]]]]]]).gradInput.data // Float64Array [10, 200]
 */
export function locallyConnectedBackward(
  gradOutput: TensorLike,
  input: TensorLike,
  weights: TensorLike,
  { stride = 1 }: { readonly stride?: number } = {},
): LayerGradients {
  const plan = planLocal("locallyConnectedBackward", input, weights, stride);
  const gradient = asTensor(gradOutput, "locallyConnectedBackward", "gradOutput");
  checkSameShape("locallyConnectedBackward", plan.outShape, gradient.shape);
  const [x, w, g] = [plan.input.data, plan.weights.data, gradient.data];
  const dtype = commonDtype(plan.input, plan.weights);
  const gradInput = allocate(plan.input.size, dtype);
  const gradFilters = allocate(plan.weights.size, dtype);
  const [, outH, outW, filters] = plan.outShape;
  forEachLocalTap(plan, (to, from, weight) => {
    for (let c = 0; c < plan.channels; c += 1) {
      for (let k = 0; k < filters; k += 1) {
        const at = weight + c * filters + k;
        const arriving = g[to + k] ?? Number.NaN;
        gradInput[from + c] = (gradInput[from + c] ?? 0) + arriving * (w[at] ?? Number.NaN);
        gradFilters[at] = (gradFilters[at] ?? 0) + arriving * (x[from + c] ?? Number.NaN);
      }
    }
  });
  const perImage = sizeOf([outH, outW, filters]);
  const gradBias = allocate(perImage, dtype);
  g.forEach((arriving, i) => { gradBias[i % perImage] = (gradBias[i % perImage] ?? 0) + arriving; }); // prettier-ignore
  return {
    gradInput: wrap(gradInput, plan.input.shape),
    gradFilters: wrap(gradFilters, plan.weights.shape),
    gradBias: wrap(gradBias, [outH, outW, filters]),
  };
}
