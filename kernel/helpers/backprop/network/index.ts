// Networks of our own layers, and the contract of a model that can be looked into.
export type { Layer, LayerBackward, LayerPass } from "./layer.ts";
export {
  avgPoolLayer,
  batchNormLayer,
  convLayer,
  denseLayer,
  flattenLayer,
  globalAverageLayer,
  maxPoolLayer,
  reluLayer,
  type WeightsGiven,
} from "./layers.ts";
export {
  layerNumber,
  logitsOf,
  type ForwardPass,
  type GradientPath,
  type LayerInfo,
  type LayerKind,
  type LayerWeights,
  type Model,
  type ReluRule,
  type Window,
} from "./model.ts";
export { namedParameters } from "./named.ts";
export { network, type LossGradients, type Network } from "./network.ts";
export { residualLayer } from "./residual.ts";
export { shortcutLayer, type Shortcut } from "./shortcuts.ts";
export { gradientNorms, type GradientNorm } from "./gradient-norms.ts";
export type { Update } from "./update.ts";
/** @internal */
export { descend } from "./update.ts";
