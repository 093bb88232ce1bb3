// Layer, group and instance normalisation: one formula over different sets of numbers.
import { OptionError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  sizeOf,
  wrap,
  type FloatArray,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled, checkHasChannels, checkPerChannel, checkRanges } from "../checks.ts";

/** Which numbers are normalised together, and with which scale and shift. */
interface Partition {
  /** How many sets there are; all are equally large. */
  readonly sets: number;
  readonly setOf: (index: number) => number;
  /** Place of a number's scale and shift in γ and β. */
  readonly parameterOf: (index: number) => number;
}

/** What backward needs of a forward pass; made by these layers only. */
export interface GroupNormCache {
  /** (x − mean)/√(variance + ε), x's shape */
  readonly normalised: Tensor;
  /** 1/√(variance + ε) per set */
  readonly inverseStd: FloatArray;
  readonly gamma: Tensor;
  readonly partition: Partition;
}

/** Output, and cache for backward. */
export interface GroupNormResult {
  readonly output: Tensor;
  readonly cache: GroupNormCache;
}

/** Settings of these layers. */
export interface GroupNormOptions {
  /** Inside the root, default 1e-5. */
  readonly eps?: number;
}

/**
 * Layer normalisation: every example (and pixel) on its own, over its last axes: γ·(x − μ)/√(σ² + ε) + β, biased variance.
 *
 * @param x     […, C]
 * @param gamma the last axes' shape: [C] normalises over C; [H, W, C] over whole images
 * @param beta  gamma's shape
 * @throws ShapeError SHAPES_DIFFER, EMPTY, WRONG_RANK; OptionError BAD_OPTIONS
 * @source Ba, Kiros & Hinton, arXiv:1607.06450
 * @example layerNorm([[1, 3]], [1, 1], [0, 0], { eps: 0 }).output.data // Float64Array [-1, 1]
 */
export function layerNorm(
  x: TensorLike,
  gamma: TensorLike,
  beta: TensorLike,
  { eps = 1e-5 }: GroupNormOptions = {},
): GroupNormResult {
  const input = checked("layerNorm", x, eps);
  const scale = asTensor(gamma, "layerNorm", "gamma");
  const shift = asTensor(beta, "layerNorm", "beta");
  checkHasChannels("layerNorm", "gamma", scale);
  const last = input.shape.slice(-scale.shape.length);
  checkSameShape("layerNorm (gamma)", last, scale.shape);
  checkSameShape("layerNorm (beta)", scale.shape, shift.shape);
  const size = sizeOf(last);
  return normalise(input, scale, shift, eps, {
    sets: input.size / size,
    setOf: (i) => Math.floor(i / size),
    parameterOf: (i) => i % size,
  });
}

/**
 * Group normalisation: each example on its own, over all pixels of a group of channels.
 *
 * @param x      [N, …, C]
 * @param groups divides C; 1 is one set per example, C is `instanceNorm`
 * @param gamma  [C]
 * @param beta   [C]
 * @throws ShapeError CHANNELS, EMPTY; OptionError NORM_GROUPS, BAD_OPTIONS
 * @source Wu & He, arXiv:1803.08494
 * @example groupNorm([[1, 3, 5, 9]], 2, [1, 1, 1, 1], [0, 0, 0, 0], { eps: 0 }).output.data // Float64Array [-1, 1, -1, 1]
 */
export function groupNorm(
  x: TensorLike,
  groups: number,
  gamma: TensorLike,
  beta: TensorLike,
  options: GroupNormOptions = {},
): GroupNormResult {
  return overGroups("groupNorm", x, groups, gamma, beta, options);
}

/**
 * Instance normalisation: each channel of each example over its own pixels.
 *
 * @param x     [N, …, C]
 * @param gamma [C]
 * @param beta  [C]
 * @throws as groupNorm
 * @source Ulyanov, Vedaldi & Lempitsky, arXiv:1607.08022
 * @example instanceNorm([[[1], [3]]], [1], [0], { eps: 0 }).output.data // Float64Array [-1, 1]
 */
export function instanceNorm(
  x: TensorLike,
  gamma: TensorLike,
  beta: TensorLike,
  options: GroupNormOptions = {},
): GroupNormResult {
  const input = asTensor(x, "instanceNorm", "x");
  return overGroups("instanceNorm", input, input.shape.at(-1) ?? 1, gamma, beta, options);
}

function overGroups(
  who: string,
  x: TensorLike,
  groups: number,
  gamma: TensorLike,
  beta: TensorLike,
  { eps = 1e-5 }: GroupNormOptions,
): GroupNormResult {
  const input = checked(who, x, eps);
  const channels = input.shape.at(-1) ?? 0;
  const scale = asTensor(gamma, who, "gamma");
  const shift = asTensor(beta, who, "beta");
  checkPerChannel(who, "gamma", scale, channels);
  checkPerChannel(who, "beta", shift, channels);
  if (!Number.isSafeInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new OptionError({
      code: "NORM_GROUPS",
      summary: `${who}: ${channels} channels cannot be split into ${groups} groups.`,
      given: `groups ${groups}`,
      expected: `a whole number that divides ${channels}`,
      fix: `take 1 group, or ${channels}`,
    });
  }
  const perExample = input.size / (input.shape[0] ?? 1);
  const perGroup = channels / groups;
  return normalise(input, scale, shift, eps, {
    sets: (input.shape[0] ?? 1) * groups,
    setOf: (i) => Math.floor(i / perExample) * groups + Math.floor((i % channels) / perGroup),
    parameterOf: (i) => i % channels,
  });
}

function checked(who: string, x: TensorLike, eps: number): Tensor {
  const input = asTensor(x, who, "x");
  checkHasChannels(who, "x", input);
  checkFilled(who, "x", input);
  checkRanges(who, { eps: { value: eps, from: 0 } });
  return input;
}

function normalise(
  input: Tensor,
  gamma: Tensor,
  beta: Tensor,
  eps: number,
  partition: Partition,
): GroupNormResult {
  const { sets, setOf, parameterOf } = partition;
  const count = input.size / sets;
  const mean = new Float64Array(sets);
  const variance = new Float64Array(sets);
  input.data.forEach((value, i) => { mean[setOf(i)] = (mean[setOf(i)] ?? 0) + value / count; }); // prettier-ignore
  input.data.forEach((value, i) => {
    const set = setOf(i);
    variance[set] = (variance[set] ?? 0) + (value - (mean[set] ?? 0)) ** 2 / count;
  });
  const inverseStd = variance.map((v) => 1 / Math.sqrt(v + eps));
  const normalised = allocate(input.size, commonDtype(input));
  const output = allocate(input.size, commonDtype(input));
  input.data.forEach((value, i) => {
    const set = setOf(i);
    const at = parameterOf(i);
    normalised[i] = (value - (mean[set] ?? 0)) * (inverseStd[set] ?? 0);
    output[i] = (normalised[i] ?? 0) * (gamma.data[at] ?? 0) + (beta.data[at] ?? 0);
  });
  return {
    output: wrap(output, input.shape),
    cache: { normalised: wrap(normalised, input.shape), inverseStd, gamma, partition },
  };
}
