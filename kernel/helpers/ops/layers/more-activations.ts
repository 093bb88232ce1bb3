// The activations of newer nets, each with its formula; all go element by element.
import { map, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkRanges } from "../checks.ts";
import { logistic } from "./activations.ts";

/**
 * ReLU that stops at 6: min(max(0, x), 6).
 *
 * @source Howard et al., arXiv:1704.04861
 * @example relu6([-1, 3, 9]).data // Float64Array [0, 3, 6]
 */
export function relu6(x: TensorLike): Tensor {
  return map(x, (value) => Math.min(Math.max(0, value), 6));
}

/**
 * Exponential linear unit: x for x > 0, else α·(e^x − 1).
 *
 * @source Clevert, Unterthiner & Hochreiter, arXiv:1511.07289
 * @example elu([2, 0]).data // Float64Array [2, 0]
 */
export function elu(x: TensorLike, alpha: number = 1): Tensor {
  checkRanges("elu", { alpha: { value: alpha, from: 0 } });
  return map(x, (value) => (value > 0 ? value : alpha * Math.expm1(value)));
}

/** α and λ of SELU, with which mean 0 and variance 1 stay. */
export const seluConstants: { readonly alpha: number; readonly lambda: number } = {
  alpha: 1.6732632423543772,
  lambda: 1.0507009873554805,
};

/**
 * Scaled ELU: λ·x for x > 0, else λα·(e^x − 1).
 *
 * @source Klambauer et al., arXiv:1706.02515
 * @example selu([0]).data // Float64Array [0]
 */
export function selu(x: TensorLike): Tensor {
  const { alpha, lambda } = seluConstants;
  return map(x, (value) => lambda * (value > 0 ? value : alpha * Math.expm1(value)));
}

/**
 * Gaussian error linear unit: x·Φ(x) with the normal distribution Φ(x) = (1 + erf(x/√2))/2; exact, not the tanh formula.
 *
 * @source Hendrycks & Gimpel, arXiv:1606.08415
 * @example gelu([0]).data // Float64Array [0]
 */
export function gelu(x: TensorLike): Tensor {
  return map(x, (value) => value * normalCdf(value));
}

/**
 * Soft ReLU: log(1 + e^x), without overflow.
 *
 * @example softplus([1000]).data // Float64Array [1000]
 */
export function softplus(x: TensorLike): Tensor {
  return map(x, (value) => Math.max(0, value) + Math.log1p(Math.exp(-Math.abs(value))));
}

/**
 * x/(1 + |x|).
 *
 * @example softsign([1, -3]).data // Float64Array [0.5, -0.75]
 */
export function softsign(x: TensorLike): Tensor {
  return map(x, (value) => value / (1 + Math.abs(value)));
}

/**
 * Swish, or SiLU: x·σ(x).
 *
 * @source Ramachandran, Zoph & Le, arXiv:1710.05941
 * @example swish([0]).data // Float64Array [0]
 */
export function swish(x: TensorLike): Tensor {
  return map(x, (value) => value * logistic(value));
}

/**
 * x·tanh(softplus(x)).
 *
 * @source Misra, arXiv:1908.08681
 * @example mish([0]).data // Float64Array [0]
 */
export function mish(x: TensorLike): Tensor {
  return map(x, (value) => {
    const soft = Math.max(0, value) + Math.log1p(Math.exp(-Math.abs(value)));
    return value * Math.tanh(soft);
  });
}

/**
 * Straight lines in place of σ: relu6(x + 3)/6. (TensorFlow.js has another one, 0.2·x + 0.5.)
 *
 * @source Howard et al., arXiv:1905.02244
 * @example hardSigmoid([-3, 0, 3]).data // Float64Array [0, 0.5, 1]
 */
export function hardSigmoid(x: TensorLike): Tensor {
  return map(x, (value) => Math.min(Math.max(0, value + 3), 6) / 6);
}

/**
 * x·relu6(x + 3)/6.
 *
 * @source Howard et al., arXiv:1905.02244
 * @example hardSwish([-3, 3]).data // Float64Array [0, 3]
 */
export function hardSwish(x: TensorLike): Tensor {
  return map(x, (value) => (value * Math.min(Math.max(0, value + 3), 6)) / 6);
}

/**
 * Distribution of the standard normal, Φ(x).
 *
 * @example normalCdf(0) // 0.5
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return x;
  // φ(x)·(x + x³/3 + x⁵/(3·5) + …): all terms of one sign, so that no digits cancel
  if (Math.abs(x) > 9) return x > 0 ? 1 : 0;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
