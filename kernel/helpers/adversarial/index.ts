// `convlab/adversarial`: attacks on classifiers, how robust a classifier is, and how it becomes more so.
export { autoPgd, type AutoPgd, type AutoPgdOptions } from "./attack/auto-pgd.ts";
export { deepFool, type DeepFoolResult } from "./attack/deep-fool.ts";
export { foolingImage, type FoolingImage, type FoolingOptions } from "./attack/fooling-image.ts";
export {
  minimalPerturbation,
  type MinimalOptions,
  type MinimalPerturbation,
} from "./attack/minimal.ts";
export {
  onePixel,
  type OnePixel,
  type OnePixelOptions,
  type PixelChange,
} from "./attack/one-pixel.ts";
export { applyPatch, patchAttack, type Patch, type PatchOptions } from "./attack/patch.ts";
export { bim, fgsm, projectBall, type BallOptions } from "./attack/sign.ts";
export { sparseFool, type SparseFool, type SparseFoolOptions } from "./attack/sparse-fool.ts";
export { bend, flowLoss, type Bent, type FlowLoss } from "./attack/flow.ts";
export { spatialAttack, type SpatialAttack, type SpatialOptions } from "./attack/spatial.ts";
export {
  foolingRate,
  universalPerturbation,
  type Universal,
  type UniversalOptions,
} from "./attack/universal.ts";
export type { PixelBox } from "./checks.ts";
export {
  affineClassifier,
  classifierOf,
  lossGradient,
  lossPerExample,
  predict,
  type Attackable,
  type Classifier,
  type ClassifierRun,
} from "./classifier.ts";
export { defences, type Defence } from "./defend/defences.ts";
export { expectationAttack, type ExpectationOptions } from "./defend/expectation.ts";
export {
  adversarialGradients,
  adversarialTrain,
  type AdversarialOptions,
  type AdversarialTraining,
  type Attack,
} from "./defend/train.ts";
export { pixelTransform, rotation, shift, type LinearTransform } from "./defend/transforms.ts";
export {
  accuracy,
  robustness,
  robustnessCurve,
  spectralBound,
  spectralNorm,
  transferTable,
  type TransferTable,
} from "./measures.ts";
