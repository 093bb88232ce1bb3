// `convlab/arithmetic`: sizes, costs and fields of view of convolutions, by formula and step by step.
export { OptionError, ShapeError } from "../../core/index.ts";
export { type AxisOptions, type AxisPadding, type Fit } from "./options.ts";
export { axisPads, effectiveSize, samePads } from "./pads.ts";
export { fitTable, outSize, type FitRow } from "./out-size.ts";
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

// What other doors share: left out of the published types and of the reference.
/** @internal */
export { checkAxisOptions, isPadding, isWhole, type FullAxisOptions } from "./options.ts";
/** @internal */
export { outSizeFor } from "./out-size.ts";
