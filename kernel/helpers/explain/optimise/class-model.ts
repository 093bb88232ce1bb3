import { minimise, type Model } from "../../backprop/index.ts";
import { softmax } from "../../ops/index.ts";
import { add, randomNormal, reshape, scale, zeros, type Tensor } from "../../tensor/index.ts";
import { checkImageShape, checkOptions, wholeFrom } from "../example.ts";
import { normOf, targetAt } from "./target.ts";

/** Options of `classModel`. */
export interface ClassModelOptions {
  readonly class: number;
  /** [H, W, C] */
  readonly shape: readonly number[];
  /** λ > 0, strength of the norm's penalty (default 0.01). */
  readonly lambda?: number;
  /** Default 100. */
  readonly steps?: number;
  /** Smallest and largest pixel (default none: the penalty alone holds them). */
  readonly box?: readonly [low: number, high: number];
  /** Default 1. */
  readonly seed?: number;
}

/** What a class looks like to the model. */
export interface ClassModel {
  /** [H, W, C] */
  readonly image: Tensor;
  /** Logit of the class. */
  readonly score: number;
  readonly probability: number;
  readonly norm: number;
  /** f_c(x) − λ‖x‖² at the start and after each step; it never falls. */
  readonly objectives: readonly number[];
}

/**
 * Class model: argmax f_c(x) − λ·‖x‖², f_c the class's logit (not its probability, which others' logits could raise too).
 *
 * Found by L-BFGS from small noise.
 *
 * @throws OptionError EXPLAIN_OPTION, NO_SUCH_UNIT
 * @source Simonyan, Vedaldi & Zisserman, arXiv:1312.6034, equation 1
 * @example classModel(network([flattenLayer("flat"), denseLayer("out", { filters: [[2]] })]), { class: 0, shape: [1, 1, 1], lambda: 0.5 }).image.data[0].toFixed(6) // "2.000000"
 */
export function classModel(model: Model, options: ClassModelOptions): ClassModel {
  const { shape, lambda = 0.01, steps = 100, seed = 1 } = options;
  checkImageShape("classModel", shape);
  checkOptions("classModel", {
    lambda: [lambda, lambda > 0 && lambda < Infinity, "> 0: without it the image grows for ever"],
    steps: [steps, wholeFrom(0, steps), "a whole number ≥ 0"],
  });
  const target = { class: options.class };
  const start = randomNormal([1, ...shape], { seed, std: 0.01 });
  const { x, losses } = minimise(
    (at) => {
      const { value, gradient } = targetAt("classModel", model, target, at);
      const loss = lambda * normOf(at) ** 2 - value;
      return { loss, gradient: add(scale(gradient, -1), scale(at, 2 * lambda)) };
    },
    start,
    { steps, ...(options.box === undefined ? {} : { box: options.box }) },
  );
  const logits = model.forward(x).outputs.at(-1) ?? zeros([1, 0]);
  return {
    image: reshape(x, shape),
    score: logits.data[options.class] ?? 0,
    probability: softmax(logits).data[options.class] ?? 0,
    norm: normOf(x),
    objectives: losses.map((loss) => -loss),
  };
}
