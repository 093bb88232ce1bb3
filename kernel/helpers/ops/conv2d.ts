// The convolutional layers over signals and images, fast.
import { allocate, wrap, type Tensor, type TensorLike } from "../tensor/index.ts";
import { planLayer, type LayerPlan } from "./conv-plan.ts";
import { correlateOver } from "./fast/correlate.ts";
import { product } from "./fast/lattice.ts";
import type { ConvOptions } from "./geometry.ts";

/**
 * 2-D cross-correlation of a batch of images with K filters: the convolutional layer of every library, no flip.
 *
 * out[n,y,x,k] = bias[k] + Σ_{i,j,c} input[n, y·sH + i·dH − top, x·sW + j·dW − left, c] · filters[i,j,c,k]
 *
 * @param input   [N, H, W, C], any real values
 * @param filters [kH, kW, C / groups, K]
 * @param bias    [K] (default none)
 * @param options stride in pixels ≥ 1 (default 1); padding (default 'valid'); dilation ≥ 1 (default 1); groups (default 1);
 *   fit (default 'strict')
 * @returns [N, outH, outW, K], outH = (H + top + bottom − dH·(kH − 1) − 1) / sH + 1, whole, or rounded as `fit` says;
 *   float32 if input and filters are
 * @throws ShapeError WRONG_RANK, CONV2D_CHANNELS, CONV2D_FILTER_TOO_LARGE, CONV2D_BIAS, CONV2D_EMPTY, DOES_NOT_FIT;
 *   OptionError BAD_OPTIONS
 * @source Dumoulin & Visin, arXiv:1603.07285
 * @example conv2d(zeros([1, 28, 28, 1]), ones([3, 3, 1, 8])).shape // [1, 26, 26, 8]
 */
export function conv2d(
  input: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: ConvOptions = {},
): Tensor {
  return runLayer(planLayer("conv2d", 2, { input, filters, bias }, options));
}

/**
 * 1-D cross-correlation of a batch of signals with K filters: the 1-D layer, no flip.
 *
 * out[n,t,k] = bias[k] + Σ_{a,c} input[n, t·s + a·d − before, c] · filters[a,c,k]
 *
 * @param input   [N, L, C]
 * @param filters [k, C / groups, K]
 * @param bias    [K] (default none)
 * @param options stride, dilation: a number; padding: a name, pixels per side or [before, after]; groups; fit
 * @returns [N, outL, K]
 * @throws as conv2d, with CONV1D in its codes
 * @example conv1d(zeros([2, 10, 3]), ones([4, 3, 5])).shape // [2, 7, 5]
 */
export function conv1d(
  input: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: Conv1dOptions = {},
): Tensor {
  return runLayer(planLayer("conv1d", 1, { input, filters, bias }, options));
}

/** Options of a 1-D layer. */
export interface Conv1dOptions extends Omit<ConvOptions, "stride" | "padding" | "dilation"> {
  readonly stride?: number;
  readonly padding?:
    "valid" | "same" | "full" | "circular" | number | readonly [before: number, after: number];
  readonly dilation?: number;
}

/** The forward pass of a layer that was planned. */
export function runLayer(plan: LayerPlan): Tensor {
  const out = allocate(product(plan.outShape), plan.dtype);
  const { lattice, filters, bias, padded } = plan;
  correlateOver({ lattice, input: padded.data, filters: filters.data, bias: bias?.data, out });
  return wrap(out, plan.outShape);
}
