// Gradients of the activations: gradInput = gradOutput · f'(x), element by element; softmax mixes its row.
import { checkRanges, logistic, normalCdf, seluConstants, softmax } from "../../ops/index.ts";
import {
  asTensor,
  checkSameShape,
  scale,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** Gradient of an activation: `gradOutput` is the gradient of the loss by its output, `x` its input, both of one shape. */
export type ActivationGradient = (gradOutput: TensorLike, x: TensorLike) => Tensor;

/** ReLU: the gradient passes where x > 0; at 0 it is 0. @example reluBackward([5, 5, 5], [-1, 0, 2]).data // Float64Array [0, 0, 5] */
export const reluBackward: ActivationGradient = (gradOutput, x) =>
  pass("reluBackward", gradOutput, x, (value) => (value > 0 ? 1 : 0));

/** ReLU6: passes where 0 < x < 6. @example relu6Backward([5, 5], [3, 7]).data // Float64Array [5, 0] */
export const relu6Backward: ActivationGradient = (gradOutput, x) =>
  pass("relu6Backward", gradOutput, x, (value) => (value > 0 && value < 6 ? 1 : 0));

/**
 * Leaky ReLU: slope 1 where x > 0, else `slope`.
 *
 * @throws ShapeError SHAPES_DIFFER; OptionError BAD_OPTIONS
 * @example leakyReluBackward([5, 5], [-1, 1], 0.1).data // Float64Array [0.5, 5]
 */
export function leakyReluBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  slope: number = 0.01,
): Tensor {
  checkRanges("leakyReluBackward", { slope: { value: slope, from: -1e6, to: 1e6 } });
  return pass("leakyReluBackward", gradOutput, x, (value) => (value > 0 ? 1 : slope));
}

/** ELU: 1 where x > 0, else α·e^x. @example eluBackward([5], [1]).data // Float64Array [5] */
export function eluBackward(gradOutput: TensorLike, x: TensorLike, alpha: number = 1): Tensor {
  checkRanges("eluBackward", { alpha: { value: alpha, from: 0 } });
  return pass("eluBackward", gradOutput, x, (value) => (value > 0 ? 1 : alpha * Math.exp(value)));
}

/** SELU: λ where x > 0, else λα·e^x. @example seluBackward([2], [1]).data[0] // 2.10140197471 */
export const seluBackward: ActivationGradient = (gradOutput, x) => {
  const { alpha, lambda } = seluConstants;
  return pass("seluBackward", gradOutput, x, (value) =>
    value > 0 ? lambda : lambda * alpha * Math.exp(value),
  );
};

/** GELU: Φ(x) + x·φ(x). @example geluBackward([2], [0]).data // Float64Array [1] */
export const geluBackward: ActivationGradient = (gradOutput, x) =>
  pass("geluBackward", gradOutput, x, (value) => {
    const density = Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);
    return normalCdf(value) + value * density;
  });

/** Softplus: σ(x). @example softplusBackward([2], [0]).data // Float64Array [1] */
export const softplusBackward: ActivationGradient = (gradOutput, x) =>
  pass("softplusBackward", gradOutput, x, logistic);

/** Softsign: 1/(1 + |x|)². @example softsignBackward([4], [1]).data // Float64Array [1] */
export const softsignBackward: ActivationGradient = (gradOutput, x) =>
  pass("softsignBackward", gradOutput, x, (value) => 1 / (1 + Math.abs(value)) ** 2);

/** Swish: σ(x) + x·σ(x)·(1 − σ(x)). @example swishBackward([4], [0]).data // Float64Array [2] */
export const swishBackward: ActivationGradient = (gradOutput, x) =>
  pass("swishBackward", gradOutput, x, (value) => {
    return logistic(value) + value * logistic(value) * logistic(-value);
  });

/** Mish: tanh(s) + x·(1 − tanh²(s))·σ(x) with s = softplus(x). @example mishBackward([5], [0]).data // Float64Array [3] */
export const mishBackward: ActivationGradient = (gradOutput, x) =>
  pass("mishBackward", gradOutput, x, (value) => {
    const soft = Math.tanh(Math.max(0, value) + Math.log1p(Math.exp(-Math.abs(value))));
    return soft + value * (1 - soft * soft) * logistic(value);
  });

