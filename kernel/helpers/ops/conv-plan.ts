// The checks of a convolutional layer: ranks, channels, groups, bias; before any work.
import { OptionError, ShapeError } from "../../core/index.ts";
import {
  asTensor,
  checkRank,
  checkShape,
  commonDtype,
  formatShape,
  type DType,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import type { Lattice, Triple } from "./fast/lattice.ts";
import {
  checkNotEmpty,
  padImage,
  planEachAxis,
  type Axis,
  type ConvOptions,
  type LayerOptions,
} from "./geometry.ts";

/** A layer ready to run: the image padded, everything row-major, all sizes known to fit. */
export interface LayerPlan {
  /** [N, …, C] with the padding. */
  readonly padded: Tensor;
  readonly inputShape: readonly number[];
  /** […, C / groups, K] */
  readonly filters: Tensor;
  /** [K], or undefined for none. */
  readonly bias: Tensor | undefined;
  readonly groups: number;
  readonly axes: readonly Axis[];
  readonly circular: boolean;
  /** [N, …, K] */
  readonly outShape: readonly number[];
  readonly dtype: DType;
  readonly lattice: Lattice;
}

/** A layer over images. */
export interface ConvPlan extends LayerPlan {
  readonly axes: readonly [vertical: Axis, horizontal: Axis];
  /** [N, outH, outW, K] */
  readonly outShape: readonly [number, number, number, number];
}

/** Checks an image layer's arguments and works out its sizes. */
export function planConv2d(
  input: TensorLike,
  filters: TensorLike,
  bias: TensorLike | undefined,
  options: ConvOptions,
  who = "conv2d",
): ConvPlan {
  const plan = planLayer(who, 2, { input, filters, bias }, options);
  const [vertical, horizontal] = plan.axes;
  const [n = 0, h = 0, w = 0, k = 0] = plan.outShape;
  if (vertical === undefined || horizontal === undefined) throw new TypeError("two axes");
  return { ...plan, axes: [vertical, horizontal], outShape: [n, h, w, k] };
}

const inputAxes = [["L"], ["H", "W"], ["D", "H", "W"]] as const;
const filterAxes = [["k"], ["kH", "kW"], ["kD", "kH", "kW"]] as const;
const nouns = ["signal", "image", "volume"] as const;

/** Checks the arguments of a layer over signals (1), images (2) or volumes (3) and works out its sizes. */
export function planLayer(
  who: string,
  rank: 1 | 2 | 3,
  layer: {
    readonly input: TensorLike;
    readonly filters: TensorLike;
    readonly bias?: TensorLike | undefined;
  },
  options: LayerOptions,
): LayerPlan {
  const x = asTensor(layer.input, who, "input");
  const w = asTensor(layer.filters, who, "filters");
  checkRank(who, "input", x.shape, ["N", ...inputAxes[rank - 1] ?? [], "C"]); // prettier-ignore
  checkRank(who, "filters", w.shape, [...filterAxes[rank - 1] ?? [], "C", "K"]); // prettier-ignore
  checkNotEmpty(who, x, w);
  const groups = checkGroups(who, x, w, options.groups ?? 1);
  const outChannels = w.shape.at(-1) ?? 0;
  const b = layer.bias === undefined ? undefined : asTensor(layer.bias, who, "bias");
  if (b) checkBias(who, b, outChannels);
  const axes = planEachAxis(who, x.shape.slice(1, -1), w.shape.slice(0, -2), options);
  const outShape = [x.shape[0] ?? 0, ...axes.map(({ out }) => out), outChannels];
  const circular = options.padding === "circular";
  checkShape(who, outShape);
  const padded = padImage(x, axes, circular);
  return {
    padded,
    inputShape: x.shape,
    filters: w,
    bias: b,
    groups,
    axes,
    circular,
    outShape,
    dtype: commonDtype(x, w),
    lattice: {
      batch: x.shape[0] ?? 0,
      size: triple(padded.shape.slice(1, -1)),
      out: triple(axes.map(({ out }) => out)),
      taps: triple(w.shape.slice(0, -2)),
      stride: triple(axes.map(({ stride }) => stride)),
      dilation: triple(axes.map(({ dilation }) => dilation)),
      groups,
      inChannels: x.shape.at(-1) ?? 0,
      outChannels,
    },
  };
}

/** One, two or three numbers with ones in front. */
export function triple(sizes: readonly number[]): Triple {
  const [a = 1, b = 1, c = 1] = [...Array<number>(3 - sizes.length).fill(1), ...sizes];
  return [a, b, c];
}

function checkGroups(who: string, x: Tensor, w: Tensor, groups: number): number {
  const inChannels = x.shape.at(-1) ?? 0;
  const [perGroup = 0, outChannels = 0] = w.shape.slice(-2);
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
  const noun = nouns[x.shape.length - 3] ?? "input";
  const last = w.shape.length - 2;
  const wanted = [...w.shape.slice(0, -2), right, outChannels];
  throw new ShapeError({
    code: `${who.toUpperCase()}_CHANNELS`,
    summary: `${who}: the ${noun} has ${channels(inChannels)} but each filter expects ${perGroup * groups}.`,
    given: `input ${formatShape(x.shape)}, filters ${formatShape(w.shape)}${groups === 1 ? "" : `, groups ${groups}`}`,
    expected: `filters.shape[${last}]${groups === 1 ? "" : " · groups"} = input.shape[${last + 1}]`,
    fix: Number.isInteger(right)
      ? `make the filters ${formatShape(wanted)}, or take ${channels(perGroup * groups)} of the ${noun}`
      : `make the ${noun}'s channels a multiple of ${groups}`,
    details: { inChannels, filterChannels: perGroup, groups },
  });
}

const channels = (count: number): string => `${count} ${count === 1 ? "channel" : "channels"}`;

/** Refuses a bias that is not [K]. */
export function checkBias(who: string, bias: Tensor, outChannels: number): void {
  if (bias.shape.length === 1 && bias.shape[0] === outChannels) return;
  throw new ShapeError({
    code: `${who.toUpperCase()}_BIAS`,
    summary: `${who}: there must be one bias per filter, and there are ${outChannels} filters.`,
    given: `bias of shape ${formatShape(bias.shape)}`,
    expected: `bias of shape [${outChannels}]`,
    fix: `zeros([${outChannels}]), or leave the bias out`,
  });
}
