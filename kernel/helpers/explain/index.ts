// `convlab/explain`: what a network sees. Filters, maps, saliency, occlusion, class activation.
export type { Unit } from "./example.ts";
export { activations, featureMaps } from "./look/activations.ts";
export { filterGrid, type FilterGridOptions } from "./look/filter-grid.ts";
export { nearest, precisionAt, type Neighbour } from "./look/nearest.ts";
export { topPatches, type TopPatch, type TopPatchesOptions } from "./look/patches.ts";
export { receptiveBox, type Box } from "./look/receptive-box.ts";
export { backprop, reluRules, saliencyMap, type BackpropRule } from "./saliency/backprop.ts";
export {
  cam,
  gradCam,
  guidedGradCam,
  type CamOptions,
  type GradCamOptions,
} from "./saliency/cam.ts";
export { gridSegments, lime, type Lime, type LimeOptions } from "./saliency/lime.ts";
export { occlusionMap, type Occlusion, type OcclusionOptions } from "./saliency/occlusion.ts";
export { maxPoolWithSwitches, unpool, type PooledWithSwitches } from "./saliency/unpool.ts";
export { upsample, type UpsampleRule } from "./saliency/upsample.ts";
export {
  contrastiveMap,
  type ContrastiveMap,
  type ContrastiveMapOptions,
} from "./map/contrastive-map.ts";
export { tsne, type Tsne, type TsneOptions } from "./map/tsne.ts";
export { tsneAffinities, type Affinities } from "./map/tsne-affinities.ts";
export { tsneStep, type TsneStep } from "./map/tsne-step.ts";
export {
  activationMax,
  type ActivationMax,
  type ActivationMaxOptions,
} from "./optimise/activation-max.ts";
export { classModel, type ClassModel, type ClassModelOptions } from "./optimise/class-model.ts";
export { deepDream, type DeepDream, type DeepDreamOptions } from "./optimise/deep-dream.ts";
export { invert, type Inversion, type InvertOptions } from "./optimise/invert.ts";
export { contentLoss, gram, styleLoss, type FeatureLoss } from "./optimise/style.ts";
export type { Target } from "./optimise/target.ts";
export { totalVariation, type ImagePenalty } from "./optimise/total-variation.ts";
export {
  transferStyle,
  type StyleTransfer,
  type TransferStyleOptions,
} from "./optimise/transfer-style.ts";
export {
  filterNormalise,
  lossOf,
  lossSurface,
  randomDirection,
  type LossSurface,
  type ParametricLoss,
} from "./surface/loss-surface.ts";
export { shapeBias, type ShapeBias } from "./surface/shape-bias.ts";
