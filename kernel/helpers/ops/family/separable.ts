import { OptionError } from "../../../core/index.ts";
import {
  asTensor,
  checkRank,
  checkShape,
  reshape,
  wrap,
  allocate,
  commonDtype,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled, checkHasChannels, checkWhole } from "../checks.ts";
import { planLayer, type LayerPlan } from "../conv-plan.ts";
import { conv1d, conv2d, runLayer, type Conv1dOptions } from "../conv2d.ts";
import type { ConvOptions, LayerOptions } from "../geometry.ts";

/**
 * Depthwise convolution: M filters for each channel on its own.
 *
 * @param x       [N, H, W, C]
 * @param filters [kH, kW, C, M]
 * @param bias    [C·M] (default none)
 * @returns [N, outH, outW, C·M]; channel c's maps are c·M … c·M + M − 1
 * @throws as conv2d, with DEPTHWISECONV2D in its codes
 * @source Howard et al., arXiv:1704.04861, section 3.1
 * @example depthwiseConv2d(ones([1, 4, 4, 3]), ones([3, 3, 3, 2])).shape // [1, 2, 2, 6]
 */
export function depthwiseConv2d(
  x: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: Omit<ConvOptions, "groups"> = {},
): Tensor {
  return runLayer(planDepthwise("depthwiseConv2d", 2, { x, filters, bias }, options));
}

/**
 * Depthwise convolution of signals.
 *
 * @param x       [N, L, C]
 * @param filters [k, C, M]
 * @param bias    [C·M] (default none)
 * @returns [N, outL, C·M]
 * @throws as conv1d, with DEPTHWISECONV1D in its codes
 * @example depthwiseConv1d(ones([1, 5, 3]), ones([2, 3, 1])).shape // [1, 4, 3]
 */
export function depthwiseConv1d(
  x: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: Omit<Conv1dOptions, "groups"> = {},
): Tensor {
  return runLayer(planDepthwise("depthwiseConv1d", 1, { x, filters, bias }, options));
}

/** Checks a depthwise layer: […, C, M] in row-major order is […, 1, C·M], each group one channel in and M out. */
export function planDepthwise(
  who: string,
  rank: 1 | 2,
  layer: {
    readonly x: TensorLike;
    readonly filters: TensorLike;
    readonly bias?: TensorLike | undefined;
  },
  options: Omit<LayerOptions, "groups">,
): LayerPlan {
  const w = asTensor(layer.filters, who, "filters");
  checkRank(who, "filters", w.shape, [...(rank === 1 ? ["k"] : ["kH", "kW"]), "C", "M"]);
  checkFilled(who, "filters", w);
  const [channels = 0, multiplier = 0] = w.shape.slice(-2);
  const filters = reshape(w, [...w.shape.slice(0, -2), 1, channels * multiplier]);
  const { bias } = layer;
  return planLayer(who, rank, { input: layer.x, filters, bias }, { ...options, groups: channels });
}

/**
 * Depthwise-separable convolution: each channel on its own, then 1×1 across channels; 1/K + 1/(kH·kW) of the MACs.
 *
 * @param x         [N, H, W, C]
 * @param depthwise [kH, kW, C, M]
 * @param pointwise [1, 1, C·M, K]
 * @param bias      [K], added last (default none)
 * @returns [N, outH, outW, K]
 * @throws as depthwiseConv2d and conv2d
 * @source Howard et al., arXiv:1704.04861, section 3.1
 * @example separableConv2d(ones([1, 4, 4, 3]), ones([3, 3, 3, 1]), ones([1, 1, 3, 8])).shape // [1, 2, 2, 8]
 */
export function separableConv2d(
  x: TensorLike,
  depthwise: TensorLike,
  pointwise: TensorLike,
  bias?: TensorLike,
  options: Omit<ConvOptions, "groups"> = {},
): Tensor {
  return conv2d(depthwiseConv2d(x, depthwise, undefined, options), pointwise, bias);
}

