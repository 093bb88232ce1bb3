import { minimise } from "../../backprop/index.ts";
import { softmax } from "../../ops/index.ts";
import { random, reshape, type Tensor } from "../../tensor/index.ts";
import { checkBox, checkOptions, type PixelBox } from "../checks.ts";
import { asClassifier, lossAndGradient, type Attackable } from "../classifier.ts";
import { checkLabels } from "../labels.ts";

/** Options of a fooling image. */
export interface FoolingOptions {
  /** The class that noise is to be taken for. */
  readonly target: number;
  /** Shape of one image, [H, W, C] or [D]. */
  readonly shape: readonly number[];
  /** It stops at this probability (default 0.99). */
  readonly confidence?: number;
  /** Default 200. */
  readonly steps?: number;
  /** Default [0, 1]. */
  readonly box?: PixelBox;
  /** Default 1. */
  readonly seed?: number;
}

/** Noise that the model is sure about. */
export interface FoolingImage {
  /** The shape asked for. */
  readonly image: Tensor;
  /** Probability of the class at the start, and at the end. */
  readonly startProbability: number;
  readonly probability: number;
}

/**
 * Fooling image: from random pixels, −log p_target is made small by L-BFGS in the box, until the model is as good as certain.
 *
 * @throws OptionError ATTACK_OPTION, LABEL_RANGE
 * @source Nguyen, Yosinski & Clune, arXiv:1412.1897, section 3.4
 * @example foolingImage(affineClassifier([[9, -9]], [-4, 4]), { target: 0, shape: [1] }).probability > 0.99 // true
 */
export function foolingImage(attacked: Attackable, options: FoolingOptions): FoolingImage {
  const model = asClassifier(attacked, "foolingImage");
  const { target, shape, confidence = 0.99, steps = 200, box = [0, 1], seed = 1 } = options;
  checkBox("foolingImage", box);
  checkOptions("foolingImage", {
    confidence: [confidence, confidence > 0 && confidence < 1, "in (0, 1)"],
    steps: [steps, Number.isInteger(steps) && steps >= 1, "whole, ≥ 1"],
  });
  const [low, high] = box;
  const start = random([1, ...shape], { seed, low, high });
  checkLabels("foolingImage", [target], 1, model.logits(start).shape[1] ?? 0);
  const probability = (x: Tensor): number => softmax(model.logits(x)).data[target] ?? 0;
  const { x } = minimise(
    (at) => {
      const { losses, gradient } = lossAndGradient(model, at, [target]);
      return { loss: losses[0] ?? 0, gradient };
    },
    start,
    { steps, box, until: (_, loss) => Math.exp(-loss) >= confidence },
  );
  return {
    image: reshape(x, shape),
    startProbability: probability(start),
    probability: probability(x),
  };
}
