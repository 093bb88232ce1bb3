// `convlab/backprop`: gradients by hand, their check by differences, and automatic differentiation of numbers.
export {
  gradCheck,
  numericGradient,
  type GradCheckOptions,
  type GradCheckResult,
} from "./gradient-check.ts";
export { Value } from "./value.ts";
export {
  eluBackward,
  geluBackward,
  hardSigmoidBackward,
  hardSwishBackward,
  leakyReluBackward,
  logSoftmaxBackward,
  mishBackward,
  relu6Backward,
  reluBackward,
  seluBackward,
  sigmoidBackward,
  softmaxBackward,
  softplusBackward,
  softsignBackward,
  swishBackward,
  tanhBackward,
  type ActivationGradient,
} from "./layers/activations.ts";
export { attentionBackward, type AttentionGradients } from "./layers/attention.ts";
export { multiHeadAttentionBackward, type MultiHeadGradients } from "./layers/multi-head.ts";
export { conv1dBackward, conv2dBackward, conv3dBackward } from "./layers/conv.ts";
export {
  depthwiseConv1dBackward,
  depthwiseConv2dBackward,
  locallyConnectedBackward,
  separableConv1dBackward,
  separableConv2dBackward,
  type SeparableGradients,
} from "./layers/conv-depthwise.ts";
export {
  convTranspose1dBackward,
  convTranspose2dBackward,
  convTranspose3dBackward,
} from "./layers/conv-transpose.ts";
export { denseBackward, type LayerGradients } from "./layers/dense.ts";
export { dropoutBackward } from "./layers/dropout.ts";
export { fractionalMaxPoolBackward } from "./layers/fractional-pool.ts";
export { lpPoolBackward, lpPool1dBackward, lpPool3dBackward } from "./layers/lp-pool.ts";
export {
  avgPoolBackward,
  avgPool1dBackward,
  avgPool3dBackward,
  globalAveragePoolBackward,
  globalMaxPoolBackward,
  maxPoolBackward,
  maxPool1dBackward,
  maxPool3dBackward,
} from "./layers/pooling.ts";
export {
  batchNormBackward,
  groupNormBackward,
  lrnBackward,
  type NormGradients,
} from "./layers/normalisation.ts";
export * from "./losses/classification.ts";
export { auxiliaryLoss, ntXent, type AuxiliaryOptions } from "./losses/contrastive.ts";
export * from "./losses/regression.ts";
export type { LossResult, LossOptions } from "./losses/result.ts";
export * from "./network/index.ts";
export {
  minimise,
  type MinimiseOptions,
  type Minimum,
  type Objective,
} from "./minimise/minimise.ts";
export { adjoint, type AdjointResult, type NeuralDynamics } from "./ode/adjoint.ts";
export { odeSolve, type Dynamics, type OdeOptions, type OdeResult } from "./ode/solve.ts";
