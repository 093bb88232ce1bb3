import {
  asTensor,
  checkRank,
  copy,
  random,
  Rng,
  wrap,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkOptions, checkPixels, clip, type PixelBox } from "../checks.ts";
import { asClassifier, lossAndGradient, type Attackable } from "../classifier.ts";
import { checkLabels } from "../labels.ts";

/** Options of the patch attack. */
export interface PatchOptions {
  /** The class that every image with the patch is to have. */
  readonly target: number;
  /** Side of the patch, pixels. */
  readonly size: number;
  /** Default 100. */
  readonly steps?: number;
  /** Largest change of a pixel in one step (default 0.05). */
  readonly rate?: number;
  /** Default [0, 1]. */
  readonly box?: PixelBox;
  /** Default 1. */
  readonly seed?: number;
}

/** A patch that can be laid on any image. */
export interface Patch {
  /** [size, size, C] */
  readonly patch: Tensor;
  /** Mean −log p[target] over the images at each step, with the patch at random places. */
  readonly losses: readonly number[];
}

/**
 * Adversarial patch: argmax_p E[log p_target(image with p at a random place)]. In each step every image gets the patch
 * somewhere else, and the mean gradient's sign moves it.
 *
 * @param images [N, H, W, C]
 * @throws ShapeError WRONG_RANK; OptionError ATTACK_OPTION, LABEL_RANGE
 * @source Brown, Mané, Roy, Abadi & Gilmer, arXiv:1712.09665, equation 1
 * @example patchAttack(classifierOf(network([globalAverageLayer("z")])), zeros([2, 4, 4, 2]), { target: 1, size: 2, steps: 30 }).patch.get(0, 0, 1) // 1
 */
export function patchAttack(
  attacked: Attackable,
  images: TensorLike,
  options: PatchOptions,
): Patch {
  const model = asClassifier(attacked, "patchAttack");
  const { target, size, steps = 100, rate = 0.05, box = [0, 1], seed = 1 } = options;
  const x = asTensor(images, "patchAttack", "images");
  checkRank("patchAttack", "images", x.shape, ["N", "H", "W", "C"]);
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const most = Math.min(height, width);
  checkPixels("patchAttack", x, box);
  checkOptions("patchAttack", {
    size: [size, Number.isInteger(size) && size >= 1 && size <= most, `whole, from 1 to ${most}`],
    steps: [steps, Number.isInteger(steps) && steps >= 0, "whole, ≥ 0"],
    rate: [rate, rate > 0, "> 0"],
  });
  checkLabels("patchAttack", [target], 1, model.logits(x).shape[1] ?? 0);
  const rng = new Rng(seed);
  const [low, high] = box;
  let patch = random([size, size, channels], { seed: rng, low, high });
  const wanted = Array<number>(batch).fill(target);
  const losses: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const places = Array.from(
      { length: batch },
      () => [rng.integer(height - size + 1), rng.integer(width - size + 1)] as const,
    );
    const covered = cover(x, patch, (n) => places[n] ?? [0, 0]);
    const found = lossAndGradient(model, covered, wanted);
    losses.push(found.losses.reduce((a, b) => a + b, 0) / batch);
    const total = zeros(patch.shape);
    places.forEach(([top, left], n) => {
      for (let i = 0; i < total.size; i += 1) {
        const [y, column, c] = placeIn(i, size, channels);
        const g = found.gradient.get(n, top + y, left + column, c);
        total.data[i] = (total.data[i] ?? 0) + g;
      }
    });
    const moved = patch.data.map((value, i) =>
      clip(value - rate * Math.sign(total.data[i] ?? 0), box),
    );
    patch = wrap(moved, patch.shape);
  }
  return { patch, losses };
}

/**
 * Images with a patch laid over them at one place.
 *
 * @param images [N, H, W, C]
 * @param patch  [h, w, C]
 * @param place  upper left corner
 * @throws OptionError ATTACK_OPTION when the patch does not fit there
 * @example applyPatch(zeros([1, 1, 3, 1]), [[[7]]], [0, 2]).data // Float64Array [0, 0, 7]
 */
export function applyPatch(
  images: TensorLike,
  patch: TensorLike,
  [top, left]: readonly [row: number, column: number],
): Tensor {
  const x = asTensor(images, "applyPatch", "images");
  const p = asTensor(patch, "applyPatch", "patch");
  checkRank("applyPatch", "images", x.shape, ["N", "H", "W", "C"]);
  checkRank("applyPatch", "patch", p.shape, ["h", "w", "C"]);
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const [h = 0, w = 0, c = 0] = p.shape;
  checkOptions("applyPatch", {
    row: [top, Number.isInteger(top) && top >= 0 && top + h <= height, `whole, from 0 to ${height - h}`], // prettier-ignore
    column: [left, Number.isInteger(left) && left >= 0 && left + w <= width, `whole, from 0 to ${width - w}`], // prettier-ignore
    channels: [c, c === channels, `${channels}, the images'`],
  });
  return cover(x, p, () => [top, left]);
}

function cover(
  x: Tensor,
  patch: Tensor,
  placeOf: (n: number) => readonly [row: number, column: number],
): Tensor {
  const covered = copy(x);
  const [, width = 0, channels = 0] = patch.shape;
  for (let n = 0; n < (x.shape[0] ?? 0); n += 1) {
    const [top, left] = placeOf(n);
    for (let i = 0; i < patch.size; i += 1) {
      const [y, column, c] = placeIn(i, width, channels);
      covered.set(n, top + y, left + column, c, patch.data[i] ?? 0);
    }
  }
  return covered;
}

/** Row, column and channel of position i of a patch. */
const placeIn = (i: number, width: number, channels: number): readonly [number, number, number] => [
  Math.floor(i / (width * channels)),
  Math.floor(i / channels) % width,
  i % channels,
];
