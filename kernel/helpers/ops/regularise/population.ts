// Batch normalisation after training: statistics of the population, and the layer folded away.
import { OptionError } from "../../../core/index.ts";
import {
  asTensor,
  checkSameShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled, checkHasChannels, checkRanges } from "../checks.ts";
import { channelStats, checkedInput, perChannel, type ChannelStats } from "./batch-norm.ts";

/**
 * Population statistics from mini-batches: mean of the means, m/(m − 1) times the mean of the biased variances.
 *
 * @param batches tensors […, C] of equal size m > 1 per channel
 * @throws OptionError NO_STATISTICS; ShapeError SHAPES_DIFFER, EMPTY
 * @source Ioffe & Szegedy, arXiv:1502.03167, algorithm 2
 * @example populationStats([[[1], [3]]]).variance.data // Float64Array [2]
 */
export function populationStats(batches: readonly TensorLike[]): ChannelStats {
  const tensors = (Array.isArray(batches) ? (batches as readonly TensorLike[]) : []).map((batch) =>
    checkedInput("populationStats", batch),
  );
  const [first] = tensors;
  const channels = first?.shape.at(-1) ?? 0;
  const m = (first?.size ?? 0) / channels;
  if (first === undefined || !(m > 1)) {
    throw new OptionError({
      code: "NO_STATISTICS",
      summary: "populationStats: a variance needs at least two values per channel.",
      given: `${tensors.length} batches, ${first === undefined ? 0 : m} values per channel`,
      expected: "at least one batch with two values per channel",
      fix: "pass a list of batches: populationStats([batch, …])",
    });
  }
  for (const batch of tensors) checkSameShape("populationStats", first.shape, batch.shape);
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
 * @throws ShapeError CHANNELS, WRONG_RANK, EMPTY; OptionError BAD_OPTIONS
 * @returns weights and bias with which the convolution alone gives the same output
 * @example foldBatchNorm({ filters: [[[[3]]]], bias: [1] }, { mean: [1], variance: [4], gamma: [2], beta: [5], eps: 0 }).filters.data // Float64Array [3]
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
  checkHasChannels("foldBatchNorm", "filters", w);
  checkFilled("foldBatchNorm", "filters", w);
  const channels = w.shape.at(-1) ?? 0;
  const { eps = 1e-5 } = norm;
  checkRanges("foldBatchNorm", { eps: { value: eps, from: 0 } });
  const own = (name: string, value: TensorLike): Tensor =>
    perChannel(name, value, channels, "foldBatchNorm");
  const [b, gamma, beta] = [own("bias", bias), own("gamma", norm.gamma), own("beta", norm.beta)];
  const [mean, variance] = [own("mean", norm.mean), own("variance", norm.variance)];
  const factor = variance.data.map((v, c) => (gamma.data[c] ?? 0) / Math.sqrt(v + eps));
  const shifted = b.data.map(
    (value, c) => (value - (mean.data[c] ?? 0)) * (factor[c] ?? 0) + (beta.data[c] ?? 0),
  );
  return {
    filters: wrap(
      w.data.map((value, i) => value * (factor[i % channels] ?? 0)),
      w.shape,
    ),
    bias: wrap(shifted, [channels]),
  };
}
