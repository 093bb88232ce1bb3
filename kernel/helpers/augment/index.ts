// `convlab/augment`: changes of training images that keep their label, and mixtures of examples.
export { colourCast, colourJitter, cutout, cutoutAt, noise } from "./colour.ts";
export { crop, lens, mirror, rotate, shear, stretch, tenCrop, zoom } from "./geometry.ts";
export { mixup, sampleBeta, type Mixed } from "./mixup.ts";
export {
  averagePredictions,
  compose,
  operationNames,
  policy,
  randAugment,
  searchPolicy,
  sometimes,
  type Augmentation,
  type OperationName,
  type PolicyStep,
} from "./policy.ts";
export { standardise, type Standardised } from "./standardise.ts";
