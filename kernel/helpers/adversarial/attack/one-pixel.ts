import { softmax } from "../../ops/index.ts";
import { checkRank, copy, Rng, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkOptions, checkPixels, clip, labelOf, oneExample, type PixelBox } from "../checks.ts";
import { asClassifier, predict, type Attackable } from "../classifier.ts";
import { checkLabels } from "../labels.ts";

/** Options of the one-pixel attack. */
export interface OnePixelOptions {
  /** How many pixels may change (default 1). */
  readonly pixels?: number;
  /** The true class (default: the predicted one). */
  readonly label?: number;
  /** A class that is wanted (default: any other). */
  readonly target?: number;
  /** Images that the model may be asked about (default 400). */
  readonly maxQueries?: number;
  /** Candidates per generation (default 20). */
  readonly population?: number;
  /** F of the differential evolution (default 0.5). */
  readonly factor?: number;
  /** Default [0, 1]. */
  readonly box?: PixelBox;
  /** Default 1. */
  readonly seed?: number;
}

/** A pixel in a new colour. */
export interface PixelChange {
  readonly at: readonly [row: number, column: number];
  readonly colour: readonly number[];
}

/** What the evolution found. */
export interface OnePixel {
  readonly adversarial: Tensor;
  readonly changes: readonly PixelChange[];
  /** Images that the model was asked about, at most maxQueries. */
  readonly queries: number;
  readonly predicted: number;
  readonly success: boolean;
}

/**
 * One-pixel attack: differential evolution over the place and colour of a pixel. A candidate (row, column, colour) gets a child
 * x_a + F·(x_b − x_c) of three others, and is replaced if the model likes the true class less in it (the wanted class more).
 *
 * Black box: only probabilities are asked for, no gradient.
 *
 * @param x one image [H, W, C] or [1, H, W, C]
 * @throws OptionError ATTACK_OPTION, LABEL_RANGE; ShapeError ONE_EXAMPLE, WRONG_RANK
 * @source Su, Vargas & Sakurai, arXiv:1710.08864, section 3
 * @example onePixel(classifierOf(network([globalAverageLayer("z")])), [[[0.1, 0.2], [0, 0]]], { seed: 3 }).queries <= 400 // true
 */
export function onePixel(
  attacked: Attackable,
  x: TensorLike,
  options: OnePixelOptions = {},
): OnePixel {
  const model = asClassifier(attacked, "onePixel");
  const { pixels = 1, maxQueries = 400, population = 20, factor = 0.5, box = [0, 1] } = options;
  const image = oneExample("onePixel", x);
  checkRank("onePixel", "x", image.shape, ["1", "H", "W", "C"]);
  const [, height = 0, width = 0, channels = 0] = image.shape;
  checkPixels("onePixel", image, box);
  checkOptions("onePixel", {
    pixels: [pixels, Number.isInteger(pixels) && pixels >= 1 && pixels <= height * width, `whole, from 1 to ${height * width}`], // prettier-ignore
    population: [population, Number.isInteger(population) && population >= 4, "whole, ≥ 4: a child has three other parents"], // prettier-ignore
    maxQueries: [maxQueries, maxQueries >= population, `at least the population, ${population}`],
    factor: [factor, factor > 0 && factor <= 2, "in (0, 2]"],
  });
  const label = labelOf("onePixel", model, image, options.label);
  const { target } = options;
  if (target !== undefined) {
    checkLabels("onePixel", [target], 1, model.logits(image).shape[1] ?? 0);
  }
  const rng = new Rng(options.seed ?? 1);
  const genes = 2 + channels;
  const range = (gene: number): PixelBox =>
    gene % genes === 0 ? [0, height - 1] : gene % genes === 1 ? [0, width - 1] : box;
  let queries = 0;
  let won: readonly number[] | undefined;
  const fitness = (candidate: readonly number[]): number => {
    queries += 1;
    const z = model.logits(paint(image, candidate, genes));
    const p = softmax(z).data;
    const best = p.indexOf(p.reduce((a, b) => Math.max(a, b), -1));
    if (target === undefined ? best !== label : best === target) won = candidate;
    return target === undefined ? (p[label] ?? 0) : 1 - (p[target] ?? 0);
  };
  const draw = (gene: number): number => {
    const [low, high] = range(gene);
    return low + (high - low) * rng.uniform();
  };
  const all = Array.from({ length: population }, () => {
    const candidate = Array.from({ length: pixels * genes }, (_, gene) => draw(gene));
    return { candidate, score: won === undefined ? fitness(candidate) : Infinity };
  });
  while (won === undefined && queries + population <= maxQueries) {
    for (let i = 0; i < population && won === undefined; i += 1) {
      const [a, b, c] = others(rng, population, i).map((at) => all[at]?.candidate ?? []);
      const child = (a ?? []).map((gene, at) =>
        clip(gene + factor * ((b?.[at] ?? 0) - (c?.[at] ?? 0)), range(at)),
      );
      const score = fitness(child);
      if (score <= (all[i]?.score ?? Infinity)) all[i] = { candidate: child, score };
    }
  }
  const best = won ?? all.reduce((a, b) => (b.score < a.score ? b : a)).candidate;
  const adversarial = paint(image, best, genes);
  const predicted = predict(model, adversarial)[0] ?? 0;
  const success = won !== undefined;
  return { adversarial, changes: changesOf(best, genes), queries, predicted, success };
}

/** Three different numbers below `count`, none of them `own`. */
function others(rng: Rng, count: number, own: number): readonly number[] {
  const found: number[] = [];
  while (found.length < 3) {
    const at = rng.integer(count);
    if (at !== own && !found.includes(at)) found.push(at);
  }
  return found;
}

function changesOf(candidate: readonly number[], genes: number): readonly PixelChange[] {
  return Array.from({ length: candidate.length / genes }, (_, i) => {
    const [row = 0, column = 0, ...colour] = candidate.slice(i * genes, (i + 1) * genes);
    return { at: [Math.round(row), Math.round(column)] as const, colour };
  });
}

function paint(image: Tensor, candidate: readonly number[], genes: number): Tensor {
  const painted = copy(image);
  for (const { at, colour } of changesOf(candidate, genes)) {
    colour.forEach((value, c) => painted.set(0, at[0], at[1], c, value));
  }
  return painted;
}
