// `convlab/tensor`: numbers with a shape. Making, printing, comparing and moving them.
export { CourseError, NotImplementedError, OptionError, ShapeError } from "../../core/index.ts";
export type { DType, FloatArray, Nested, Tensor, TensorLike, TensorOptions } from "./types.ts";
export { arange, fromArray, full, linspace, ones, tensor, zeros } from "./create.ts";
export { Rng, random, randomNormal, shuffled, type RandomOptions } from "./rng.ts";
export { asTensor } from "./accept.ts";
export { isTensor } from "./is-tensor.ts";
export { contiguous, copy, reshape } from "./views.ts";
export { toNested } from "./nested.ts";
export { flip, pad, type PadMode } from "./arrange.ts";
export { add, argmax, map, max, mean, min, mul, scale, sub, sum } from "./math.ts";
export { allclose, type Closeness } from "./compare.ts";
export { formatTensor } from "./print.ts";
export {
  readImage,
  writeJpeg,
  writePng,
  type ImageRange,
  type ReadImageOptions,
  type WriteImageOptions,
} from "./images/images.ts";
export { indexAt, sameShape, sizeOf } from "./shape.ts";

// What other doors share: left out of the published types and of the reference.
/** @internal */
export { wrap } from "./create.ts";
/** @internal */
export { checkNumber, type NumberRule } from "./check-number.ts";
/** @internal */
export {
  allocate,
  checkAxis,
  checkRank,
  checkSameShape,
  checkShape,
  commonDtype,
  formatShape,
  isContiguous,
  rowMajor,
} from "./shape.ts";
