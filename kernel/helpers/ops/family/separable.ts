import { OptionError } from "../../../core/index.ts";
import {
  asTensor,
  checkRank,
  reshape,
  wrap,
  allocate,
  commonDtype,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { conv2d } from "../conv2d.ts";
import type { ConvOptions } from "../geometry.ts";

/**
 * Depthwise convolution: M filters for each channel on its own.
 *
 * @param x       [N, H, W, C]
 * @param filters [kH, kW, C, M]
 * @returns [N, outH, outW, C·M]; channel c's maps are c·M … c·M + M − 1
 * @throws as conv2d
 */
export function depthwiseConv2d(
  x: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: Omit<ConvOptions, "groups"> = {},
): Tensor {
  const w = asTensor(filters, "depthwiseConv2d", "filters");
  checkRank("depthwiseConv2d", "filters", w.shape, ["kH", "kW", "C", "M"]);
  const [kH = 0, kW = 0, channels = 0, multiplier = 0] = w.shape;
  // [kH, kW, C, M] in row-major order is [kH, kW, 1, C·M]: each group has one channel in and M out
  const grouped = reshape(w, [kH, kW, 1, channels * multiplier]);
  return conv2d(x, grouped, bias, { ...options, groups: channels });
}

/**
 * Depthwise-separable convolution: each channel on its own, then 1×1 across channels; 1/K + 1/(kH·kW) of the MACs.
 *
 * @param x         [N, H, W, C]
 * @param depthwise [kH, kW, C, M]
 * @param pointwise [1, 1, C·M, K]
 * @source Howard et al., arXiv:1704.04861, section 3.1
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
 * The filters of a dilated convolution written out: d − 1 zeros between the taps, so that an ordinary convolution with the
 * result is the dilated one.
 *
 * @param filters [kH, kW, C, K]
 * @returns [d·(kH − 1) + 1, d·(kW − 1) + 1, C, K]
 */
export function insertZeros(filters: TensorLike, dilation: number): Tensor {
  const w = asTensor(filters, "insertZeros", "filters");
  checkRank("insertZeros", "filters", w.shape, ["kH", "kW", "C", "K"]);
  const [kH = 0, kW = 0, channels = 0, count = 0] = w.shape;
  const [tall, wide] = [dilation * (kH - 1) + 1, dilation * (kW - 1) + 1];
  const depth = channels * count;
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
  const channels = input.shape.at(-1) ?? 0;
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new OptionError({
      code: "SHUFFLE_GROUPS",
      summary: `channelShuffle: ${channels} channels cannot be split into ${groups} groups.`,
      given: `groups ${groups}`,
      expected: `a whole number that divides ${channels}`,
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
