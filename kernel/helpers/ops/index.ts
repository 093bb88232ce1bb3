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
  attentionWeights,
  causalMask,
  type AttentionOptions,
} from "./layers/attention.ts";
export {
  multiHeadAttention,
  multiHeadWeights,
  type HeadProjections,
  type MultiHeadOptions,
  type Projection,
} from "./layers/multi-head.ts";
export { dense, matmul, transpose } from "./layers/dense.ts";
export * from "./layers/pooling.ts";
export { lpPool, lpPool1d, lpPool3d, type LpPoolOptions } from "./layers/lp-pool.ts";
export { type PoolOptions, type PoolOptions1d, type PoolOptions3d } from "./layers/pool-plan.ts";
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
export { fractionalBounds, fractionalMaxPool } from "./regularise/fractional-pool.ts";
export { lrn, type LrnOptions } from "./regularise/lrn.ts";
export { conv3d, type Conv3dOptions, type PerAxis3d } from "./family/conv3d.ts";
export { convMatrix } from "./family/conv-matrix.ts";
export { locallyConnected } from "./family/locally-connected.ts";
export {
  channelShuffle,
  depthwiseConv1d,
  depthwiseConv2d,
  insertZeros,
  separableConv1d,
  separableConv2d,
} from "./family/separable.ts";
export {
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  type TransposeOptions,
} from "./family/transpose.ts";

// What other doors share of the plans and the fast paths: left out of the published types and of the reference.
/** @internal */
export { attentionScale } from "./layers/attention.ts";
/** @internal */
export { joinedHeads, joinHeads, planHeads, splitHeads } from "./layers/multi-head.ts";
/** @internal */
export { planDense } from "./layers/dense.ts";
/** @internal */
export { planLp, windowNorms, type LpPlan } from "./layers/lp-pool.ts";
/** @internal */
export { forEachTap, planPool, shares, type PoolPlan } from "./layers/pool-plan.ts";
/** @internal */
export {
  checkFilled,
  checkHasChannels,
  checkPerChannel,
  checkRanges,
  checkWhole,
} from "./checks.ts";
/** @internal */
export { planConv2d, planLayer, triple, type ConvPlan, type LayerPlan } from "./conv-plan.ts";
/** @internal */
export { filterGradientOver, inputGradientOver, correlateOver } from "./fast/correlate.ts";
/** @internal */
export { matrixLattice, type Lattice } from "./fast/lattice.ts";
/** @internal */
export { foldPadding, type Padded } from "./fast/fold-padding.ts";
/** @internal */
export {
  forEachFractionalTap,
  planFractional,
  type FractionalPlan,
} from "./regularise/fractional-pool.ts";
/** @internal */
export { lrnSums, type LrnSums } from "./regularise/lrn.ts";
/** @internal */
export { forEachLocalTap, planLocal, type LocalPlan } from "./family/locally-connected.ts";
/** @internal */
export { planDepthwise } from "./family/separable.ts";
/** @internal */
export { planTranspose, type TransposePlan } from "./family/transpose-plan.ts";
