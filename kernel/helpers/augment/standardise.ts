import { OptionError, ShapeError } from "../../core/index.ts";
import { asTensor, fromArray, wrap, type Tensor, type TensorLike } from "../tensor/index.ts";

/** Data on a common scale, and how to bring more onto it. */
export interface Standardised {
  /** In the order in which they were given. */
  readonly sets: readonly Tensor[];
  /** Of the first set. */
  readonly mean: Tensor;
  /** Of the first set; 1 where a feature never changes. */
  readonly std: Tensor;
  /** The same scale for other data. */
  apply(x: TensorLike): Tensor;
}

/**
 * Subtracts the mean and divides by the standard deviation, both of the *first* set: what the test data are like must
 * not be known before the test.
 *
 * @param train […, C]: one mean and one deviation per channel (last axis), over all else; σ² is the biased variance
 * @param rest  further sets with the same last axis
 * @throws ShapeError EMPTY, CHANNELS; OptionError NOT_FINITE
 * @example standardise([[1], [3]], [[5]]).sets[1].data // (5 − 2)/1: Float64Array [3]
 */
export function standardise(train: TensorLike, ...rest: readonly TensorLike[]): Standardised {
  const first = asTensor(train, "standardise", "train");
  const channels = first.shape.at(-1) ?? 0;
  if (first.size === 0) {
    throw new ShapeError({
      code: "EMPTY",
      summary: "standardise: there is nothing to learn a mean from.",
      given: `train [${first.shape.join(", ")}]`,
      expected: "at least one example",
      fix: "look why the training set is empty",
    });
  }
  const lost = first.data.findIndex((value) => !Number.isFinite(value));
  if (lost >= 0) throw notFinite(first.data[lost] ?? Number.NaN, lost);
  const count = first.size / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (const [i, value] of first.data.entries()) {
    mean[i % channels] = (mean[i % channels] ?? 0) + value / count;
  }
  for (const [i, value] of first.data.entries()) {
    const c = i % channels;
    variance[c] = (variance[c] ?? 0) + (value - (mean[c] ?? 0)) ** 2 / count;
  }
  const std = variance.map((value) => (value > 0 ? Math.sqrt(value) : 1));
  const apply = (given: TensorLike): Tensor => {
    const x = asTensor(given, "standardise", "x");
    if (x.shape.at(-1) !== channels) throw otherChannels(x, channels);
    const scaled = x.data.map(
      (value, i) => (value - (mean[i % channels] ?? 0)) / (std[i % channels] ?? 1),
    );
    return wrap(scaled, x.shape);
  };
  return {
    sets: [first, ...rest].map(apply),
    mean: fromArray(mean, [channels]),
    std: fromArray(std, [channels]),
    apply,
  };
}

function otherChannels(x: Tensor, channels: number): ShapeError {
  return new ShapeError({
    code: "CHANNELS",
    summary: "standardise: this set has another last axis than the training set.",
    given: `[${x.shape.join(", ")}]`,
    expected: `[…, ${channels}]`,
    fix: "bring all sets into the same shape first",
  });
}

function notFinite(value: number, at: number): OptionError {
  return new OptionError({
    code: "NOT_FINITE",
    summary: "standardise: a number of the training set is not finite.",
    given: `${value} at position ${at}`,
    expected: "finite numbers",
    fix: "leave the example out, or look where it came from",
  });
}
