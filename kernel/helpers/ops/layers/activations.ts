import { asTensor, map, wrap, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { checkFilled, checkHasChannels, checkRanges } from "../checks.ts";

/**
 * Rectifier: max(0, x).
 *
 * @example relu([-1, 2]).data // Float64Array [0, 2]
 */
export function relu(x: TensorLike): Tensor {
  return map(x, (value) => Math.max(0, value));
}

/**
 * Leaky rectifier: x for x > 0, slope·x otherwise.
 *
 * @example leakyRelu([-2, 2], 0.1).data // Float64Array [-0.2, 2]
 */
export function leakyRelu(x: TensorLike, slope: number = 0.01): Tensor {
  checkRanges("leakyRelu", { slope: { value: slope, from: -1e6, to: 1e6 } });
  return map(x, (value) => (value > 0 ? value : slope * value));
}

/**
 * Logistic function 1/(1 + e^−x), without overflow for large |x|.
 *
 * @example sigmoid([0]).data // Float64Array [0.5]
 */
export function sigmoid(x: TensorLike): Tensor {
  return map(x, logistic);
}

/** Hyperbolic tangent. @example tanh([0]).data // Float64Array [0] */
export function tanh(x: TensorLike): Tensor {
  return map(x, Math.tanh);
}

/**
 * 1/(1 + e^−x) of one number: e is only raised to powers ≤ 0.
 *
 * @example logistic(0) // 0.5
 */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const small = Math.exp(x);
  return small / (1 + small);
}

/**
 * p_j = e^{z_j/T} / Σ_k e^{z_k/T} over the last axis; the largest is subtracted first, so that nothing overflows.
 *
 * @param logits […, K]
 * @param temperature T > 0 (default 1)
 * @throws ShapeError WRONG_RANK, EMPTY; OptionError BAD_OPTIONS
 * @example softmax([[1000, 1000]]).data // Float64Array [0.5, 0.5]
 */
export function softmax(logits: TensorLike, temperature: number = 1): Tensor {
  const z = rowsOf("softmax", logits, temperature);
  const classes = z.shape.at(-1) ?? 1;
  const out = z.data.slice();
  for (let row = 0; row < z.size; row += classes) {
    let largest = -Infinity;
    for (let k = 0; k < classes; k += 1) largest = Math.max(largest, z.data[row + k] ?? 0);
    let sum = 0;
    for (let k = 0; k < classes; k += 1) {
      const power = Math.exp(((z.data[row + k] ?? 0) - largest) / temperature);
      out[row + k] = power;
      sum += power;
    }
    for (let k = 0; k < classes; k += 1) out[row + k] = (out[row + k] ?? 0) / sum;
  }
  return wrap(out, z.shape);
}

/**
 * log p_j = z_j − log Σ_k e^{z_k} over the last axis; finite where p would underflow to 0.
 *
 * @param logits […, K]
 * @throws ShapeError WRONG_RANK, EMPTY
 * @example logSoftmax([[1000, 0]]).data // Float64Array [0, -1000]
 */
export function logSoftmax(logits: TensorLike): Tensor {
  const z = rowsOf("logSoftmax", logits, 1);
  const classes = z.shape.at(-1) ?? 1;
  const out = z.data.slice();
  for (let row = 0; row < z.size; row += classes) {
    let largest = -Infinity;
    for (let k = 0; k < classes; k += 1) largest = Math.max(largest, z.data[row + k] ?? 0);
    let sum = 0;
    for (let k = 0; k < classes; k += 1) sum += Math.exp((z.data[row + k] ?? 0) - largest);
    const logSum = largest + Math.log(sum);
    for (let k = 0; k < classes; k += 1) out[row + k] = (z.data[row + k] ?? 0) - logSum;
  }
  return wrap(out, z.shape);
}

function rowsOf(who: string, logits: TensorLike, temperature: number): Tensor {
  const z = asTensor(logits, who, "logits");
  checkHasChannels(who, "logits", z);
  checkFilled(who, "logits", z);
  checkRanges(who, { temperature: { value: temperature, from: 0, open: true } });
  return z;
}
