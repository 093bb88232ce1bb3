import {
  lrnSums,
  type BatchNormCache,
  type GroupNormCache,
  type LrnOptions,
} from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** Gradients of a normalisation with a scale and a shift. */
export interface NormGradients {
  readonly gradInput: Tensor;
  /** γ's shape */
  readonly gradGamma: Tensor;
  /** β's shape */
  readonly gradBeta: Tensor;
}

/**
 * Gradients of batch normalisation.
 *
 * With x̂ = (x − μ)/σ and g = gradOutput·γ: gradInput = (g − mean(g) − x̂·mean(g·x̂))/σ over the batch, since μ and σ
 * depend on every x; in test mode they are constants and gradInput = g/σ.
 *
 * @param gradOutput the output's shape
 * @param cache      what the forward pass returned; it may be used more than once
 * @source Ioffe & Szegedy, arXiv:1502.03167, section 3
 * @example batchNormBackward([[1], [1]], batchNorm([[1], [3]], [2], [0]).cache).gradBeta.data // Float64Array [2]
 */
export function batchNormBackward(gradOutput: TensorLike, cache: BatchNormCache): NormGradients {
  const gradient = asTensor(gradOutput, "batchNormBackward", "gradOutput");
  const { normalised, inverseStd, gamma, mode } = cache;
  checkSameShape("batchNormBackward", normalised.shape, gradient.shape);
  const channels = inverseStd.length;
  const count = gradient.size / channels;
  const gradGamma = new Float64Array(channels);
  const gradBeta = new Float64Array(channels);
  for (let i = 0; i < gradient.size; i += 1) {
    const c = i % channels;
    const g = gradient.data[i] ?? 0;
    gradBeta[c] = (gradBeta[c] ?? 0) + g;
    gradGamma[c] = (gradGamma[c] ?? 0) + g * (normalised.data[i] ?? 0);
  }
  const gradInput = allocate(gradient.size, commonDtype(gradient));
  for (let i = 0; i < gradient.size; i += 1) {
    const c = i % channels;
    const through =
      mode === "test"
        ? 0
        : ((gradBeta[c] ?? 0) + (normalised.data[i] ?? 0) * (gradGamma[c] ?? 0)) / count;
    gradInput[i] =
      (gamma.data[c] ?? 0) * (inverseStd[c] ?? 0) * ((gradient.data[i] ?? 0) - through);
  }
  return {
    gradInput: wrap(gradInput, gradient.shape),
    gradGamma: wrap(gradGamma, [channels]),
    gradBeta: wrap(gradBeta, [channels]),
  };
}

/**
 * Gradients of `layerNorm`, `groupNorm` and `instanceNorm`: as the batch norm's, over the sets that were normalised together.
 *
 * With x̂ = (x − μ)/σ and g = gradOutput·γ: gradInput = (g − mean(g) − x̂·mean(g·x̂))/σ within each set.
 *
 * @param gradOutput the output's shape
 * @param cache      what the forward pass returned
 * @throws ShapeError SHAPES_DIFFER
 * @source Ba, Kiros & Hinton, arXiv:1607.06450; Wu & He, arXiv:1803.08494
 * @example groupNormBackward([[1, 1]], layerNorm([[1, 3]], [1, 1], [0, 0]).cache).gradBeta.data // Float64Array [1, 1]
 */
export function groupNormBackward(gradOutput: TensorLike, cache: GroupNormCache): NormGradients {
  const gradient = asTensor(gradOutput, "groupNormBackward", "gradOutput");
  const { normalised, inverseStd, gamma, partition } = cache;
  checkSameShape("groupNormBackward", normalised.shape, gradient.shape);
  const { sets, setOf, parameterOf } = partition;
  const count = gradient.size / sets;
  const gradGamma = new Float64Array(gamma.size);
  const gradBeta = new Float64Array(gamma.size);
  const mean = new Float64Array(sets);
  const along = new Float64Array(sets);
  gradient.data.forEach((arriving, i) => {
    const [at, set, hat] = [parameterOf(i), setOf(i), normalised.data[i] ?? 0];
    gradBeta[at] = (gradBeta[at] ?? 0) + arriving;
    gradGamma[at] = (gradGamma[at] ?? 0) + arriving * hat;
    const g = arriving * (gamma.data[at] ?? 0);
    mean[set] = (mean[set] ?? 0) + g / count;
    along[set] = (along[set] ?? 0) + (g * hat) / count;
  });
  const gradInput = allocate(gradient.size, commonDtype(gradient));
  gradient.data.forEach((arriving, i) => {
    const [set, hat] = [setOf(i), normalised.data[i] ?? 0];
    const g = arriving * (gamma.data[parameterOf(i)] ?? 0);
    gradInput[i] = (inverseStd[set] ?? 0) * (g - (mean[set] ?? 0) - hat * (along[set] ?? 0));
  });
  return {
    gradInput: wrap(gradInput, gradient.shape),
    gradGamma: wrap(gradGamma, gamma.shape),
    gradBeta: wrap(gradBeta, gamma.shape),
  };
}

/**
 * Gradient of local response normalisation: g_i·s_i^−β − 2αβ·x_i·Σ_j g_j·x_j·s_j^(−β−1) over the channels j whose window
 * holds i.
 *
 * @example lrnBackward([[1]], [[2]], { size: 1, alpha: 0, beta: 1, k: 4 }).data // Float64Array [0.25]
 */
export function lrnBackward(
  gradOutput: TensorLike,
  x: TensorLike,
  options: LrnOptions = {},
): Tensor {
  const gradient = asTensor(gradOutput, "lrnBackward", "gradOutput");
  const { input, sums, alpha, beta, reach } = lrnSums(x, options);
  checkSameShape("lrnBackward", input.shape, gradient.shape);
  const channels = input.shape.at(-1) ?? 0;
  const out = allocate(input.size, commonDtype(gradient, input));
  for (let i = 0; i < input.size; i += 1) {
    const c = i % channels;
    let across = 0;
    for (let j = Math.max(0, c - reach); j <= Math.min(channels - 1, c + reach); j += 1) {
      const at = i - c + j;
      across += (gradient.data[at] ?? 0) * (input.data[at] ?? 0) * (sums[at] ?? 1) ** (-beta - 1);
    }
    out[i] =
      (gradient.data[i] ?? 0) * (sums[i] ?? 1) ** -beta -
      2 * alpha * beta * (input.data[i] ?? 0) * across;
  }
  return wrap(out, input.shape);
}
