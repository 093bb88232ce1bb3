// `convlab/adversarial`: attacks on classifiers, and how robust a classifier is.
export { bim, fgsm, projectBall, type BallOptions } from "./attacks.ts";
export { affineClassifier, lossGradient, predict, type Classifier } from "./classifier.ts";
export { deepFool, type DeepFoolResult } from "./deep-fool.ts";
export { robustness, robustnessCurve, spectralBound, spectralNorm } from "./measures.ts";
