// `convlab/compress`: fewer bits, fewer weights, smaller students.
export { binarise, binariseBackward, compressionRate, quantise, type Quantised } from "./binary.ts";
export { distillLoss } from "./distil.ts";
export {
  filterNorms,
  prune,
  pruneFilters,
  type ConvPair,
  type Pruned,
  type PrunedPair,
} from "./prune.ts";
