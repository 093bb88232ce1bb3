import { OptionError, ShapeError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  commonDtype,
  formatShape,
  wrap,
  type FloatArray,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

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
 * @throws ShapeError CHANNELS; OptionError NO_STATISTICS
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
  const input = asTensor(x, "batchNorm", "x");
  const channels = input.shape.at(-1) ?? 0;
  const scale = perChannel("gamma", gamma, channels);
  const shift = perChannel("beta", beta, channels);
  const used = mode === "train" ? channelStats(input) : needed(state);
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
 */
export function channelStats(x: TensorLike): ChannelStats {
  const input = asTensor(x, "channelStats", "x");
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

/**
 * Population statistics from mini-batches: mean of the means, m/(m − 1) times the mean of the biased variances.
 *
 * @param batches tensors […, C] of equal size m > 1 per channel
 * @throws OptionError NO_STATISTICS
 * @source Ioffe & Szegedy, arXiv:1502.03167, algorithm 2
 */
export function populationStats(batches: readonly TensorLike[]): ChannelStats {
  const tensors = batches.map((batch) => asTensor(batch, "populationStats", "a batch"));
  const [first] = tensors;
  const channels = first?.shape.at(-1) ?? 0;
  const m = (first?.size ?? 0) / channels;
  if (first === undefined || !(m > 1)) {
    throw new OptionError({
      code: "NO_STATISTICS",
      summary: "populationStats: a variance needs at least two values per channel.",
      given: `${batches.length} batches, ${first === undefined ? 0 : m} values per channel`,
      expected: "at least one batch with two values per channel",
    });
  }
  const stats = tensors.map(channelStats);
  const average = (of: (s: ChannelStats) => Tensor, factor: number): Tensor =>
    wrap(
      Float64Array.from({ length: channels }, (_, c) =>
        stats.reduce((sum, s) => sum + ((of(s).data[c] ?? 0) * factor) / stats.length, 0),
      ),
      [channels],
    );
  return {
    mean: average(({ mean }) => mean, 1),
    variance: average(({ variance }) => variance, m / (m - 1)),
  };
}

/**
 * Folds a batch norm in test mode into the convolution before it: w·γ/√(σ² + ε) and (b − μ)·γ/√(σ² + ε) + β.
 *
 * @param filters […, K], the convolution's weights
 * @param bias    [K]
 * @returns weights and bias with which the convolution alone gives the same output
 */
export function foldBatchNorm(
  { filters, bias }: { readonly filters: TensorLike; readonly bias: TensorLike },
  norm: ChannelStats & {
    readonly gamma: TensorLike;
    readonly beta: TensorLike;
    readonly eps?: number;
  },
): { readonly filters: Tensor; readonly bias: Tensor } {
  const w = asTensor(filters, "foldBatchNorm", "filters");
  const channels = w.shape.at(-1) ?? 0;
  const b = perChannel("bias", bias, channels);
  const gamma = perChannel("gamma", norm.gamma, channels);
  const beta = perChannel("beta", norm.beta, channels);
  const factor = norm.variance.data.map(
    (v, c) => (gamma.data[c] ?? 0) / Math.sqrt(v + (norm.eps ?? 1e-5)),
  );
  const shifted = b.data.map(
    (value, c) => (value - (norm.mean.data[c] ?? 0)) * (factor[c] ?? 0) + (beta.data[c] ?? 0),
  );
  return {
    filters: wrap(
      w.data.map((value, i) => value * (factor[i % channels] ?? 0)),
      w.shape,
    ),
    bias: wrap(shifted, [channels]),
  };
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

function needed(state: ChannelStats | undefined): ChannelStats {
  if (state !== undefined) return state;
  throw new OptionError({
    code: "NO_STATISTICS",
    summary: 'batchNorm: mode "test" needs the running statistics.',
    given: "no state",
    expected: "the state that training returned, or populationStats(batches)",
  });
}

function perChannel(name: string, value: TensorLike, channels: number): Tensor {
  const t = asTensor(value, "batchNorm", name);
  if (t.shape.length === 1 && t.shape[0] === channels) return t;
  throw new ShapeError({
    code: "CHANNELS",
    summary: `batchNorm: there must be one ${name} per channel, and there are ${channels}.`,
    given: `${name} of shape ${formatShape(t.shape)}`,
    expected: `[${channels}]`,
  });
}
