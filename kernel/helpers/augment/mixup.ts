import { OptionError } from "../../core/index.ts";
import {
  asTensor,
  checkSameShape,
  wrap,
  type Rng,
  type Tensor,
  type TensorLike,
  checkNumber,
} from "../tensor/index.ts";

/** A mixed example. */
export interface Mixed {
  readonly image: Tensor;
  readonly label: Tensor;
}

/**
 * Mixup: λ·x_i + (1 − λ)·x_j for images and labels alike.
 *
 * @param lambda in [0, 1], drawn from Beta(α, α)
 * @source Zhang et al., arXiv:1710.09412
 * @example mixup([0], [1], [1, 0], [0, 1], 0.25).label.data // Float64Array [0.25, 0.75]
 */
export function mixup(
  xi: TensorLike,
  xj: TensorLike,
  yi: TensorLike,
  yj: TensorLike,
  lambda: number,
): Mixed {
  checkNumber("mixup", "lambda", lambda, { least: 0, most: 1 });
  return { image: blend("image", xi, xj, lambda), label: blend("label", yi, yj, lambda) };
}

function blend(what: string, a: TensorLike, b: TensorLike, lambda: number): Tensor {
  const [left, right] = [asTensor(a, "mixup", what), asTensor(b, "mixup", what)];
  checkSameShape(`mixup (${what})`, left.shape, right.shape);
  return wrap(
    left.data.map((value, i) => lambda * value + (1 - lambda) * (right.data[i] ?? 0)),
    left.shape,
  );
}

/**
 * A number of the Beta distribution, as X/(X + Y) of two Gamma variables.
 *
 * @param a > 0
 * @param b > 0
 * @throws OptionError BETA_SHAPE
 * @source Marsaglia & Tsang, ACM Trans. Math. Softw. 26 (2000), for the Gamma variables
 * @example sampleBeta(0.2, 0.2, new Rng(1)) // a number from 0 to 1, mostly near its ends
 */
export function sampleBeta(a: number, b: number, rng: Rng): number {
  if (!(a > 0 && b > 0)) {
    throw new OptionError({
      code: "BETA_SHAPE",
      summary: "sampleBeta: both parameters of a Beta distribution are positive.",
      given: `a ${a}, b ${b}`,
      expected: "for mixup a = b = 0.2",
    });
  }
  // in logarithms: for small parameters both variables underflow together
  const [x, y] = [logGamma(a, rng), logGamma(b, rng)];
  return 1 / (1 + Math.exp(y - x));
}

/** Logarithm of a Gamma(shape, 1) variable; for shape < 1: Gamma(shape + 1)·U^{1/shape}. */
function logGamma(shape: number, rng: Rng): number {
  if (shape < 1) return logGamma(shape + 1, rng) + Math.log(1 - rng.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.uniform()) < 0.5 * x ** 2 + d - d * v + d * Math.log(v)) {
      return Math.log(d * v);
    }
  }
}
