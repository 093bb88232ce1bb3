// `convlab/arithmetic`: sizes and costs of convolutions, by formula.
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
export { convMacs, convParams, type ConvSizes } from "./cost.ts";
