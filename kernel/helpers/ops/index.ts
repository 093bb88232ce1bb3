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
export { leakyRelu, logistic, relu, sigmoid, softmax, tanh } from "./layers/activations.ts";
export { attention, attentionWeights } from "./layers/attention.ts";
export { dense, matmul, transpose } from "./layers/dense.ts";
export {
  avgPool,
  forEachTap,
  globalAveragePool,
  globalMaxPool,
  maxPool,
  planPool,
  shares,
  type PoolOptions,
  type PoolPlan,
} from "./layers/pooling.ts";
export { planConv2d, planLayer, triple, type ConvPlan, type LayerPlan } from "./conv-plan.ts";
export { filterGradientOver, inputGradientOver, correlateOver } from "./fast/correlate.ts";
export { foldPadding, type Padded } from "./fast/fold-padding.ts";
export {
  batchNorm,
  channelStats,
  foldBatchNorm,
  populationStats,
  type BatchNormCache,
  type BatchNormOptions,
  type BatchNormResult,
  type ChannelStats,
} from "./regularise/batch-norm.ts";
export {
  dropConnect,
  dropout,
  expectedDepth,
  stochasticDepth,
  survival,
  type DropResult,
} from "./regularise/dropout.ts";
export { fractionalBounds, fractionalMaxPool } from "./regularise/fractional-pool.ts";
export { lrn, lrnSums, type LrnOptions, type LrnSums } from "./regularise/lrn.ts";
export { conv3d, type Conv3dOptions, type PerAxis3d } from "./family/conv3d.ts";
export { convMatrix } from "./family/conv-matrix.ts";
export { locallyConnected } from "./family/locally-connected.ts";
export {
  channelShuffle,
  depthwiseConv2d,
  insertZeros,
  separableConv2d,
} from "./family/separable.ts";
export {
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  type TransposeOptions,
} from "./family/transpose.ts";
export { planTranspose, type TransposePlan } from "./family/transpose-plan.ts";
