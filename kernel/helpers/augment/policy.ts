import { OptionError } from "../../core/index.ts";
import { asTensor, type Rng, type Tensor, type TensorLike, checkNumber } from "../tensor/index.ts";
import { colourJitter, cutout, noise } from "./colour.ts";
import { mirror, rotate, shear, zoom } from "./geometry.ts";

/** A change of an image that may draw random numbers; it returns a new image. */
export type Augmentation = (image: Tensor, rng: Rng) => Tensor;

/** An operation of a policy: what, how often, how strongly. */
export interface PolicyStep {
  readonly operation: OperationName;
  /** 0 … 1 */
  readonly probability: number;
  /** 0 … 1 of the operation's own range */
  readonly magnitude: number;
}

/** Names of the operations that policies are made of. */
export type OperationName =
  "identity" | "mirror" | "rotate" | "zoom" | "shear" | "jitter" | "noise" | "cutout";

/** An operation at a magnitude of 0 … 1. */
type Operation = (image: Tensor, magnitude: number, rng: Rng) => Tensor;

const sign = (rng: Rng): number => (rng.uniform() < 0.5 ? -1 : 1);

/** Operations by name; a magnitude of 1 is the strongest that leaves a digit readable. */
const operations: Readonly<Record<OperationName, Operation>> = {
  identity: (image) => image,
  mirror: (image) => mirror(image),
  rotate: (image, m, rng) => rotate(image, sign(rng) * 45 * m),
  zoom: (image, m, rng) => zoom(image, 1 + sign(rng) * 0.4 * m),
  shear: (image, m, rng) => shear(image, sign(rng) * 0.5 * m),
  jitter: (image, m, rng) => colourJitter(image, 0.6 * m, rng),
  noise: (image, m, rng) => noise(image, 0.3 * m, rng),
  cutout: (image, m, rng) => cutout(image, Math.round(0.5 * m * (image.shape[0] ?? 0)), rng),
};

/** All operations that a policy can name. */
export const operationNames: readonly OperationName[] = Object.keys(operations) as OperationName[];

/**
 * One augmentation after the other.
 *
 * @example compose((image) => mirror(image), (image) => zoom(image, 2))(zeros([4, 4, 1]), new Rng(1)).shape // [4, 4, 1]
 */
export function compose(...steps: readonly Augmentation[]): Augmentation {
  return (image, rng) => steps.reduce((current, step) => step(current, rng), image);
}

/**
 * A policy as an augmentation: each step happens with its probability, at its magnitude.
 *
 * @throws OptionError POLICY_STEP
 * @source Cubuk et al., arXiv:1805.09501
 * @example policy([{ operation: "mirror", probability: 1, magnitude: 0 }])(tensor([[[1], [2]]]), new Rng(1)).data // Float64Array [2, 1]
 */
export function policy(steps: readonly PolicyStep[]): Augmentation {
  steps.forEach(checkStep);
  return (image, rng) =>
    steps.reduce(
      (current, { operation, probability, magnitude }) =>
        rng.uniform() < probability ? operations[operation](current, magnitude, rng) : current,
      image,
    );
}

/**
 * RandAugment: n operations drawn anew for each image, all at magnitude m.
 *
 * @param n operations
 * @param m 0 … 1
 * @source Cubuk et al., arXiv:1909.13719
 * @example randAugment(2, 0.3)(ones([8, 8, 3]), new Rng(1)).shape // [8, 8, 3]
 */
export function randAugment(n: number, m: number): Augmentation {
  checkStep({ operation: "identity", probability: 1, magnitude: m });
  return (image, rng) => {
    const drawn = Array.from(
      { length: n },
      () => operationNames[rng.integer(operationNames.length)],
    );
    return drawn.reduce(
      (current, name) => (name === undefined ? current : operations[name](current, m, rng)),
      asTensor(image, "randAugment", "the image"),
    );
  };
}

/**
 * Searches policies of two steps at random and returns the best.
 *
 * @param score larger is better: validation accuracy of a model trained with the policy
 * @example searchPolicy(5, new Rng(1), (steps) => steps.length).score // 2
 */
export function searchPolicy(
  trials: number,
  rng: Rng,
  score: (steps: readonly PolicyStep[]) => number,
): { readonly steps: readonly PolicyStep[]; readonly score: number } {
  let best = { steps: [] as readonly PolicyStep[], score: score([]) };
  for (let trial = 0; trial < trials; trial += 1) {
    const steps = [0, 1].map((): PolicyStep => ({
      operation: operationNames[rng.integer(operationNames.length)] ?? "identity",
      probability: rng.uniform(),
      magnitude: rng.uniform(),
    }));
    const reached = score(steps);
    if (reached > best.score) best = { steps, score: reached };
  }
  return best;
}

/**
 * Applies an augmentation with probability p.
 *
 * @example sometimes(0, (image) => mirror(image))(tensor([[[1], [2]]]), new Rng(1)).data // Float64Array [1, 2]
 */
export function sometimes(p: number, step: Augmentation): Augmentation {
  checkNumber("sometimes", "p", p, { least: 0, most: 1 });
  return (image, rng) => (rng.uniform() < p ? step(image, rng) : image);
}

function checkStep({ operation, probability, magnitude }: PolicyStep): void {
  const inside = (value: number): boolean => value >= 0 && value <= 1;
  if (operation in operations && inside(probability) && inside(magnitude)) return;
  throw new OptionError({
    code: "POLICY_STEP",
    summary: "policy: a step does not make sense.",
    given: JSON.stringify({ operation, probability, magnitude }),
    expected: `an operation of ${operationNames.join(", ")}; probability and magnitude from 0 to 1`,
  });
}

/**
 * Averages predictions over crops or other variants of one image, whatever their order.
 *
 * @example averagePredictions([[0, 1], [1, 0], [1, 0.5]]) // [0.666666666667, 0.5]
 */
export function averagePredictions(predictions: readonly TensorLike[]): readonly number[] {
  const rows = predictions.map((row) => asTensor(row, "averagePredictions", "a prediction").data);
  const [first] = rows;
  return Array.from(
    first ?? [],
    (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rows.length,
  );
}
