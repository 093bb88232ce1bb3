// One right call of every public function of `ops` and `backprop`, and what may be wrong with it.
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import { Rng, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { randomLike } from "../../support/gradients.ts";

/** Positions and values that mean nothing there. */
type Bad = readonly (readonly [position: number, value: unknown])[];

/** A right call. */
export interface Call {
  readonly run: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
  /** Any rank is right: a function of every number on its own. */
  readonly anyRank?: true;
  /** No numbers in, no numbers out. */
  readonly anyEmpty?: true;
  /** Arguments that mean nothing, beyond what is tried on every tensor: position and value. */
  readonly bad?: Bad;
}

const t = (...shape: number[]): Tensor => randomLike(shape, shape.length + 1);
const each = { anyRank: true, anyEmpty: true } as const;
const nan = Number.NaN;

/** Options that no layer over images takes, at a position. */
const badMoves = (at: number): Bad => [
  [at, { stride: 0 }],
  [at, { stride: -1 }],
  [at, { stride: 1.5 }],
  [at, { stride: nan }],
  [at, { padding: -1 }],
  [at, { padding: nan }],
  [at, { padding: "SAME" }],
  [at, { dilation: 0 }],
  [at, { dilation: 50 }],
  [at, { strides: 1 }],
  [at, { padding: 1e9 }],
];
const badConv = (at: number): Bad => [...badMoves(at), [at, { groups: 0 }], [at, { fit: "none" }]];
const badSpread = (at: number): Bad => [
  ...badMoves(at).filter(([, o]) => (o as { dilation?: number }).dilation !== 50),
  [at, { stride: 1e8 }],
  [at, { outputPadding: 5 }],
  [at, { groups: 0 }],
  [at, { groups: nan }],
  [at, { groups: 5 }],
];
const badPool = (at: number): Bad => [
  [at, {}],
  [at, { size: 0 }],
  [at, { size: nan }],
  [at, { size: 99 }],
  [at, { size: 2, stride: 0 }],
  [at, { size: 2, padding: 2 }],
  [at, { size: 2, padding: "circular" }],
  [at, { size: 2, dilation: 2 }],
];
/** Windows of LP pools know no padding to be counted, and want a norm. */
const badNorms: Bad = [...badPool(1), [1, { size: 2, p: 0.5 }], [1, { size: 2, p: nan }], [1, { size: 2, p: Infinity }], [1, { size: 2, p: "2" }]]; // prettier-ignore
const badEps = (at: number): Bad => [
  [at, { eps: -1 }],
  [at, { eps: nan }],
];
const badRate = [[1, nan], [1, -0.1], [1, 1], [1, "half"]] as const; // prettier-ignore
const badReduction = (at: number): Bad => [[at, { reduction: "none" }]];

const headProjections = {
  query: { weights: t(3, 4), bias: t(4) }, key: { weights: t(2, 4) },
  value: { weights: t(5, 6) }, output: { weights: t(6, 3), bias: t(3) },
}; // prettier-ignore
const { query: _, ...headless } = headProjections;
const badHeads: Bad = [
  [3, headless],
  [3, {}],
  [3, { ...headProjections, query: { weights: t(3, 8) } }],
  [3, { ...headProjections, key: { weights: t(3, 4) } }],
  [3, { ...headProjections, value: { weights: t(5, 6), bias: t(5) } }],
  [3, { ...headProjections, output: { weights: t(4, 3) } }],
  [3, { ...headProjections, output: { weights: "W" } }],
  [4, {}],
  [4, { heads: 0 }],
  [4, { heads: nan }],
  [4, { heads: 4 }],
  [4, { heads: 2, mask: t(3, 3) }],
  [2, t(3, 5)],
];

const norm = ops.batchNorm(t(3, 2), [1, 1], [0, 0]);
const layerNorm = ops.layerNorm(t(3, 2), [1, 1], [0, 0]);
export const opsCalls: Readonly<Record<string, Call>> = {
  convolve1d: { run: ops.convolve1d, args: [t(5), t(2)], bad: [[2, "SAME"]] },
  correlate1d: { run: ops.correlate1d, args: [t(5), t(2)], bad: [[2, 1]] },
  convolve2d: { run: ops.convolve2d, args: [t(5, 4), t(2, 3)], bad: [[2, "SAME"]] },
  correlate2d: { run: ops.correlate2d, args: [t(5, 4), t(2, 3)], bad: [[1, t(9, 9)]] },
  rot180: { run: ops.rot180, args: [t(2, 3)] },
  templateScore: { run: ops.templateScore, args: [t(2, 3), t(2, 3)] },
  conv1d: { run: ops.conv1d, args: [t(2, 6, 3), t(2, 3, 4), t(4)], bad: badConv(3) },
  conv2d: { run: ops.conv2d, args: [t(2, 5, 6, 3), t(2, 3, 3, 4), t(4)], bad: badConv(3) },
  conv2dLoops: { run: ops.conv2dLoops, args: [t(2, 5, 6, 3), t(2, 3, 3, 4), t(4)], bad: badConv(3) },
  conv3d: { run: ops.conv3d, args: [t(1, 3, 4, 5, 2), t(2, 2, 3, 2, 3), t(3)], bad: badConv(3) },
  convTranspose1d: { run: ops.convTranspose1d, args: [t(2, 4, 3), t(2, 2, 3), t(2)], bad: badSpread(3) },
  convTranspose2d: { run: ops.convTranspose2d, args: [t(2, 3, 4, 3), t(2, 3, 2, 3), t(2)], bad: badSpread(3) },
  convTranspose3d: { run: ops.convTranspose3d, args: [t(1, 2, 2, 3, 2), t(2, 2, 2, 3, 2), t(3)], bad: badSpread(3) },
  depthwiseConv1d: { run: ops.depthwiseConv1d, args: [t(2, 6, 3), t(2, 3, 2), t(6)], bad: badMoves(3) },
  depthwiseConv2d: { run: ops.depthwiseConv2d, args: [t(2, 5, 6, 3), t(2, 3, 3, 2), t(6)], bad: badMoves(3) },
  separableConv1d: { run: ops.separableConv1d, args: [t(2, 6, 3), t(2, 3, 1), t(1, 3, 4), t(4)], bad: badMoves(4) },
  separableConv2d: { run: ops.separableConv2d, args: [t(2, 5, 6, 3), t(2, 3, 3, 1), t(1, 1, 3, 4), t(4)], bad: badMoves(4) },
  locallyConnected: { run: ops.locallyConnected, args: [t(2, 4, 5, 2), t(3, 4, 2, 2, 2, 3), t(3, 4, 3)], bad: [[3, { stride: 0 }], [3, { stride: 9 }]] },
  convMatrix: { run: ops.convMatrix, args: [t(2, 3), [5, 6]], bad: [[1, [5]], [1, [5, -1]], [1, [nan, 5]], [1, [1e6, 1e6]], ...badMoves(2)] },
  insertZeros: { run: ops.insertZeros, args: [t(2, 2, 3, 4), 2], bad: [[1, 0], [1, nan], [1, 1.5], [1, 1e9]] },
  channelShuffle: { run: ops.channelShuffle, args: [t(2, 6), 2], anyRank: true, bad: [[1, 4], [1, 0], [1, nan]] },
  dense: { run: ops.dense, args: [t(3, 4), t(4, 2), t(2)] },
  matmul: { run: ops.matmul, args: [t(3, 4), t(4, 2)] },
  transpose: { run: ops.transpose, args: [t(3, 4)], anyEmpty: true },
  relu: { run: ops.relu, args: [t(3, 4)], ...each },
  relu6: { run: ops.relu6, args: [t(3, 4)], ...each },
  leakyRelu: { run: ops.leakyRelu, args: [t(3, 4)], ...each, bad: [[1, nan], [1, "steep"]] },
  elu: { run: ops.elu, args: [t(3, 4)], ...each, bad: [[1, nan], [1, -1]] },
  selu: { run: ops.selu, args: [t(3, 4)], ...each },
  gelu: { run: ops.gelu, args: [t(3, 4)], ...each },
  softplus: { run: ops.softplus, args: [t(3, 4)], ...each },
  softsign: { run: ops.softsign, args: [t(3, 4)], ...each },
  swish: { run: ops.swish, args: [t(3, 4)], ...each },
  mish: { run: ops.mish, args: [t(3, 4)], ...each },
  hardSigmoid: { run: ops.hardSigmoid, args: [t(3, 4)], ...each },
  hardSwish: { run: ops.hardSwish, args: [t(3, 4)], ...each },
  sigmoid: { run: ops.sigmoid, args: [t(3, 4)], ...each },
  tanh: { run: ops.tanh, args: [t(3, 4)], ...each },
  softmax: { run: ops.softmax, args: [t(3, 4)], anyRank: true, bad: [[1, 0], [1, nan], [1, -1]] },
  logSoftmax: { run: ops.logSoftmax, args: [t(3, 4)], anyRank: true },
  attention: { run: ops.attention, args: [t(2, 3), t(4, 3), t(4, 5)], bad: [[3, { mask: t(3, 3) }], [3, { mask: [[0, 0, 0, 0], [1, 1, 1, 1]] }], [1, t(4, 2)], [2, t(3, 5)]] },
  attentionWeights: { run: ops.attentionWeights, args: [t(2, 3), t(4, 3)], bad: [[1, t(4, 2)]] },
  multiHeadAttention: { run: ops.multiHeadAttention, args: [t(2, 3), t(4, 2), t(4, 5), headProjections, { heads: 2 }], bad: badHeads },
  multiHeadWeights: { run: ops.multiHeadWeights, args: [t(2, 3), t(4, 2), headProjections, { heads: 2 }], bad: [[2, {}], [3, { heads: 3 }], [3, {}], [1, t(4, 3)]] },
  causalMask: { run: ops.causalMask, args: [3], bad: [[0, 0], [0, nan], [0, 1e9]] },
  maxPool: { run: ops.maxPool, args: [t(2, 4, 6, 3), { size: 2 }], bad: badPool(1) },
  maxPool1d: { run: ops.maxPool1d, args: [t(2, 4, 3), { size: 2 }], bad: badPool(1) },
  maxPool3d: { run: ops.maxPool3d, args: [t(1, 4, 4, 2, 3), { size: 2 }], bad: badPool(1) },
  avgPool: { run: ops.avgPool, args: [t(2, 4, 6, 3), { size: 2 }], bad: badPool(1) },
  avgPool1d: { run: ops.avgPool1d, args: [t(2, 4, 3), { size: 2 }], bad: badPool(1) },
  avgPool3d: { run: ops.avgPool3d, args: [t(1, 4, 4, 2, 3), { size: 2 }], bad: badPool(1) },
  lpPool: { run: ops.lpPool, args: [t(2, 4, 6, 3), { size: 2 }], bad: badNorms },
  lpPool1d: { run: ops.lpPool1d, args: [t(2, 4, 3), { size: 2 }], bad: badNorms },
  lpPool3d: { run: ops.lpPool3d, args: [t(1, 4, 4, 2, 3), { size: 2 }], bad: badNorms },
  globalAveragePool: { run: ops.globalAveragePool, args: [t(2, 4, 6, 3)] },
  globalAveragePool1d: { run: ops.globalAveragePool1d, args: [t(2, 4, 3)] },
  globalAveragePool3d: { run: ops.globalAveragePool3d, args: [t(1, 4, 4, 2, 3)] },
  globalMaxPool: { run: ops.globalMaxPool, args: [t(2, 4, 6, 3)] },
  globalMaxPool1d: { run: ops.globalMaxPool1d, args: [t(2, 4, 3)] },
  globalMaxPool3d: { run: ops.globalMaxPool3d, args: [t(1, 4, 4, 2, 3)] },
  fractionalBounds: { run: ops.fractionalBounds, args: [5, 3, 0.5], bad: [[0, nan], [0, 5.5], [1, 9], [1, 0], [1, 2.5], [2, 0], [2, 1], [2, nan]] },
  fractionalMaxPool: { run: ops.fractionalMaxPool, args: [t(2, 4, 5, 3), [0, 2, 4], [0, 2, 3, 5]], bad: [[1, [0, 4, 2]], [1, [0, 2, 9]], [1, [0]], [2, [1, 5]], [2, [0, nan, 5]], [2, undefined]] },
  batchNorm: { run: ops.batchNorm, args: [t(3, 4, 2), t(2), t(2)], anyRank: true, bad: [...badEps(3), [3, { momentum: 2 }], [3, { momentum: nan }], [3, { mode: "test" }], [3, { mode: "eval" }], [1, t(3)]] },
  channelStats: { run: ops.channelStats, args: [t(3, 4, 2)], anyRank: true },
  populationStats: { run: ops.populationStats, args: [[t(3, 2), t(3, 2)]], bad: [[0, []], [0, [t(1, 2)]], [0, [t(3, 2), t(3, 4)]], [0, [t(0, 2)]], [0, undefined]] },
  foldBatchNorm: { run: ops.foldBatchNorm, args: [{ filters: t(2, 2, 3, 4), bias: t(4) }, { mean: t(4), variance: randomLike([4], 2).step(1), gamma: t(4), beta: t(4), eps: 2 }], bad: [[0, { filters: t(2, 2, 3, 4), bias: t(3) }], [1, { mean: t(3), variance: t(4), gamma: t(4), beta: t(4), eps: 2 }], [1, { mean: t(4), variance: t(4), gamma: t(4), beta: t(4), eps: nan }]] },
  layerNorm: { run: ops.layerNorm, args: [t(3, 4, 2), t(2), t(2)], anyRank: true, bad: [...badEps(3), [1, t(3)]] },
  groupNorm: { run: ops.groupNorm, args: [t(3, 4, 6), 2, t(6), t(6)], anyRank: true, bad: [...badEps(4), [1, 4], [1, 0], [1, nan], [2, t(3)]] },
  instanceNorm: { run: ops.instanceNorm, args: [t(3, 4, 2), t(2), t(2)], anyRank: true, bad: badEps(3) },
  lrn: { run: ops.lrn, args: [t(3, 7)], anyRank: true, bad: [[1, { size: 4 }], [1, { size: 0 }], [1, { size: nan }], [1, { alpha: nan }], [1, { alpha: -1 }], [1, { beta: nan }], [1, { k: 0 }]] },
  dropout: { run: ops.dropout, args: [t(3, 4), 0.5, new Rng(1)], ...each, bad: badRate },
  dropConnect: { run: ops.dropConnect, args: [t(3, 4), 0.5, new Rng(1)], ...each, bad: badRate },
  spatialDropout: { run: ops.spatialDropout, args: [t(3, 4, 2), 0.5, new Rng(1)], anyRank: true, bad: badRate },
  stochasticDepth: { run: ops.stochasticDepth, args: [t(3, 4), 0.5, new Rng(1)], ...each, bad: [[1, 0], [1, nan], [1, 1.5]] },
  survival: { run: ops.survival, args: [1, 4], bad: [[0, 0], [0, 5], [0, nan], [1, nan], [2, 2], [2, nan]] },
  expectedDepth: { run: ops.expectedDepth, args: [4], bad: [[0, 0], [0, nan], [0, 1.5], [1, -1]] },
  filterBank: { run: ops.filterBank, args: [] },
  gaussian: { run: ops.gaussian, args: [5, 1], bad: [[0, 4], [0, nan], [0, 0], [1, 0], [1, nan], [0, 100_001]] },
  differenceOfGaussians: { run: ops.differenceOfGaussians, args: [5, 1, 2], bad: [[0, 4], [1, nan], [2, -1]] },
}; // prettier-ignore

/** Pieces that the doors above build on; their callers have checked. */
export const opsParts: readonly string[] = [
  "OptionError", "ShapeError", "attentionScale", "checkFilled", "checkHasChannels", "checkPerChannel", "checkRanges",
  "checkWhole", "correlateOver", "filterGradientOver", "foldPadding", "forEachFractionalTap", "forEachLocalTap",
  "forEachTap", "inputGradientOver", "joinHeads", "joinedHeads", "logistic", "lrnSums", "matrixLattice", "normalCdf", "planConv2d", "planDense",
  "planDepthwise", "planFractional", "planHeads", "planLayer", "planLocal", "planLp", "planPool", "planTranspose",
  "planWhole", "seluConstants", "shares", "splitHeads", "triple", "windowNorms",
]; // prettier-ignore

const call = (name: string): Call => opsCalls[name] ?? { run: () => undefined, args: [] };
/** gradOutput, the forward call's tensors without the bias, then its options: they keep their position. */
const layerBack = (run: (...args: never[]) => unknown, name: string): Call => {
  const forward = call(name);
  const output = forward.run(...(forward.args as never[])) as Tensor;
  const keep = forward.args.length - 1;
  return {
    run,
    args: [randomLike(output.shape, 9), ...forward.args.slice(0, keep)],
    bad: (forward.bad ?? []).filter(([at]) => at > keep),
  };
};
const poolBack = (run: (...args: never[]) => unknown, name: string): Call => {
  const forward = call(name);
  const [x, options] = forward.args;
  const output = forward.run(...(forward.args as never[])) as Tensor;
  return {
    run,
    args: [randomLike(output.shape, 9), x, ...(options === undefined ? [] : [options])],
    bad: (forward.bad ?? []).map(([at, value]) => [at + 1, value] as const),
  };
};
const slope = (run: (...args: never[]) => unknown, bad: Bad = []): Call => ({
  run, args: [t(3, 4), randomLike([3, 4], 7)], ...each, bad,
}); // prettier-ignore
const loss = (run: (...args: never[]) => unknown, labels: unknown, bad: Bad = []): Call => ({
  run, args: [t(3, 4), labels], bad: [...bad, ...badReduction(2)],
}); // prettier-ignore
const soft = ops.softmax(t(3, 4));

export const backpropCalls: Readonly<Record<string, Call>> = {
  conv1dBackward: layerBack(backprop.conv1dBackward, "conv1d"),
  conv2dBackward: layerBack(backprop.conv2dBackward, "conv2d"),
  conv3dBackward: layerBack(backprop.conv3dBackward, "conv3d"),
  convTranspose1dBackward: layerBack(backprop.convTranspose1dBackward, "convTranspose1d"),
  convTranspose2dBackward: layerBack(backprop.convTranspose2dBackward, "convTranspose2d"),
  convTranspose3dBackward: layerBack(backprop.convTranspose3dBackward, "convTranspose3d"),
  depthwiseConv1dBackward: layerBack(backprop.depthwiseConv1dBackward, "depthwiseConv1d"),
  depthwiseConv2dBackward: layerBack(backprop.depthwiseConv2dBackward, "depthwiseConv2d"),
  separableConv1dBackward: layerBack(backprop.separableConv1dBackward, "separableConv1d"),
  separableConv2dBackward: layerBack(backprop.separableConv2dBackward, "separableConv2d"),
  locallyConnectedBackward: layerBack(backprop.locallyConnectedBackward, "locallyConnected"),
  denseBackward: layerBack(backprop.denseBackward, "dense"),
  maxPoolBackward: poolBack(backprop.maxPoolBackward, "maxPool"),
  maxPool1dBackward: poolBack(backprop.maxPool1dBackward, "maxPool1d"),
  maxPool3dBackward: poolBack(backprop.maxPool3dBackward, "maxPool3d"),
  avgPoolBackward: poolBack(backprop.avgPoolBackward, "avgPool"),
  avgPool1dBackward: poolBack(backprop.avgPool1dBackward, "avgPool1d"),
  avgPool3dBackward: poolBack(backprop.avgPool3dBackward, "avgPool3d"),
  lpPoolBackward: poolBack(backprop.lpPoolBackward, "lpPool"),
  lpPool1dBackward: poolBack(backprop.lpPool1dBackward, "lpPool1d"),
  lpPool3dBackward: poolBack(backprop.lpPool3dBackward, "lpPool3d"),
  globalAveragePoolBackward: poolBack(backprop.globalAveragePoolBackward, "globalAveragePool"),
  globalMaxPoolBackward: poolBack(backprop.globalMaxPoolBackward, "globalMaxPool"),
  fractionalMaxPoolBackward: { run: backprop.fractionalMaxPoolBackward, args: [t(2, 2, 3, 3), t(2, 4, 5, 3), [0, 2, 4], [0, 2, 3, 5]], bad: [[2, [0, 4, 2]], [3, [1, 5]]] },
  batchNormBackward: { run: backprop.batchNormBackward, args: [t(3, 2), norm.cache] },
  groupNormBackward: { run: backprop.groupNormBackward, args: [t(3, 2), layerNorm.cache] },
  lrnBackward: { run: backprop.lrnBackward, args: [t(3, 7), t(3, 7)], bad: [[2, { size: 4 }]] },
  dropoutBackward: { run: backprop.dropoutBackward, args: [t(3, 4), t(3, 4)], ...each },
  attentionBackward: { run: backprop.attentionBackward, args: [t(2, 5), t(2, 3), t(4, 3), t(4, 5)], bad: [[4, { mask: t(3, 3) }], [3, t(3, 5)]] },
  multiHeadAttentionBackward: { run: backprop.multiHeadAttentionBackward, args: [t(2, 3), t(2, 3), t(4, 2), t(4, 5), headProjections, { heads: 2 }], bad: badHeads.map(([at, value]) => [at + 1, value] as const) },
  reluBackward: slope(backprop.reluBackward), relu6Backward: slope(backprop.relu6Backward),
  leakyReluBackward: slope(backprop.leakyReluBackward, [[2, nan]]),
  eluBackward: slope(backprop.eluBackward, [[2, nan], [2, -1]]),
  seluBackward: slope(backprop.seluBackward), geluBackward: slope(backprop.geluBackward),
  softplusBackward: slope(backprop.softplusBackward), softsignBackward: slope(backprop.softsignBackward),
  swishBackward: slope(backprop.swishBackward), mishBackward: slope(backprop.mishBackward),
  hardSigmoidBackward: slope(backprop.hardSigmoidBackward), hardSwishBackward: slope(backprop.hardSwishBackward),
  sigmoidBackward: slope(backprop.sigmoidBackward), tanhBackward: slope(backprop.tanhBackward),
  softmaxBackward: { run: backprop.softmaxBackward, args: [t(3, 4), randomLike([3, 4], 7)], anyRank: true, bad: [[2, 0], [2, nan]] },
  logSoftmaxBackward: { run: backprop.logSoftmaxBackward, args: [t(3, 4), randomLike([3, 4], 7)], anyRank: true },
  softmaxCrossEntropy: loss(backprop.softmaxCrossEntropy, [0, 3, 1], [[1, [0, 4, 1]], [1, [0, -1, 1]], [1, [0, nan, 1]], [1, [0, 1]], [1, [0, 0.5, 1]]]),
  klDivergence: loss(backprop.klDivergence, soft, [[1, [[nan, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]]]),
  binaryCrossEntropy: loss(backprop.binaryCrossEntropy, soft, [[1, [[nan, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]]]),
  hingeLoss: loss(backprop.hingeLoss, [0, 3, 1], [[1, [0, 4, 1]], [2, { margin: -1 }], [2, { margin: nan }]]),
  meanSquaredError: { ...loss(backprop.meanSquaredError, t(3, 4)), anyRank: true },
  meanAbsoluteError: { ...loss(backprop.meanAbsoluteError, t(3, 4)), anyRank: true },
  huberLoss: { ...loss(backprop.huberLoss, t(3, 4), [[2, { delta: 0 }], [2, { delta: nan }]]), anyRank: true },
  ntXent: { run: backprop.ntXent, args: [t(4, 3), 0.5], bad: [[1, 0], [1, nan], [0, t(3, 3)]] },
  gradCheck: { run: (x: never, grad: never, options: never) => backprop.gradCheck((at) => at.get(0, 0) ** 2, x, grad, options), args: [t(1, 1), [[1]]], anyRank: true, bad: [[2, { h: 0 }], [2, { h: nan }], [2, { samples: 0 }], [2, { samples: nan }]] },
  numericGradient: { run: (x: never, h: never) => backprop.numericGradient((at) => at.get(0, 0) ** 2, x, h), args: [t(1, 1)], ...each, bad: [[1, 0], [1, nan]] },
}; // prettier-ignore

/** Tested where they live: networks and their losses, equations in time, and numbers with a graph. */
export const backpropParts: readonly string[] = [
  "Value", "adjoint", "auxiliaryLoss", "avgPoolLayer", "batchNormLayer", "convLayer", "denseLayer", "descend", "flattenLayer", "globalAverageLayer", "gradientNorms", "layerNumber",
  "logitsOf", "maxPoolLayer", "minimise", "namedParameters", "network", "odeSolve", "reluLayer", "residualLayer", "shortcutLayer",
]; // prettier-ignore
