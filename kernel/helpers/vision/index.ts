// `convlab/vision`: what applications need around a net: boxes, regions, maps of classes, flow, voxels, sound.
export { anchors, boxDecode, boxEncode, iou, nms, type AnchorOptions } from "./boxes.ts";
export type { Box } from "./checks.ts";
export {
  averagePrecision,
  meanAveragePrecision,
  type AveragePrecision,
  type Detection,
  type Truth,
} from "./detection.ts";
export { histogramFeatures, hogLike, type HogOptions } from "./features.ts";
export { roiPool, roiPoolBackward, type RoiPooled, type RoiPoolOptions } from "./roi-pool.ts";
export { bilinearKernel, miou, patchesAround, unpool, type Segmentation } from "./segmentation.ts";
export { epe, psnr, warp, warpBackward, type WarpGradients } from "./flow.ts";
export { voxelise, type VoxelOptions } from "./voxels.ts";
export {
  hertzToMel,
  melFilterBank,
  melToHertz,
  type MelOptions,
  type MelScale,
} from "./sound/mel.ts";
export {
  dct,
  melSpectrogram,
  mfcc,
  type MelSpectrogramOptions,
  type MfccOptions,
} from "./sound/mfcc.ts";
export { stft, type Stft, type StftOptions } from "./sound/stft.ts";
