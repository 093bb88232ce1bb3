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
