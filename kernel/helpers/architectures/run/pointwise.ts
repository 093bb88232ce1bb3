// Activations and norms of a running graph.
import { leakyRelu, relu, sigmoid, softmax, tanh, batchNorm } from "../../ops/index.ts";
import { full, map, wrap, zeros, type Tensor } from "../../tensor/index.ts";
import type { Activation } from "../graph/layers.ts";

/** Added to the variance inside the root; TensorFlow.js models are built with the same. */
export const epsilons = { batchNorm: 1e-5, layerNorm: 1e-6 } as const;
/** Slope of the leaky rectifier below 0, as in Darknet. */
export const leakySlope = 0.1;

const relu6 = (x: number): number => Math.min(6, Math.max(0, x));

/** An activation by name, number by number, softmax over the last axis. */
export function activate(kind: Activation, x: Tensor): Tensor {
  switch (kind) {
    case "relu":
      return relu(x);
    case "relu6":
      return map(x, relu6);
    case "sigmoid":
      return sigmoid(x);
    case "tanh":
      return tanh(x);
    case "softmax":
      return softmax(x);
    case "leakyRelu":
      return leakyRelu(x, leakySlope);
    case "swish":
      return map(x, (value) => value / (1 + Math.exp(-value)));
    case "hardSigmoid":
      return map(x, (value) => relu6(value + 3) / 6);
    case "hardSwish":
      return map(x, (value) => (value * relu6(value + 3)) / 6);
    case "gelu":
      return map(x, (value) => (value / 2) * (1 + erf(value / Math.SQRT2)));
  }
}

/**
 * 2/√π ∫₀ˣ e^−t² dt: its power series up to |x| = 3, then the continued fraction of the rest; 1e-14.
 *
 * @source Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 3) {
    // 7.1.6: all terms have one sign, so nothing cancels
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = size;
  for (let n = 60; n >= 1; n -= 1) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction));
}

/** Batch norm with moving statistics; a scale or shift that the layer lacks is 1 or 0. */
export function normalise(
  x: Tensor,
  {
    scale,
    shift,
    mean,
    variance,
  }: Readonly<Record<"scale" | "shift" | "mean" | "variance", Tensor | undefined>>,
): Tensor {
  const channels = [x.shape.at(-1) ?? 0];
  const state = { mean: mean ?? zeros(channels), variance: variance ?? full(channels, 1) };
  const options = { mode: "test", eps: epsilons.batchNorm } as const;
  return batchNorm(x, scale ?? full(channels, 1), shift ?? zeros(channels), options, state).output;
}

/** γ·(x − μ)/√(σ² + ε) + β with mean and variance of each pixel over its channels. */
export function layerNorm(x: Tensor, scale: Tensor | undefined, shift: Tensor | undefined): Tensor {
  const channels = x.shape.at(-1) ?? 1;
  const out = x.data.slice();
  for (let start = 0; start < x.size; start += channels) {
    const row = x.data.subarray(start, start + channels);
    let mean = 0;
    for (const value of row) mean += value / channels;
    let variance = 0;
    for (const value of row) variance += (value - mean) ** 2 / channels;
    for (let c = 0; c < channels; c += 1) {
      const value = ((row[c] ?? 0) - mean) / Math.sqrt(variance + epsilons.layerNorm);
      out[start + c] = value * (scale?.data[c] ?? 1) + (shift?.data[c] ?? 0);
    }
  }
  return wrap(out, x.shape);
}
