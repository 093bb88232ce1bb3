import { minimise } from "../../backprop/index.ts";
import {
  add,
  reshape,
  scale,
  wrap,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import {
  checkOptions,
  checkPixels,
  difference,
  normOf,
  oneExample,
  type PixelBox,
} from "../checks.ts";
import {
  asClassifier,
  lossAndGradient,
  predict,
  type Attackable,
  type Classifier,
} from "../classifier.ts";
import { checkLabels } from "../labels.ts";

/** Options of the smallest perturbation. */
export interface MinimalOptions {
  /** l, the class that is wanted. */
  readonly target: number;
  /** Halvings of log c after a working and a failing c are known (default 7). */
  readonly bisections?: number;
  /** L-BFGS steps for each c (default 30). */
  readonly steps?: number;
  /** Default [0, 1]. */
  readonly box?: PixelBox;
}

/** The smallest change that was found. */
export interface MinimalPerturbation {
  /** η, the example's shape; x + η lies in the box. */
  readonly perturbation: Tensor;
  readonly adversarial: Tensor;
  /** ‖η‖₂ */
  readonly norm: number;
  /** The largest c whose minimum has the wanted class. */
  readonly c: number;
  /** Class of x + η. */
  readonly predicted: number;
  /** False: no c was small enough, and the perturbation is the best try. */
  readonly success: boolean;
}

/**
 * Minimal perturbation: min c·‖η‖² + J(x + η, l) with x + η in the box, J the cross-entropy of the wanted class, by projected
 * L-BFGS (m = 5). A larger c keeps η smaller; bisection on log c finds the largest one for which the class is still l.
 *
 * That stands in for min ‖η‖ s.t. class(x + η) = l.
 *
 * @param x one example [1, …] or [H, W, C]
 * @throws OptionError ATTACK_OPTION, LABEL_RANGE; ShapeError ONE_EXAMPLE
 * @source Szegedy et al., arXiv:1312.6199, section 4.1
 * @example minimalPerturbation(affineClassifier([[1, -1]], [0, 0]), [[-0.5]], { target: 0, box: [-1, 1] }).predicted // 0
 */
export function minimalPerturbation(
  attacked: Attackable,
  x: TensorLike,
  { target, bisections = 7, steps = 30, box = [0, 1] }: MinimalOptions,
): MinimalPerturbation {
  const model = asClassifier(attacked, "minimalPerturbation");
  const start = oneExample("minimalPerturbation", x);
  checkPixels("minimalPerturbation", start, box);
  checkOptions("minimalPerturbation", {
    bisections: [bisections, Number.isInteger(bisections) && bisections >= 0, "whole, ≥ 0"],
    steps: [steps, Number.isInteger(steps) && steps >= 1, "whole, ≥ 1"],
  });
  checkLabels("minimalPerturbation", [target], 1, model.logits(start).shape[1] ?? 0);
  if (predict(model, start)[0] === target) {
    return resultOf(model, start, start, Infinity, target);
  }
  const attempt = (c: number): MinimalPerturbation => {
    const { x: found } = minimise(
      (at) => {
        const eta = difference(at, start);
        const { losses, gradient } = lossAndGradient(model, at, [target]);
        const loss = (losses[0] ?? 0) + c * normOf(eta) ** 2;
        return { loss, gradient: add(gradient, scale(eta, 2 * c)) };
      },
      start,
      { steps, box, memory: 5 },
    );
    return resultOf(model, start, found, c, target);
  };
  // c falls by tens until one works; then the largest that works lies between it and the one before
  let c = 100;
  let best = attempt(c);
  while (!best.success && c > 1e-6) {
    c /= 10;
    best = attempt(c);
  }
  if (!best.success) return best;
  let [low, high] = [Math.log(c), Math.log(10 * c)];
  for (let halving = 0; halving < bisections; halving += 1) {
    const middle = (low + high) / 2;
    const found = attempt(Math.exp(middle));
    if (found.success) {
      low = middle;
      if (found.norm < best.norm) best = found;
    } else {
      high = middle;
    }
  }
  return best;
}

function resultOf(
  model: Classifier,
  start: Tensor,
  adversarial: Tensor,
  c: number,
  target: number,
): MinimalPerturbation {
  const perturbation = start === adversarial ? zeros(start.shape) : difference(adversarial, start);
  const predicted = predict(model, adversarial)[0] ?? 0;
  const own = reshape(wrap(adversarial.data, adversarial.shape), start.shape);
  const success = predicted === target;
  return { perturbation, adversarial: own, norm: normOf(perturbation), c, predicted, success };
}
