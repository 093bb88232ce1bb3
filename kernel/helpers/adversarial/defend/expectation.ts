import { asTensor, wrap, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { OptionError } from "../../../core/index.ts";
import { checkOptions, checkPixels, type PixelBox } from "../checks.ts";
import { asClassifier, lossAndGradient, type Attackable } from "../classifier.ts";
import { checkEpsilon, intoBall } from "../attack/sign.ts";
import type { LinearTransform } from "./transforms.ts";

/** Options of an attack over many views. */
export interface ExpectationOptions {
  /** What may happen to the image before the model sees it; see `rotation` and `shift`. */
  readonly transforms: readonly LinearTransform[];
  /** ε ≥ 0: no pixel changes by more. */
  readonly epsilon: number;
  /** Default 20. */
  readonly steps?: number;
  /** Default 2ε/steps. */
  readonly step?: number;
  /** Default [0, 1]. */
  readonly box?: PixelBox;
}

/**
 * Expectation over transformation: sign steps along the mean over transformations t of ∇ₓ loss(t(x)), so that the change
 * survives being photographed from elsewhere. The gradient through t is its adjoint.
 *
 * @param x      [N, H, W, C]
 * @param labels true classes [N]
 * @returns x's shape, in ball and box
 * @throws OptionError ATTACK_EPSILON, ATTACK_OPTION, ATTACK_TRANSFORMS, LABEL_RANGE; ShapeError LABEL_COUNT
 * @source Athalye, Engstrom, Ilyas & Kwok, arXiv:1707.07397, equation 3
 * @example expectationAttack(classifierOf(network([globalAverageLayer("z")])), ones([1, 2, 2, 2]), [0], { transforms: [shift([0, 0], [2, 2])], epsilon: 0.5 }).get(0, 0, 0, 0) // 0.5
 */
export function expectationAttack(
  attacked: Attackable,
  x: TensorLike,
  labels: readonly number[],
  options: ExpectationOptions,
): Tensor {
  const model = asClassifier(attacked, "expectationAttack");
  const { transforms, epsilon, steps = 20, box = [0, 1] } = options;
  const { step = (2 * epsilon) / steps } = options;
  const start = asTensor(x, "expectationAttack", "x");
  checkEpsilon("expectationAttack", epsilon);
  checkPixels("expectationAttack", start, box);
  checkOptions("expectationAttack", {
    steps: [steps, Number.isInteger(steps) && steps >= 1, "whole, ≥ 1"],
    step: [step, step >= 0, "≥ 0"],
  });
  if (transforms.length === 0) {
    throw new OptionError({
      code: "ATTACK_TRANSFORMS",
      summary: "expectationAttack: there is nothing to average over.",
      given: "no transforms",
      expected: "at least one",
      fix: "[-20, 0, 20].map((angle) => rotation(angle, [32, 32]))",
    });
  }
  let current = start;
  for (let t = 0; t < steps; t += 1) {
    const total = zeros(start.shape);
    for (const { apply, adjoint } of transforms) {
      const gradient = adjoint(
        lossAndGradient(model, apply(current), labels, "expectationAttack").gradient,
      ).data;
      for (let i = 0; i < total.size; i += 1) {
        total.data[i] = (total.data[i] ?? 0) + (gradient[i] ?? 0);
      }
    }
    const moved = current.data.map((v, i) => v + step * Math.sign(total.data[i] ?? 0));
    current = intoBall(wrap(moved, start.shape), start, epsilon, box);
  }
  return current;
}
