import { OptionError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  commonDtype,
  wrap,
  type FloatArray,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled, checkHasChannels, checkPerChannel, checkRanges } from "../checks.ts";

/** Mean and variance of each channel. */
export interface ChannelStats {
  /** [C] */
  readonly mean: Tensor;
  /** [C], ≥ 0 */
  readonly variance: Tensor;
}

/** What backward needs of a forward pass; made by `batchNorm` only. */
export interface BatchNormCache {
  /** (x − mean)/√(variance + ε), x's shape */
  readonly normalised: Tensor;
  /** 1/√(variance + ε) per channel */
  readonly inverseStd: FloatArray;
  readonly gamma: Tensor;
  readonly mode: "train" | "test";
}

/** Options of `batchNorm`. */
export interface BatchNormOptions {
  /** "train": statistics of this batch; "test": those in `state` (default "train"). */
  readonly mode?: "train" | "test";
  /** Inside the root, default 1e-5. */
  readonly eps?: number;
  /** Share of the old running statistics, default 0.9. */
  readonly momentum?: number;
}

/** Output, cache for backward, and the running statistics after this batch. */
export interface BatchNormResult {
  readonly output: Tensor;
  readonly cache: BatchNormCache;
  readonly state: ChannelStats;
}

/**
 * Batch normalisation: γ·(x − μ)/√(σ² + ε) + β with mean and *biased* variance of each channel over all other axes.
 *
 * The running statistics keep the unbiased variance m/(m − 1)·σ², as algorithm 2 of the paper asks.
 *
 * @param x     [N, C] or [N, H, W, C]
 * @param gamma [C]
 * @param beta  [C]
 * @param state running statistics; needed for mode "test"
 * @throws ShapeError CHANNELS, WRONG_RANK, EMPTY; OptionError NO_STATISTICS, BAD_OPTIONS
 * @source Ioffe & Szegedy, arXiv:1502.03167, algorithms 1 and 2
 * @example batchNorm([[1], [3]], [1], [0], { eps: 0 }).output.data // Float64Array [-1, 1]
 */
export function batchNorm(
  x: TensorLike,
  gamma: TensorLike,
  beta: TensorLike,
  { mode = "train", eps = 1e-5, momentum = 0.9 }: BatchNormOptions = {},
  state?: ChannelStats,
): BatchNormResult {
  const input = checkedInput("batchNorm", x);
  checkSettings(mode, eps, momentum);
  const channels = input.shape.at(-1) ?? 0;
  const scale = perChannel("gamma", gamma, channels);
  const shift = perChannel("beta", beta, channels);
  const used = mode === "train" ? channelStats(input) : needed(state, channels);
  const inverseStd = used.variance.data.map((v) => 1 / Math.sqrt(v + eps));
  const normalised = allocate(input.size, commonDtype(input));
  const output = allocate(input.size, commonDtype(input));
  for (let i = 0; i < input.size; i += 1) {
    const c = i % channels;
    const value = ((input.data[i] ?? 0) - (used.mean.data[c] ?? 0)) * (inverseStd[c] ?? 0);
    normalised[i] = value;
    output[i] = value * (scale.data[c] ?? 0) + (shift.data[c] ?? 0);
  }
  return {
    output: wrap(output, input.shape),
    cache: { normalised: wrap(normalised, input.shape), inverseStd, gamma: scale, mode },
    state: mode === "train" ? follow(state, used, input.size / channels, momentum) : used,
  };
}

/**
 * Mean and biased variance (1/m) of each channel over all other axes.
 *
 * @param x […, C]
 * @throws ShapeError WRONG_RANK, EMPTY
 * @example channelStats([[1], [3]]).variance.data // Float64Array [1]
 */
export function channelStats(x: TensorLike): ChannelStats {
  const input = checkedInput("channelStats", x);
  const channels = input.shape.at(-1) ?? 0;
  const count = input.size / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (let i = 0; i < input.size; i += 1) {
    mean[i % channels] = (mean[i % channels] ?? 0) + (input.data[i] ?? 0) / count;
  }
  for (let i = 0; i < input.size; i += 1) {
    const c = i % channels;
    variance[c] = (variance[c] ?? 0) + ((input.data[i] ?? 0) - (mean[c] ?? 0)) ** 2 / count;
  }
  return { mean: wrap(mean, [channels]), variance: wrap(variance, [channels]) };
}

function follow(
  state: ChannelStats | undefined,
  batch: ChannelStats,
  count: number,
  momentum: number,
): ChannelStats {
  const unbiased = count > 1 ? count / (count - 1) : 1;
  const mix = (old: Tensor | undefined, fresh: Tensor, factor: number, start: number): Tensor =>
    wrap(
      fresh.data.map(
        (value, c) =>
          momentum * (old === undefined ? start : (old.data[c] ?? 0)) +
          (1 - momentum) * factor * value,
      ),
      fresh.shape,
    );
  return {
    mean: mix(state?.mean, batch.mean, 1, 0),
    variance: mix(state?.variance, batch.variance, unbiased, 1),
  };
}

function needed(state: ChannelStats | undefined, channels: number): ChannelStats {
  if (state !== undefined) {
    return {
      mean: perChannel("mean", state.mean, channels),
      variance: perChannel("variance", state.variance, channels),
    };
  }
  throw new OptionError({
    code: "NO_STATISTICS",
    summary: 'batchNorm: mode "test" needs the running statistics.',
    given: "no state",
    expected: "the state that training returned, or populationStats(batches)",
    fix: "pass it as the fifth argument",
  });
}

/** A tensor with channels and numbers. */
export function checkedInput(who: string, x: TensorLike): Tensor {
  const input = asTensor(x, who, "x");
  checkHasChannels(who, "x", input);
  checkFilled(who, "x", input);
  return input;
}

function checkSettings(mode: unknown, eps: number, momentum: number): void {
  checkRanges("batchNorm", {
    eps: { value: eps, from: 0 },
    momentum: { value: momentum, from: 0, to: 1 },
  });
  if (mode === "train" || mode === "test") return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: "batchNorm: there is no such mode.",
    given: `mode ${JSON.stringify(mode)}`,
    expected: '"train": statistics of this batch; "test": those of the state',
    fix: 'write mode: "test" at test time',
  });
}

/** One number per channel. */
export function perChannel(
  name: string,
  value: TensorLike,
  channels: number,
  who = "batchNorm",
): Tensor {
  const t = asTensor(value, who, name);
  checkPerChannel(who, name, t, channels);
  return t;
}
