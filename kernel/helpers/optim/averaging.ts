// Means over examples, weights and models.
import { OptionError } from "../../core/index.ts";
import {
  asTensor,
  checkSameShape,
  fromArray,
  type Rng,
  type Tensor,
  type TensorLike,
  checkNumber,
} from "../tensor/index.ts";

/**
 * Label smoothing: (1 − ε)·y + ε/K for K classes.
 *
 * @param labels [N, K], rows that sum to 1
 * @param epsilon ε in [0, 1)
 * @source Szegedy et al., arXiv:1512.00567, section 7
 * @example labelSmooth([[1, 0]], 0.1).data // Float64Array [0.95, 0.05]
 */
export function labelSmooth(labels: TensorLike, epsilon: number): Tensor {
  const y = asTensor(labels, "labelSmooth", "labels");
  checkNumber("labelSmooth", "epsilon", epsilon, { least: 0, most: 1 });
  const classes = y.shape.at(-1) ?? 1;
  return fromArray(
    y.data.map((value) => (1 - epsilon) * value + epsilon / classes),
    y.shape,
  );
}

/**
 * Exponential moving average: decay·average + (1 − decay)·weights.
 *
 * @example ema([1], [2], 0.9).data // Float64Array [1.1]
 */
export function ema(average: TensorLike, weights: TensorLike, decay: number): Tensor {
  const a = asTensor(average, "ema", "average");
  const w = asTensor(weights, "ema", "weights");
  checkSameShape("ema", a.shape, w.shape);
  checkNumber("ema", "decay", decay, { least: 0, most: 1 });
  return fromArray(
    a.data.map((value, i) => decay * value + (1 - decay) * (w.data[i] ?? 0)),
    a.shape,
  );
}

/**
 * Indices of a bootstrap sample: n draws with replacement; about 1 − 1/e = 63.2 % of the examples come up.
 *
 * @example bootstrap(100, new Rng(1)).length // 100
 */
export function bootstrap(n: number, rng: Rng): readonly number[] {
  checkNumber("bootstrap", "n", n, { least: 1, whole: true });
  return Array.from({ length: n }, () => rng.integer(n));
}

/**
 * Mean of the members' probabilities.
 *
 * @param members probabilities [N, K] of each member
 * @throws OptionError NO_MEMBERS; ShapeError SHAPES_DIFFER
 * @example ensemble([[[1, 0]], [[0.5, 0.5]]]).data // Float64Array [0.75, 0.25]
 */
export function ensemble(members: readonly TensorLike[]): Tensor {
  const [first, ...others] = members.map((member) => asTensor(member, "ensemble", "a member"));
  if (first === undefined) {
    throw new OptionError({
      code: "NO_MEMBERS",
      summary: "ensemble: there is nothing to average.",
      given: "no members",
      expected: "the probabilities [N, K] of at least one model",
    });
  }
  const sum = first.data.slice();
  for (const other of others) {
    checkSameShape("ensemble", first.shape, other.shape);
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) + (other.data[i] ?? 0);
  }
  return fromArray(
    sum.map((value) => value / members.length),
    first.shape,
  );
}
