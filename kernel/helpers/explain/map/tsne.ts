import { randomNormal, scale, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkOptions, wholeFrom } from "../example.ts";
import { tsneAffinities } from "./tsne-affinities.ts";
import { tsneStep } from "./tsne-step.ts";

/** Options of `tsne`. */
export interface TsneOptions {
  /** About the number of neighbours that count (default 30, at most a third of the points). */
  readonly perplexity?: number;
  /** Steps (default 500). */
  readonly iters?: number;
  /** Axes of the map (default 2). */
  readonly dimensions?: number;
  /** Default N/12, at least 50. */
  readonly learningRate?: number;
  /** P is multiplied by this in the first quarter of the steps (default 12), so that clusters gather. */
  readonly exaggeration?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** A map of the points, and how the loss fell. */
export interface Tsne {
  /** [N, 2], centred at 0. */
  readonly embedding: Tensor;
  /** KL(P‖Q) before the first step and after each, always of the true P. */
  readonly losses: readonly number[];
  /** Step at which the exaggeration ended. */
  readonly exaggeratedUntil: number;
}

/**
 * t-SNE with its exact gradient: points that are near in [N, D] stay near in the plane.
 *
 * Gradient descent with momentum (0.5, then 0.8), one gain per coordinate (+0.2 while its slope keeps its sign, ·0.8 when it
 * turns) and early exaggeration. Each step costs N²: 1,000 points are the practical limit.
 *
 * @param x [N, D], more axes count as D; standardise columns of different units first
 * @throws OptionError TSNE_PERPLEXITY, EXPLAIN_OPTION; ShapeError WRONG_RANK
 * @source van der Maaten & Hinton, JMLR 9 (2008), algorithm 1; the learning rate after Belkina et al., Nat. Commun. 10 (2019)
 * @example tsne([[0], [1], [8], [9]], { perplexity: 2, iters: 10 }).embedding.shape // [4, 2]
 */
export function tsne(x: TensorLike, options: TsneOptions = {}): Tsne {
  const { iters = 500, dimensions = 2, exaggeration = 12, seed = 1 } = options;
  const count = Array.isArray(x) ? x.length : ((x as Tensor).shape[0] ?? 0);
  const perplexity = options.perplexity ?? Math.max(1, Math.min(30, (count - 1) / 3));
  const learningRate = options.learningRate ?? Math.max(50, count / 12);
  checkOptions("tsne", {
    iters: [iters, wholeFrom(0, iters), "a whole number ≥ 0"],
    dimensions: [dimensions, wholeFrom(1, dimensions), "a whole number ≥ 1"],
    exaggeration: [exaggeration, exaggeration >= 1, "≥ 1"],
    learningRate: [learningRate, learningRate > 0, "> 0"],
  });
  const { joint } = tsneAffinities(x, perplexity);
  const exaggerated = scale(joint, exaggeration);
  const exaggeratedUntil = Math.floor(iters / 4);
  let y = randomNormal([count, dimensions], { seed, std: 1e-4 });
  const velocity = new Float64Array(y.size);
  const gains = new Float64Array(y.size).fill(1);
  const losses: number[] = [];
  for (let step = 0; step < iters; step += 1) {
    const early = step < exaggeratedUntil;
    const { gradient, kl } = tsneStep(early ? exaggerated : joint, y);
    // Σ a·p·log(a·p/q) = a·(KL + log a), as Σ p = 1
    losses.push(early ? kl / exaggeration - Math.log(exaggeration) : kl);
    const momentum = early ? 0.5 : 0.8;
    const moved = y.data.slice();
    for (let i = 0; i < y.size; i += 1) {
      const g = gradient.data[i] ?? 0;
      const turned = Math.sign(g) === Math.sign(velocity[i] ?? 0);
      gains[i] = Math.max(0.01, turned ? (gains[i] ?? 1) * 0.8 : (gains[i] ?? 1) + 0.2);
      velocity[i] = momentum * (velocity[i] ?? 0) - learningRate * (gains[i] ?? 1) * g;
      moved[i] = (moved[i] ?? 0) + (velocity[i] ?? 0);
    }
    y = centred(wrap(moved, y.shape));
  }
  losses.push(tsneStep(joint, y).kl);
  return { embedding: y, losses, exaggeratedUntil };
}

/** The map with its mean at 0. */
function centred(y: Tensor): Tensor {
  const [count = 0, size = 0] = y.shape;
  for (let d = 0; d < size; d += 1) {
    let mean = 0;
    for (let i = 0; i < count; i += 1) mean += (y.data[i * size + d] ?? 0) / count;
    for (let i = d; i < y.size; i += size) y.data[i] = (y.data[i] ?? 0) - mean;
  }
  return y;
}
