import { OptionError } from "../../../core/index.ts";
import { asTensor, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkPixels, clip, normOf, type PixelBox } from "../checks.ts";
import { asClassifier, lossAndGradient, type Attackable, type Classifier } from "../classifier.ts";

/** A ball in the maximum norm, and the box that images live in. */
export interface BallOptions {
  /** ε ≥ 0: no pixel changes by more. */
  readonly epsilon: number;
  /** Smallest and largest pixel (default [0, 1]). */
  readonly box?: PixelBox;
  /** The labels are wanted instead of true: the loss is made smaller (default false). */
  readonly targeted?: boolean;
}

/**
 * Fast gradient sign method: x + ε·sign(∇ₓ loss), kept in the box; pixels with a zero gradient stay.
 *
 * @param x      [N, …]
 * @param labels class numbers [N]
 * @throws OptionError ATTACK_EPSILON
 * @source Goodfellow, Shlens & Szegedy, arXiv:1412.6572
 * @example fgsm(affineClassifier([[1, -1]], [0, 0]), [[0.5]], [0], { epsilon: 0.25 }).data // Float64Array [0.25]
 */
export function fgsm(
  attacked: Attackable,
  x: TensorLike,
  labels: readonly number[],
  { epsilon, box = [0, 1], targeted = false }: BallOptions,
): Tensor {
  const model = asClassifier(attacked, "fgsm");
  const input = asTensor(x, "fgsm", "x");
  checkEpsilon("fgsm", epsilon);
  checkPixels("fgsm", input, box);
  return signStep(model, input, input, labels, {
    who: "fgsm",
    epsilon,
    step: epsilon,
    box,
    targeted,
  });
}

/**
 * Basic iterative method: FGSM in small steps, after each of which the result is put back into the ball and the box.
 *
 * @param options step: size of one step (default ε/steps·2); steps (default 10)
 * @throws OptionError ATTACK_EPSILON
 * @source Kurakin, Goodfellow & Bengio, arXiv:1607.02533
 * @example bim(affineClassifier([[1, -1]], [0, 0]), [[0.5]], [0], { epsilon: 0.25 }).data // Float64Array [0.25]
 */
export function bim(
  attacked: Attackable,
  x: TensorLike,
  labels: readonly number[],
  options: BallOptions & { readonly step?: number; readonly steps?: number },
): Tensor {
  const model = asClassifier(attacked, "bim");
  const { epsilon, box = [0, 1], targeted = false, steps = 10 } = options;
  const { step = (2 * epsilon) / steps } = options;
  checkEpsilon("bim", epsilon);
  const start = asTensor(x, "bim", "x");
  checkPixels("bim", start, box);
  let current = start;
  for (let t = 0; t < steps; t += 1) {
    current = signStep(model, start, current, labels, { who: "bim", epsilon, step, box, targeted });
  }
  return current;
}

/**
 * The point of a ball that is nearest to v: clipping for p = ∞, shrinking for p = 2; a point inside stays.
 *
 * @param p  2 or Infinity
 * @param xi radius ξ ≥ 0
 * @throws OptionError ATTACK_NORM
 * @example projectBall([3, 4], 2, 1).data // Float64Array [0.6, 0.8]
 */
export function projectBall(v: TensorLike, p: number, xi: number): Tensor {
  const t = asTensor(v, "projectBall", "v");
  if (p === Infinity)
    return wrap(
      t.data.map((value) => clip(value, [-xi, xi])),
      t.shape,
    );
  if (p === 2) {
    const norm = normOf(t);
    return norm <= xi
      ? t
      : wrap(
          t.data.map((value) => (value * xi) / norm),
          t.shape,
        );
  }
  throw new OptionError({
    code: "ATTACK_NORM",
    summary: "projectBall: there is no projection for this norm here.",
    given: `p = ${p}`,
    expected: "2 or Infinity",
  });
}

/** Clips to the ball around `start` in the maximum norm, and then to the box. */
export function intoBall(x: Tensor, start: Tensor, epsilon: number, box: PixelBox): Tensor {
  const inside = x.data.map((value, i) => {
    const at = start.data[i] ?? 0;
    return clip(clip(value, [at - epsilon, at + epsilon]), box);
  });
  return wrap(inside, x.shape);
}

interface SignStep extends Required<BallOptions> {
  readonly who: string;
  readonly step: number;
}

function signStep(
  model: Classifier,
  start: Tensor,
  current: Tensor,
  labels: readonly number[],
  { who, epsilon, step, box, targeted }: SignStep,
): Tensor {
  const { gradient } = lossAndGradient(model, current, labels, who);
  const direction = targeted ? -step : step;
  const moved = current.data.map(
    (value, i) => value + direction * Math.sign(gradient.data[i] ?? 0),
  );
  return intoBall(wrap(moved, current.shape), start, epsilon, box);
}

export function checkEpsilon(who: string, epsilon: number): void {
  if (epsilon >= 0 && epsilon < Infinity) return;
  throw new OptionError({
    code: "ATTACK_EPSILON",
    summary: `${who}: ε is the largest change of a pixel.`,
    given: `epsilon ${epsilon}`,
    expected: "a number ≥ 0, for example 0.03 for pixels from 0 to 1",
  });
}
