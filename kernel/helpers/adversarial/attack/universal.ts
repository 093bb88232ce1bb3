import {
  asTensor,
  reshape,
  wrap,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { wholeFrom } from "../../../core/index.ts";
import { checkOptions, checkPixels, clip, type PixelBox } from "../checks.ts";
import { asClassifier, predict, type Attackable, type Classifier } from "../classifier.ts";
import { deepFool } from "./deep-fool.ts";
import { projectBall } from "./sign.ts";

/** Options of the universal perturbation. */
export interface UniversalOptions {
  /** ξ > 0, radius of the ball that v stays in. */
  readonly xi: number;
  /** 2, or Infinity (default). */
  readonly p?: number;
  /** Pushes every image to this class, and tries no other. */
  readonly target?: number;
  /** Classes that all images are pushed to, one after the other, where the paper's rounds fool too few (default 3). */
  readonly aims?: number;
  /** Share of the images that is to be fooled before it stops (default 0.8). */
  readonly wanted?: number;
  /** Most rounds through the images, for each aim (default 10). */
  readonly passes?: number;
  /** Default [0, 1]. */
  readonly box?: PixelBox;
}

/** One change for all images. */
export interface Universal {
  /** v of the best round, one image's shape with a batch of 1; ‖v‖_p ≤ ξ */
  readonly perturbation: Tensor;
  /** Fooling rate on the images after each round, those of all aims one after the other. */
  readonly rates: readonly number[];
  /** The class that v pushes to; undefined where each image goes its own way. */
  readonly target: number | undefined;
}

/**
 * Universal perturbation: for each image that v does not fool yet, DeepFool finds the smallest Δ from x + v over the boundary,
 * and v becomes the projection of v + Δ onto the ball ‖v‖_p ≤ ξ.
 *
 * With few classes the images of one push against those of another, and v fools less than half. Where these rounds of the
 * paper stay below `wanted`, the same rounds push all images to one class, the one where v leads most of them first, then
 * the next; the v that fools most is kept.
 *
 * @param images [N, …]; labels are not needed, fooled means that the prediction changes
 * @throws OptionError ATTACK_OPTION, ATTACK_NORM
 * @source Moosavi-Dezfooli, Fawzi, Fawzi & Frossard, arXiv:1610.08401, algorithm 1 (one aim per image), section 4 (dominant classes)
 * @example universalPerturbation(affineClassifier([[1, -1]], [0, 0]), [[0.1], [0.2]], { xi: 0.3, box: [-1, 1] }).rates.at(-1) // 1
 */
export function universalPerturbation(
  attacked: Attackable,
  images: TensorLike,
  options: UniversalOptions,
): Universal {
  const model = asClassifier(attacked, "universalPerturbation");
  const search = checkSearch(model, images, options);
  const { wanted = 0.8, aims = 3, target } = options;
  const found = [rounds(search, target)];
  const best = (): Universal =>
    found.reduce((one, two) => (highest(two.rates) > highest(one.rates) ? two : one));
  if (target === undefined) {
    const moved = addTo(search.x, best().perturbation, search.box);
    for (const aim of dominant(model, moved).slice(0, aims)) {
      if (highest(best().rates) >= wanted) break;
      found.push(rounds(search, aim));
    }
  }
  return { ...best(), rates: found.flatMap(({ rates }) => rates) };
}

const highest = (rates: readonly number[]): number => rates.reduce((a, b) => Math.max(a, b), 0);

/** Classes by how many of the images are taken for them, all that the model knows. */
function dominant(model: Classifier, x: Tensor): readonly number[] {
  const guesses = predict(model, x);
  const counts = new Array<number>(model.logits(x).shape[1] ?? 0).fill(0);
  for (const guess of guesses) counts[guess] = (counts[guess] ?? 0) + 1;
  return [...counts.keys()].toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
}

interface Search extends Required<Omit<UniversalOptions, "target" | "aims">> {
  readonly model: Classifier;
  /** [N, …] */
  readonly x: Tensor;
  /** Predictions without v. */
  readonly clean: readonly number[];
}

function checkSearch(model: Classifier, images: TensorLike, options: UniversalOptions): Search {
  const { xi, p = Infinity, wanted = 0.8, passes = 10, aims = 3, box = [0, 1] } = options;
  const x = asTensor(images, "universalPerturbation", "images");
  checkPixels("universalPerturbation", x, box);
  checkOptions("universalPerturbation", {
    xi: [xi, xi > 0 && xi < Infinity, "> 0"],
    wanted: [wanted, wanted > 0 && wanted <= 1, "in (0, 1]"],
    passes: [passes, wholeFrom(1, passes), "whole, ≥ 1"],
    aims: [aims, wholeFrom(0, aims), "whole, ≥ 0"],
  });
  return { model, x, clean: predict(model, x), xi, p, wanted, passes, box };
}

/** The rounds of algorithm 1, each image over its nearest boundary, or all to one class. */
function rounds(search: Search, target: number | undefined): Universal {
  const { model, x, clean, xi, p, wanted, passes, box } = search;
  const aim = target === undefined ? {} : { target };
  const [batch = 0, ...one] = x.shape;
  const size = x.size / batch;
  let v = zeros([1, ...one]);
  let best = v;
  const rates: number[] = [];
  for (let pass = 0; pass < passes && (rates.at(-1) ?? 0) < wanted; pass += 1) {
    for (let n = 0; n < batch; n += 1) {
      const image = wrap(x.data.slice(n * size, (n + 1) * size), [1, ...one]);
      const moved = addTo(image, v, box);
      const now = predict(model, moved)[0];
      if (target === undefined ? now !== clean[n] : now === target) continue;
      const { perturbation } = deepFool(model, moved, { label: clean[n] ?? 0, ...aim });
      const sum = v.data.map((value, i) => value + (perturbation.data[i] ?? 0));
      v = reshape(projectBall(wrap(sum, v.shape), p, xi), v.shape);
    }
    const rate = foolingRate(model, x, v, box);
    if (rate >= highest(rates)) best = v;
    rates.push(rate);
  }
  return { perturbation: best, rates, target };
}

/**
 * Share of the images whose prediction a perturbation changes.
 *
 * @param images       [N, …]
 * @param perturbation one for all, [1, …]
 * @param box          images stay in it (default [0, 1])
 * @example foolingRate(affineClassifier([[1, -1]], [0, 0]), [[0.5], [-0.5]], [[-0.7]], [-1, 1]) // 0.5
 */
export function foolingRate(
  attacked: Attackable,
  images: TensorLike,
  perturbation: TensorLike,
  box: PixelBox = [0, 1],
): number {
  const model = asClassifier(attacked, "foolingRate");
  const x = asTensor(images, "foolingRate", "images");
  const v = asTensor(perturbation, "foolingRate", "perturbation");
  checkOptions("foolingRate", {
    perturbation: [v.size, v.size === x.size / (x.shape[0] ?? 1), "as many numbers as one image"],
  });
  const clean = predict(model, x);
  const fooled = predict(model, addTo(x, v, box));
  return clean.filter((label, n) => fooled[n] !== label).length / clean.length;
}

/** Every image plus v, in the box. */
function addTo(x: Tensor, v: Tensor, box: PixelBox): Tensor {
  return wrap(x.data.map((value, i) => clip(value + (v.data[i % v.size] ?? 0), box)), x.shape); // prettier-ignore
}
