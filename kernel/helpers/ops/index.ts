// `convlab/ops`: convolution and cross-correlation, by the book and fast.
export { OptionError, ShapeError } from "../../core/index.ts";
export {
  convolve1d,
  convolve2d,
  correlate1d,
  correlate2d,
  rot180,
  templateScore,
  type Mode,
} from "./one-channel.ts";
export { conv1d, conv2d, type Conv1dOptions } from "./conv2d.ts";
export { conv2dLoops } from "./conv2d-loops.ts";
export type { Axis, ConvOptions, LayerOptions, Padding, PerAxis } from "./geometry.ts";
export { differenceOfGaussians, filterBank, gaussian, type FilterName } from "./filter-bank.ts";
export {
  leakyRelu,
  logistic,
  logSoftmax,
  relu,
  sigmoid,
  softmax,
  tanh,
} from "./layers/activations.ts";
export * from "./layers/more-activations.ts";
export {
  attention,
  attentionScale,
  attentionWeights,
  causalMask,
  type AttentionOptions,
} from "./layers/attention.ts";
export { dense, matmul, planDense, transpose } from "./layers/dense.ts";
export * from "./layers/pooling.ts";
export {
  forEachTap,
  planPool,
  shares,
  type PoolOptions,
  type PoolOptions1d,
  type PoolOptions3d,
  type PoolPlan,
} from "./layers/pool-plan.ts";
export {
  checkFilled,
  checkHasChannels,
  checkPerChannel,
  checkRanges,
  checkWhole,
} from "./checks.ts";
export { planConv2d, planLayer, triple, type ConvPlan, type LayerPlan } from "./conv-plan.ts";
export { filterGradientOver, inputGradientOver, correlateOver } from "./fast/correlate.ts";
export { matrixLattice, type Lattice } from "./fast/lattice.ts";
export { foldPadding, type Padded } from "./fast/fold-padding.ts";
export {
  batchNorm,
  channelStats,
  type BatchNormCache,
  type BatchNormOptions,
  type BatchNormResult,
  type ChannelStats,
} from "./regularise/batch-norm.ts";
export { foldBatchNorm, populationStats } from "./regularise/population.ts";
export {
  dropConnect,
  dropout,
  expectedDepth,
  spatialDropout,
  stochasticDepth,
  survival,
  type DropResult,
} from "./regularise/dropout.ts";
export {
  groupNorm,
  instanceNorm,
  layerNorm,
  type GroupNormCache,
  type GroupNormOptions,
  type GroupNormResult,
} from "./regularise/group-norm.ts";
export {
  forEachFractionalTap,
  fractionalBounds,
  fractionalMaxPool,
  planFractional,
  type FractionalPlan,
} from "./regularise/fractional-pool.ts";
export { lrn, lrnSums, type LrnOptions, type LrnSums } from "./regularise/lrn.ts";
export { conv3d, type Conv3dOptions, type PerAxis3d } from "./family/conv3d.ts";
export { convMatrix } from "./family/conv-matrix.ts";
export {
  forEachLocalTap,
  locallyConnected,
  planLocal,
  type LocalPlan,
} from "./family/locally-connected.ts";
export {
  channelShuffle,
  depthwiseConv1d,
  depthwiseConv2d,
  insertZeros,
  planDepthwise,
  separableConv1d,
  separableConv2d,
} from "./family/separable.ts";
export {
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  type TransposeOptions,
} from "./family/transpose.ts";
export { planTranspose, type TransposePlan } from "./family/transpose-plan.ts";