/** Hard sigmoid: 1/6 where −3 < x < 3. @example hardSigmoidBackward([6, 6], [0, 4]).data // Float64Array [1, 0] */
export const hardSigmoidBackward: ActivationGradient = (gradOutput, x) =>
  pass("hardSigmoidBackward", gradOutput, x, (value) => (Math.abs(value) < 3 ? 1 / 6 : 0));

/** Hard swish: 0 below −3, 1 above 3, (2x + 3)/6 between. @example hardSwishBackward([2], [0]).data // Float64Array [1] */
export const hardSwishBackward: ActivationGradient = (gradOutput, x) =>
  pass("hardSwishBackward", gradOutput, x, (value) => {
    if (value <= -3) return 0;
    return value >= 3 ? 1 : (2 * value + 3) / 6;
  });

/** Sigmoid: σ'(x) = σ(x)·(1 − σ(x)) ≤ 1/4. @example sigmoidBackward([4], [0]).data // Float64Array [1] */
export const sigmoidBackward: ActivationGradient = (gradOutput, x) =>
  pass("sigmoidBackward", gradOutput, x, (value) => logistic(value) * logistic(-value));

/** Hyperbolic tangent: 1 − tanh²(x). @example tanhBackward([4], [0]).data // Float64Array [4] */
export const tanhBackward: ActivationGradient = (gradOutput, x) =>
  pass("tanhBackward", gradOutput, x, (value) => 1 - Math.tanh(value) ** 2);

/**
 * Softmax: gradInput_j = p_j·(g_j − Σ_k g_k·p_k)/T, row by row.
 *
 * @param gradOutput […, K], gradient by the probabilities
 * @param logits     […, K], the layer's input
 * @throws as softmax; ShapeError SHAPES_DIFFER
 * @example softmaxBackward([[1, 0]], [[0, 0]]).data // Float64Array [0.25, -0.25]
 */
export function softmaxBackward(
  gradOutput: TensorLike,
  logits: TensorLike,
  temperature: number = 1,
): Tensor {
  const through = softmaxThrough("softmaxBackward", gradOutput, softmax(logits, temperature));
  return scale(through, 1 / temperature);
}

/** p_j·(g_j − Σ_k g_k·p_k), row by row, for probabilities that are known. */
export function softmaxThrough(who: string, gradOutput: TensorLike, p: Tensor): Tensor {
  return throughRows(who, gradOutput, p, (g, row) => {
    const mixed = g.reduce((sum, value, k) => sum + value * (row[k] ?? 0), 0);
    return (k) => (row[k] ?? 0) * ((g[k] ?? 0) - mixed);
  });
}

/**
 * Log-softmax: gradInput_j = g_j − p_j·Σ_k g_k, row by row.
 *
 * @param gradOutput […, K], gradient by the logarithms
 * @param logits     […, K], the layer's input
 * @throws as logSoftmax; ShapeError SHAPES_DIFFER
 * @example logSoftmaxBackward([[1, 0]], [[0, 0]]).data // Float64Array [0.5, -0.5]
 */
export function logSoftmaxBackward(gradOutput: TensorLike, logits: TensorLike): Tensor {
  const p = softmax(logits);
  return throughRows("logSoftmaxBackward", gradOutput, p, (g, row) => {
    const total = g.reduce((sum, value) => sum + value, 0);
    return (k) => (g[k] ?? 0) - (row[k] ?? 0) * total;
  });
}

function throughRows(
  who: string,
  gradOutput: TensorLike,
  p: Tensor,
  slopes: (g: readonly number[], row: readonly number[]) => (k: number) => number,
): Tensor {
  const gradient = asTensor(gradOutput, who, "gradOutput");
  checkSameShape(who, p.shape, gradient.shape);
  const classes = p.shape.at(-1) ?? 1;
  const out = gradient.data.slice();
  for (let row = 0; row < out.length; row += classes) {
    const g = Array.from(gradient.data.subarray(row, row + classes));
    const slope = slopes(g, Array.from(p.data.subarray(row, row + classes)));
    for (let k = 0; k < classes; k += 1) out[row + k] = slope(k);
  }
  return wrap(out, p.shape);
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
  for (let i = 0; i < out.length; i += 1) {
    const value = input.data[i] ?? 0;
    out[i] = Number.isNaN(value) ? Number.NaN : (out[i] ?? 0) * slope(value);
  }
  return wrap(out, gradient.shape);
}
