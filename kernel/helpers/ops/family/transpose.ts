import { allocate, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { inputGradientOver } from "../fast/correlate.ts";
import { foldPadding } from "../fast/fold-padding.ts";
import { product } from "../fast/lattice.ts";
import { triple } from "../conv-plan.ts";
import type { PerAxis } from "../geometry.ts";
import type { PerAxis3d } from "./conv3d.ts";
import { planTranspose, type TransposePlan } from "./transpose-plan.ts";

/** How a transposed convolution spreads its pixels; a number stands for all axes. */
export interface TransposeOptions<Axes = PerAxis> {
  /** Pixels of the output from one input pixel to the next, ≥ 1 (default 1). */
  readonly stride?: Axes;
  /** Pixels taken off per side of the result: the padding of the convolution that this one transposes (default 0). */
  readonly padding?: Axes;
  /** Distance between the taps of a filter, ≥ 1 (default 1). */
  readonly dilation?: Axes;
  /** Rows and columns added at bottom and right, < stride: which of the sizes that the convolution maps here (default 0). */
  readonly outputPadding?: Axes;
  /** Groups of the convolution that this one transposes: each spreads its own channels (default 1). */
  readonly groups?: number;
}

/**
 * Transposed convolution: the adjoint of `conv2d` with the same filters and options, ⟨conv2d(y), x⟩ = ⟨y, convTranspose2d(x)⟩.
 *
 * out[n, y·s + i·d − padding, x·s + j·d − padding, c] += input[n,y,x,k] · filters[i,j,c,k]: each input pixel puts down its
 * value times the filter; overlapping contributions add up. With groups the k of one group reach that group's c alone.
 *
 * @param x       [N, H, W, K]
 * @param filters [kH, kW, C / groups, K], as the convolution has them
 * @param bias    [C] (default none)
 * @returns [N, outH, outW, C], outH = (H − 1)·stride + dilation·(kH − 1) + 1 − 2·padding + outputPadding
 * @throws ShapeError WRONG_RANK, TRANSPOSE_CHANNELS, TRANSPOSE_EMPTY, CONVTRANSPOSE2D_BIAS, CONVTRANSPOSE2D_EMPTY;
 *   OptionError BAD_OPTIONS
 * @source Dumoulin & Visin, arXiv:1603.07285, chapter 4
 * @example convTranspose2d([[[[2]]]], [[[[1]], [[3]]]]).shape // [1, 1, 2, 1]
 * @example convTranspose2d([[[[2, 5]]]], [[[[1, 10]]]], undefined, { groups: 2 }).data // Float64Array [2, 50]
 */
export function convTranspose2d(
  x: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: TransposeOptions = {},
): Tensor {
  return spread(planTranspose("convTranspose2d", 2, { x, filters, bias }, options));
}

/**
 * Transposed convolution of signals: the adjoint of `conv1d`.
 *
 * @param x       [N, L, K]
 * @param filters [k, C / groups, K]
 * @param bias    [C] (default none)
 * @returns [N, outL, C], outL = (L − 1)·stride + dilation·(k − 1) + 1 − 2·padding + outputPadding
 * @throws as convTranspose2d, with CONVTRANSPOSE1D in its codes
 * @example convTranspose1d([[[1], [2]]], [[[1]], [[10]]], undefined, { stride: 2 }).data // Float64Array [1, 10, 2, 20]
 */
export function convTranspose1d(
  x: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: TransposeOptions<number> = {},
): Tensor {
  return spread(planTranspose("convTranspose1d", 1, { x, filters, bias }, options));
}

/**
 * Transposed convolution of volumes: the adjoint of `conv3d`.
 *
 * @param x       [N, D, H, W, K]
 * @param filters [kD, kH, kW, C / groups, K]
 * @param bias    [C] (default none)
 * @returns [N, outD, outH, outW, C]
 * @throws as convTranspose2d, with CONVTRANSPOSE3D in its codes
 * @example convTranspose3d(ones([1, 2, 2, 2, 1]), ones([2, 2, 2, 1, 1]), undefined, { stride: 2 }).shape // [1, 4, 4, 4, 1]
 */
export function convTranspose3d(
  x: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: TransposeOptions<PerAxis3d> = {},
): Tensor {
  return spread(planTranspose("convTranspose3d", 3, { x, filters, bias }, options));
}

/** The gradient by the input of the convolution that is transposed; then the padding is taken off and the bias added. */
function spread({ lattice, input, filters, bias, before, outShape, dtype }: TransposePlan): Tensor {
  const { batch, size, inChannels: channels } = lattice;
  const padded = allocate(batch * product(size) * channels, dtype);
  inputGradientOver({
    lattice, filters: filters.data, gradOutput: input.data, gradInput: padded,
  }); // prettier-ignore
  const inside = triple(outShape.slice(1, -1));
  const place = { batch, channels, size, before, inside, circular: false };
  const out = foldPadding(padded, place, dtype);
  if (bias) for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) + (bias.data[i % channels] ?? 0); // prettier-ignore
  return wrap(out, outShape);
}
