// The checks of a transposed convolution, and the convolution that it transposes.
import { OptionError, ShapeError } from "../../../core/index.ts";
import { isWhole } from "../../arithmetic/index.ts";
import {
  asTensor,
  checkRank,
  checkShape,
  commonDtype,
  formatShape,
  type DType,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkBias, triple } from "../conv-plan.ts";
import type { Lattice, Triple } from "../fast/lattice.ts";
import { checkNotEmpty } from "../geometry.ts";

/** Settings of a transposed layer over any number of axes. */
export interface SpreadOptions {
  readonly stride?: number | readonly number[];
  readonly padding?: number | readonly number[];
  readonly dilation?: number | readonly number[];
  readonly outputPadding?: number | readonly number[];
  readonly groups?: number;
}

/** A transposed layer, checked. */
export interface TransposePlan {
  readonly input: Tensor;
  readonly filters: Tensor;
  readonly bias: Tensor | undefined;
  /** Of the convolution from the (padded) output to the input. */
  readonly lattice: Lattice;
  readonly before: Triple;
  /** [N, …, C] */
  readonly outShape: readonly number[];
  readonly dtype: DType;
}

const inputAxes = [["L"], ["H", "W"], ["D", "H", "W"]] as const;
const filterAxes = [["k"], ["kH", "kW"], ["kD", "kH", "kW"]] as const;

/** Checks a transposed layer's arguments and works out its sizes. */
export function planTranspose(
  who: string,
  rank: 1 | 2 | 3,
  layer: {
    readonly x: TensorLike;
    readonly filters: TensorLike;
    readonly bias?: TensorLike | undefined;
  },
  options: SpreadOptions,
): TransposePlan {
  const { groups = 1, ...moves } = options;
  const { stride, padding, dilation, outputPadding } = checkOptions(who, rank, moves);
  const input = asTensor(layer.x, who, "x");
  const w = asTensor(layer.filters, who, "filters");
  checkRank(who, "x", input.shape, ["N", ...(inputAxes[rank - 1] ?? []), "K"]);
  checkRank(who, "filters", w.shape, [...(filterAxes[rank - 1] ?? []), "C", "K"]);
  checkNotEmpty(who, input, w);
  const [perGroup = 0, inChannels = 0] = w.shape.slice(-2);
  if (input.shape.at(-1) !== inChannels) throw channelsDiffer(who, input, w);
  if (!isWhole(groups, 1) || inChannels % groups !== 0) throw groupsDoNotDivide(who, w, groups);
  const outChannels = perGroup * groups;
  const bias = layer.bias === undefined ? undefined : asTensor(layer.bias, who, "bias");
  if (bias) checkBias(who, bias, outChannels);
  const sizes = input.shape.slice(1, -1);
  const padded = sizes.map(
    (n, at) =>
      (n - 1) * (stride[at] ?? 1) +
      (dilation[at] ?? 1) * ((w.shape[at] ?? 1) - 1) + 1 + (outputPadding[at] ?? 0),
  ); // prettier-ignore
  const inside = padded.map((size, at) => size - 2 * (padding[at] ?? 0));
  const outShape = [input.shape[0] ?? 0, ...inside, outChannels];
  if (inside.some((size) => size < 1)) throw nothingLeft(who, input, padding, inside);
  checkShape(who, [input.shape[0] ?? 0, ...padded, outChannels]);
  return {
    input,
    filters: w,
    bias,
    lattice: {
      batch: input.shape[0] ?? 0,
      size: triple(padded),
      out: triple(sizes),
      taps: triple(w.shape.slice(0, -2)),
      stride: triple(stride),
      dilation: triple(dilation),
      groups,
      inChannels: outChannels,
      outChannels: inChannels,
    },
    before: padsBefore(padding),
    outShape,
    dtype: commonDtype(input, w),
  };
}

function padsBefore(padding: readonly number[]): Triple {
  const [a = 0, b = 0, c = 0] = [...Array<number>(3 - padding.length).fill(0), ...padding];
  return [a, b, c];
}

const known = ["stride", "padding", "dilation", "outputPadding"] as const;

function checkOptions(
  who: string,
  rank: number,
  options: SpreadOptions,
): Record<(typeof known)[number], readonly number[]> {
  const { stride = 1, padding = 0, dilation = 1, outputPadding = 0 } = options;
  const each = (value: unknown): readonly unknown[] =>
    Array.isArray(value) ? value : Array<unknown>(rank).fill(value);
  const all = {
    stride: each(stride), padding: each(padding), dilation: each(dilation), outputPadding: each(outputPadding),
  }; // prettier-ignore
  const faults: string[] = Object.keys(options)
    .filter((name) => !known.some((one) => one === name))
    .map((name) => `there is no option "${name}": there are ${known.join(", ")}, groups`);
  const least = { stride: 1, padding: 0, dilation: 1, outputPadding: 0 };
  for (const name of known) {
    const values = all[name];
    if (values.length === rank && values.every((value) => isWhole(value, least[name]))) continue;
    const many = rank === 1 ? "" : `, or one for each of the ${rank} axes`;
    faults.push(
      `${name} is ${JSON.stringify(options[name])}: a whole number ≥ ${least[name]}${many}`,
    );
  }
  if (faults.length === 0) {
    all.outputPadding.forEach((extra, at) => {
      const below = Math.max(Number(all.stride[at]), Number(all.dilation[at]));
      if (Number(extra) >= below)
        faults.push(`outputPadding ${String(extra)}: smaller than the stride`);
    });
  }
  if (faults.length === 0) return all as Record<(typeof known)[number], readonly number[]>;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: some options do not make sense.`,
    given: faults.join("\n"),
    expected: "{ stride: 2, padding: 1, outputPadding: 1 }, for example",
    fix: "correct what is named above",
    details: { faults },
  });
}

function channelsDiffer(who: string, x: Tensor, w: Tensor): ShapeError {
  return new ShapeError({
    code: "TRANSPOSE_CHANNELS",
    summary: `${who}: x has ${x.shape.at(-1)} channels but the filters' last axis is ${w.shape.at(-1)}.`,
    given: `x ${formatShape(x.shape)}, filters ${formatShape(w.shape)}`,
    expected: "filters […, C / groups, K] with K = channels of x",
    fix: "the filters stay as the convolution has them: K comes in, C goes out",
  });
}

function groupsDoNotDivide(who: string, w: Tensor, groups: unknown): OptionError {
  return new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: ${String(groups)} groups do not divide ${w.shape.at(-1)} channels.`,
    given: `groups ${String(groups)}, filters ${formatShape(w.shape)}`,
    expected: "a whole number ≥ 1 that divides the channels of x",
    fix: "take groups: 1, or the number that the convolution has",
  });
}

function nothingLeft(
  who: string,
  x: Tensor,
  padding: readonly number[],
  size: readonly number[],
): ShapeError {
  return new ShapeError({
    code: "TRANSPOSE_EMPTY",
    summary: `${who}: the padding takes off more than there is.`,
    given: `x ${formatShape(x.shape)}, padding ${padding.join(", ")}: a result of ${formatShape(size)}`,
    expected: "a result of at least 1 along every axis",
    fix: "take a smaller padding: what is taken off is 2·padding per axis",
  });
}
