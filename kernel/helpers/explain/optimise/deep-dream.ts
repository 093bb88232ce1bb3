import { layerNumber, type Model } from "../../backprop/index.ts";
import { asTensor, reshape, sub, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkOptions, oneExample, wholeFrom } from "../example.ts";
import { jumpOf } from "../look/receptive-box.ts";
import { resize } from "./resize.ts";
import { targetAt } from "./target.ts";

/** Options of `deepDream`. */
export interface DeepDreamOptions {
  /** Whatever this layer sees is made stronger. */
  readonly layer: string;
  /** Sizes that are worked on, small to large (default 3). */
  readonly octaves?: number;
  /** Ratio of one size to the next (default 1.4). */
  readonly octaveScale?: number;
  /** Steps per octave (default 10). */
  readonly steps?: number;
  /** Mean change of a pixel in one step (default 0.02). */
  readonly rate?: number;
  /** Smallest and largest pixel (default [0, 1]). */
  readonly box?: readonly [low: number, high: number];
}

/** A dream. */
export interface DeepDream {
  /** x's shape, in the box. */
  readonly image: Tensor;
  /** The layer's norm at the image before and after. */
  readonly before: number;
  readonly after: number;
  /** [height, width] of each octave, the last is the image's own. */
  readonly sizes: readonly (readonly [height: number, width: number])[];
}

/**
 * DeepDream: x ← x + λ·∇‖u‖ for a layer's output u, the gradient divided by its mean magnitude, from small sizes to the
 * image's own; what a smaller size has added is enlarged and laid over the next. Smaller sizes are multiples of the layer's
 * total stride, so that strict layers take them.
 *
 * @param x one image [H, W, C] or [1, H, W, C]; the layers up to `layer` must take smaller images too (no dense layer)
 * @throws OptionError NO_SUCH_LAYER, EXPLAIN_OPTION, NOT_FINITE; ShapeError ONE_EXAMPLE
 * @source Mordvintsev, Olah & Tyka, Google Research blog, 17 June 2015
 * @example deepDream(network([reluLayer("relu")]), [[[0.5], [0.25]], [[0.5], [0]]], { layer: "relu", octaves: 1 }).image.shape // [2, 2, 1]
 */
export function deepDream(model: Model, x: TensorLike, options: DeepDreamOptions): DeepDream {
  const image = oneExample("deepDream", x);
  const { layer, octaves = 3, octaveScale = 1.4, steps = 10, rate = 0.02 } = options;
  const [low, high] = options.box ?? [0, 1];
  checkOptions("deepDream", {
    octaves: [octaves, wholeFrom(1, octaves), "a whole number ≥ 1"],
    octaveScale: [octaveScale, octaveScale > 1 && octaveScale < Infinity, "> 1"],
    steps: [steps, wholeFrom(0, steps), "a whole number ≥ 0"],
    rate: [rate, rate > 0 && rate < Infinity, "> 0"],
    box: [high - low, high > low, "[low, high] with low < high"],
  });
  const [, height = 0, width = 0] = image.shape;
  const jump = jumpOf(model, layerNumber(model, layer, "deepDream"), image.shape);
  const sizes = Array.from({ length: octaves }, (_, k) => {
    const smaller = octaveScale ** (octaves - 1 - k);
    const side = (length: number, step: number): number =>
      k === octaves - 1 ? length : step * Math.max(1, Math.round(length / smaller / step));
    return [side(height, jump[0]), side(width, jump[1])] as const;
  });
  let detail: Tensor | undefined;
  let dreamt = image;
  for (const size of sizes) {
    const plain = resize(image, size);
    const added = detail === undefined ? undefined : resize(detail, size);
    dreamt = wrap(
      plain.data.map((value, i) => clip(value + (added?.data[i] ?? 0))),
      plain.shape,
    );
    for (let step = 0; step < steps; step += 1) dreamt = climb(dreamt);
    detail = sub(dreamt, plain);
  }
  const normAt = (at: Tensor): number => targetAt("deepDream", model, { layer }, at).value;
  return {
    image: reshape(dreamt, asTensor(x, "deepDream", "x").shape),
    before: normAt(image),
    after: normAt(dreamt),
    sizes,
  };

  function climb(at: Tensor): Tensor {
    const { gradient } = targetAt("deepDream", model, { layer }, at);
    const mean = gradient.data.reduce((sum, g) => sum + Math.abs(g), 0) / gradient.size;
    if (mean === 0) return at;
    return wrap(
      at.data.map((value, i) => clip(value + (rate * (gradient.data[i] ?? 0)) / mean)),
      at.shape,
    );
  }

  function clip(value: number): number {
    return Math.min(high, Math.max(low, value));
  }
}
