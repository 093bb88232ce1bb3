// Gradients of the activations: gradInput = gradOutput · f'(x), element by element.
import { logistic } from "../../ops/index.ts";
import {
  asTensor,
  checkSameShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/**
 * ReLU: the gradient passes where x > 0; at 0 it is 0.
 *
 * @param gradOutput gradient of the loss by the output
 * @param x          the layer's input, same shape
 */
export function reluBackward(gradOutput: TensorLike, x: TensorLike): Tensor {
  return pass("reluBackward", gradOutput, x, (value) => (value > 0 ? 1 : 0));
}

/** Leaky ReLU: slope 1 where x > 0, else `slope`. */
export function leakyReluBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  slope: number = 0.01,
): Tensor {
  return pass("leakyReluBackward", gradOutput, x, (value) => (value > 0 ? 1 : slope));
}

/** Sigmoid: σ'(x) = σ(x)·(1 − σ(x)) ≤ 1/4. */
export function sigmoidBackward(gradOutput: TensorLike, x: TensorLike): Tensor {
  return pass("sigmoidBackward", gradOutput, x, (value) => logistic(value) * logistic(-value));
}

/** Hyperbolic tangent: 1 − tanh²(x). */
export function tanhBackward(gradOutput: TensorLike, x: TensorLike): Tensor {
  return pass("tanhBackward", gradOutput, x, (value) => 1 - Math.tanh(value) ** 2);
}

function pass(
  who: string,
  gradOutput: TensorLike,
  x: TensorLike,
  slope: (value: number) => number,
): Tensor {
  const gradient = asTensor(gradOutput, who, "gradOutput");
  const input = asTensor(x, who, "x");
  checkSameShape(who, gradient.shape, input.shape);
  const out = gradient.data.slice();
  for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) * slope(input.data[i] ?? 0);
  return wrap(out, gradient.shape);
}
