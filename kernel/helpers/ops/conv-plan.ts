// The checks of a convolutional layer: ranks, channels, groups, bias; before any work.
import { OptionError, ShapeError } from "../../core/index.ts";
import {
  asTensor,
  checkRank,
  commonDtype,
  formatShape,
  type DType,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { checkNotEmpty, padImage, planAxes, type Axis, type ConvOptions } from "./geometry.ts";

/** A layer ready to run: the image padded, everything row-major, all sizes known to fit. */
export interface ConvPlan {
  /** [N, H + padding, W + padding, C] */
  readonly padded: Tensor;
  /** [kH, kW, C / groups, K] */
  readonly filters: Tensor;
  /** [K], or undefined for none. */
  readonly bias: Tensor | undefined;
  readonly groups: number;
  readonly axes: readonly [vertical: Axis, horizontal: Axis];
  /** [N, outH, outW, K] */
  readonly outShape: readonly [number, number, number, number];
  readonly dtype: DType;
}

/** Checks a layer's arguments and works out its sizes. */
export function planConv2d(
  input: TensorLike,
  filters: TensorLike,
  bias: TensorLike | undefined,
  options: ConvOptions,
  who = "conv2d",
): ConvPlan {
  const x = asTensor(input, who, "input");
  const w = asTensor(filters, who, "filters");
  checkRank(who, "input", x.shape, ["N", "H", "W", "C"]);
  checkRank(who, "filters", w.shape, ["kH", "kW", "C", "K"]);
  checkNotEmpty(who, x, w);
  const groups = checkGroups(who, x, w, options.groups ?? 1);
  const [batch = 0, height = 0, width = 0] = x.shape;
  const [kH = 0, kW = 0, , outChannels = 0] = w.shape;
  const b = bias === undefined ? undefined : asTensor(bias, who, "bias");
  if (b) checkBias(who, b, outChannels);
  const axes = planAxes(who, [height, width], [kH, kW], options);
  return {
    padded: padImage(x, axes, options.padding === "circular"),
    filters: w,
    bias: b,
    groups,
    axes,
    outShape: [batch, axes[0].out, axes[1].out, outChannels],
    dtype: commonDtype(x, w),
  };
}

function checkGroups(who: string, x: Tensor, w: Tensor, groups: number): number {
  const [, , , inChannels = 0] = x.shape;
  const [kH = 0, kW = 0, perGroup = 0, outChannels = 0] = w.shape;
  if (!Number.isSafeInteger(groups) || groups < 1 || outChannels % groups !== 0) {
    throw new OptionError({
      code: "BAD_OPTIONS",
      summary: `${who}: ${groups} groups do not divide ${outChannels} filters.`,
      given: `groups ${groups}, filters ${formatShape(w.shape)}`,
      expected: "a whole number ≥ 1 that divides the channels in and the number of filters",
      fix: "take groups: 1, or change the number of filters",
    });
  }
  if (perGroup * groups === inChannels) return groups;
  const right = inChannels / groups;
  throw new ShapeError({
    code: `${who.toUpperCase()}_CHANNELS`,
    summary: `${who}: the image has ${channels(inChannels)} but each filter expects ${perGroup * groups}.`,
    given: `input ${formatShape(x.shape)}, filters ${formatShape(w.shape)}${groups === 1 ? "" : `, groups ${groups}`}`,
    expected: `filters.shape[2]${groups === 1 ? "" : " · groups"} = input.shape[3]`,
    fix: Number.isInteger(right)
      ? `make the filters [${kH}, ${kW}, ${right}, ${outChannels}], or take ${channels(perGroup * groups)} of the image`
      : `make the image's channels a multiple of ${groups}`,
    details: { inChannels, filterChannels: perGroup, groups },
  });
}

const channels = (count: number): string => `${count} ${count === 1 ? "channel" : "channels"}`;

function checkBias(who: string, bias: Tensor, outChannels: number): void {
  if (bias.shape.length === 1 && bias.shape[0] === outChannels) return;
  throw new ShapeError({
    code: `${who.toUpperCase()}_BIAS`,
    summary: `${who}: there must be one bias per filter, and there are ${outChannels} filters.`,
    given: `bias of shape ${formatShape(bias.shape)}`,
    expected: `bias of shape [${outChannels}]`,
    fix: `zeros([${outChannels}]), or leave the bias out`,
  });
}