/**
 * Depthwise-separable convolution of signals.
 *
 * @param x         [N, L, C]
 * @param depthwise [k, C, M]
 * @param pointwise [1, C·M, K]
 * @param bias      [K], added last (default none)
 * @returns [N, outL, K]
 * @throws as depthwiseConv1d and conv1d
 * @example separableConv1d(ones([1, 5, 3]), ones([2, 3, 1]), ones([1, 3, 4])).shape // [1, 4, 4]
 */
export function separableConv1d(
  x: TensorLike,
  depthwise: TensorLike,
  pointwise: TensorLike,
  bias?: TensorLike,
  options: Omit<Conv1dOptions, "groups"> = {},
): Tensor {
  return conv1d(depthwiseConv1d(x, depthwise, undefined, options), pointwise, bias);
}

/**
 * The filters of a dilated convolution written out: d − 1 zeros between the taps, so that an ordinary convolution with the
 * result is the dilated one.
 *
 * @param filters [kH, kW, C, K]
 * @param dilation d, whole and ≥ 1
 * @returns [d·(kH − 1) + 1, d·(kW − 1) + 1, C, K]
 * @throws ShapeError WRONG_RANK, EMPTY, SHAPE_TOO_LARGE; OptionError BAD_OPTIONS
 * @example insertZeros(ones([1, 2, 1, 1]), 2).data // Float64Array [1, 0, 1]
 */
export function insertZeros(filters: TensorLike, dilation: number): Tensor {
  const w = asTensor(filters, "insertZeros", "filters");
  checkRank("insertZeros", "filters", w.shape, ["kH", "kW", "C", "K"]);
  const [kH = 0, kW = 0, channels = 0, count = 0] = w.shape;
  const [tall, wide] = [dilation * (kH - 1) + 1, dilation * (kW - 1) + 1];
  const depth = channels * count;
  checkWhole("insertZeros", { dilation: { value: dilation, from: 1 } });
  checkFilled("insertZeros", "filters", w);
  checkShape("insertZeros", [tall, wide, channels, count]);
  const out = allocate(tall * wide * depth, commonDtype(w));
  for (let i = 0; i < kH; i += 1) {
    for (let j = 0; j < kW; j += 1) {
      const from = (i * kW + j) * depth;
      out.set(w.data.subarray(from, from + depth), (i * dilation * wide + j * dilation) * depth);
    }
  }
  return wrap(out, [tall, wide, channels, count]);
}

/**
 * Channel shuffle: channel g·n + i becomes channel i·groups + g, so that the next grouped convolution sees every group.
 *
 * @param x […, C]
 * @param groups divides C; shuffling with `groups` and then with C/groups gives x back
 * @throws OptionError SHUFFLE_GROUPS
 * @source Zhang et al., arXiv:1707.01083
 * @example channelShuffle([[1, 2, 3, 4]], 2).data // Float64Array [1, 3, 2, 4]
 */
export function channelShuffle(x: TensorLike, groups: number): Tensor {
  const input = asTensor(x, "channelShuffle", "x");
  checkHasChannels("channelShuffle", "x", input);
  checkFilled("channelShuffle", "x", input);
  const channels = input.shape.at(-1) ?? 0;
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new OptionError({
      code: "SHUFFLE_GROUPS",
      summary: `channelShuffle: ${channels} channels cannot be split into ${groups} groups.`,
      given: `groups ${groups}`,
      expected: `a whole number that divides ${channels}`,
      fix: "take 1 group, or change the number of channels",
    });
  }
  const size = channels / groups;
  const out = allocate(input.size, commonDtype(input));
  for (let i = 0; i < input.size; i += 1) {
    const c = i % channels;
    const to = (c % size) * groups + Math.floor(c / size);
    out[i - c + to] = input.data[i] ?? 0;
  }
  return wrap(out, input.shape);
}
