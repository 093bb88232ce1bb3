import { asTensor, mul, type Tensor, type TensorLike } from "../../tensor/index.ts";

/**
 * Gradient of everything that drops (`dropout`, `dropConnect`, `spatialDropout`, `stochasticDepth`): gradOutput·mask, with
 * the mask of the forward pass; drawing a new one would send gradients to what had no part in the output.
 *
 * @param gradOutput the layer's output shape
 * @param mask       what the forward pass returned
 * @returns the same shape
 * @throws ShapeError SHAPES_DIFFER
 * @source Srivastava et al., JMLR 15 (2014)
 * @example dropoutBackward([1, 1], [0, 2]).data // Float64Array [0, 2]
 */
export function dropoutBackward(gradOutput: TensorLike, mask: TensorLike): Tensor {
  const gradient = asTensor(gradOutput, "dropoutBackward", "gradOutput");
  return mul(gradient, asTensor(mask, "dropoutBackward", "mask"));
}
