// `convlab/arithmetic`: sizes, costs and fields of view of convolutions, by formula and step by step.
export { OptionError, ShapeError } from "../../core/index.ts";
export {
  checkAxisOptions,
  isPadding,
  isWhole,
  type AxisOptions,
  type AxisPadding,
  type Fit,
  type FullAxisOptions,
} from "./options.ts";
export { axisPads, effectiveSize, samePads } from "./pads.ts";
export { fitTable, outSize, outSizeFor, type FitRow } from "./out-size.ts";
export { transposedSize, type TransposedOptions } from "./transposed.ts";
export {
  convFlops,
  convMacs,
  convParams,
  denseParams,
  type ConvSizes,
  type ConvWork,
  type DenseSizes,
} from "./cost.ts";
export {
  bytesPerNumber,
  memory,
  type Memory,
  type MemoryOptions,
  type NumberType,
} from "./memory.ts";
export {
  onePixel,
  receptiveField,
  seesObject,
  widenField,
  type FieldOptions,
  type ReceptiveField,
  type Sight,
  type WindowLayer,
} from "./receptive-field.ts";
export type { Explain, Line, Worksheet } from "./explain/worksheet.ts";
