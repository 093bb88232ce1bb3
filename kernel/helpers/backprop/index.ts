// `convlab/backprop`: gradients by hand, their check by differences, and automatic differentiation of numbers.
export {
  gradCheck,
  numericGradient,
  type GradCheckOptions,
  type GradCheckResult,
} from "./gradient-check.ts";
export { Value } from "./value.ts";
export {
  leakyReluBackward,
  reluBackward,
  sigmoidBackward,
  tanhBackward,
} from "./layers/activations.ts";
export { conv1dBackward, conv2dBackward, conv3dBackward } from "./layers/conv.ts";
export { denseBackward, type LayerGradients } from "./layers/dense.ts";
export { meanSquaredError, softmaxCrossEntropy, type LossResult } from "./layers/losses.ts";
export { avgPoolBackward, maxPoolBackward } from "./layers/pooling.ts";
export { batchNormBackward, lrnBackward, type NormGradients } from "./layers/normalisation.ts";
export * from "./network/index.ts";
export {
  minimise,
  type MinimiseOptions,
  type Minimum,
  type Objective,
} from "./minimise/minimise.ts";
