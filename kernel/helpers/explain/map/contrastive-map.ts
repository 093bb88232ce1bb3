import { descend, logitsOf, ntXent, type Network, type Update } from "../../backprop/index.ts";
import {
  asTensor,
  checkRank,
  checkSameShape,
  copy,
  Rng,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkOptions, wholeFrom } from "../example.ts";

/** Options of `contrastiveMap`. */
export interface ContrastiveMapOptions {
  /** Another view of an image [H, W, C]: shifted, mirrored, in other colours. What it changes, the map forgets. */
  readonly augment: (image: Tensor, rng: Rng) => TensorLike;
  /** τ > 0 (default 0.5). */
  readonly temperature?: number;
  /** Default 10. */
  readonly epochs?: number;
  /** Images per step; each gives two rows (default 16). */
  readonly batch?: number;
  /** New parameters from the old ones and their gradients; step counts from 1 (default: gradient descent, rate 0.1). */
  readonly update?: Update;
  /** Default 1. */
  readonly seed?: number;
}

/** A map of images that was learnt without labels. */
export interface ContrastiveMap {
  /** [N, d], the network's output for each image; d = 2 is a map to look at. */
  readonly embedding: Tensor;
  readonly network: Network;
  /** Mean loss of each epoch. */
  readonly losses: readonly number[];
}

/**
 * Unsupervised map by contrastive learning: a network with d outputs is trained so that two views of one image come to lie in
 * one direction, and views of different images do not (`ntXent`). No label is used. With d = 2 that is a map.
 *
 * The network that is given is not changed. Only the direction of a row counts for the loss.
 *
 * @param images [N, H, W, C]
 * @throws ShapeError WRONG_RANK, SHAPES_DIFFER; OptionError EXPLAIN_OPTION
 * @source Chen, Kornblith, Norouzi & Hinton, arXiv:2002.05709; Böhm, Berens & Kobak, arXiv:2210.09879, for maps
 * @example contrastiveMap(network([flattenLayer("flat"), denseLayer("map", { filters: [[1, 2], [3, 1]] })]), [[[[1], [2]]], [[[2], [1]]]], { augment: (x) => x, epochs: 3 }).losses.length // 3
 */
export function contrastiveMap(
  net: Network,
  images: TensorLike,
  options: ContrastiveMapOptions,
): ContrastiveMap {
  const { temperature = 0.5, epochs = 10, batch = 16, seed = 1, update = descend } = options;
  const x = asTensor(images, "contrastiveMap", "images");
  checkRank("contrastiveMap", "images", x.shape, ["N", "H", "W", "C"]);
  const count = x.shape[0] ?? 0;
  checkOptions("contrastiveMap", {
    images: [count, count >= 2, "at least 2, or nothing is different"],
    temperature: [temperature, temperature > 0, "> 0"],
    epochs: [epochs, wholeFrom(0, epochs), "a whole number ≥ 0"],
    batch: [batch, wholeFrom(2, batch), "a whole number ≥ 2"],
  });
  const rng = new Rng(seed);
  let network = net;
  let step = 0;
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = Array.from({ length: count }, (_, n) => ({ n, at: rng.uniform() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ n }) => n);
    let [total, steps] = [0, 0];
    for (let first = 0; first + 1 < count; first += batch) {
      const chosen = order.slice(first, first + batch);
      if (chosen.length < 2) continue; // one image alone has nothing to be different from
      const views = viewsOf(x, chosen, (image) => options.augment(image, rng));
      const { loss, gradients } = network.gradientsOf(views, (z) => ntXent(z, temperature));
      step += 1;
      network = network.withParameters(update(network.parameters, gradients, step));
      total += loss;
      steps += 1;
    }
    losses.push(total / steps);
  }
  return { embedding: logitsOf(network, x), network, losses };
}

/** Two views of each image, one after the other. */
function viewsOf(
  x: Tensor,
  chosen: readonly number[],
  augment: (image: Tensor) => TensorLike,
): Tensor {
  const [, ...shape] = x.shape;
  const size = x.size / (x.shape[0] ?? 1);
  const data = new Float64Array(2 * chosen.length * size);
  chosen.forEach((n, i) => {
    for (const view of [0, 1]) {
      const image = copy(wrap(x.data.slice(n * size, (n + 1) * size), shape));
      const made = asTensor(augment(image), "contrastiveMap", "an augmented image");
      checkSameShape("contrastiveMap (augment)", made.shape, shape);
      data.set(made.data, (2 * i + view) * size);
    }
  });
  return wrap(data, [2 * chosen.length, ...shape]);
}
