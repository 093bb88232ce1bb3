import { ShapeError, OptionError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  checkRank,
  commonDtype,
  formatShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** How a transposed convolution spreads its pixels; each number for both axes. */
export interface TransposeOptions {
  /** Pixels of the output from one input pixel to the next, ≥ 1 (default 1). */
  readonly stride?: number;
  /** Pixels taken off per side of the result: the padding of the convolution that this one transposes (default 0). */
  readonly padding?: number;
  /** Distance between the taps of a filter, ≥ 1 (default 1). */
  readonly dilation?: number;
  /** Rows and columns added at bottom and right, < stride: which of the sizes that the convolution maps here (default 0). */
  readonly outputPadding?: number;
}

/**
 * Transposed convolution: the adjoint of `conv2d` with the same filters and options, ⟨conv2d(y), x⟩ = ⟨y, convTranspose2d(x)⟩.
 *
 * Each input pixel puts down its value times the filter; overlapping contributions add up.
 *
 * @param x       [N, H, W, K]
 * @param filters [kH, kW, C, K], as the convolution has them
 * @param bias    [C] (default none)
 * @returns [N, outH, outW, C], outH = (H − 1)·stride + dilation·(kH − 1) + 1 − 2·padding + outputPadding
 * @throws ShapeError WRONG_RANK, TRANSPOSE_CHANNELS, TRANSPOSE_EMPTY; OptionError BAD_OPTIONS
 * @source Dumoulin & Visin, arXiv:1603.07285, chapter 4
 * @example convTranspose2d([[[[2]]]], [[[[1]], [[3]]]]).shape // [1, 1, 2, 1]
 */
export function convTranspose2d(
  x: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: TransposeOptions = {},
): Tensor {
  const { stride = 1, padding = 0, dilation = 1, outputPadding = 0 } = options;
  checkOptions({ stride, padding, dilation, outputPadding });
  const input = asTensor(x, "convTranspose2d", "x");
  const w = asTensor(filters, "convTranspose2d", "filters");
  checkRank("convTranspose2d", "x", input.shape, ["N", "H", "W", "K"]);
  checkRank("convTranspose2d", "filters", w.shape, ["kH", "kW", "C", "K"]);
  const [batch = 0, height = 0, width = 0, inChannels = 0] = input.shape;
  const [kH = 0, kW = 0, outChannels = 0] = w.shape;
  if (w.shape[3] !== inChannels) throw channelsDiffer(input, w);
  const size = (n: number, k: number): number =>
    (n - 1) * stride + dilation * (k - 1) + 1 - 2 * padding + outputPadding;
  const [outH, outW] = [size(height, kH), size(width, kW)];
  if (outH < 1 || outW < 1) throw nothingLeft(input, padding, [outH, outW]);
  const out = allocate(batch * outH * outW * outChannels, commonDtype(input, w));
  const b = bias === undefined ? undefined : asTensor(bias, "convTranspose2d", "bias").data;
  if (b !== undefined) for (let i = 0; i < out.length; i += 1) out[i] = b[i % outChannels] ?? 0;
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < height; y += 1) {
      for (let column = 0; column < width; column += 1) {
        const from = ((n * height + y) * width + column) * inChannels;
        for (let i = 0; i < kH; i += 1) {
          const row = y * stride + i * dilation - padding;
          if (row < 0 || row >= outH) continue;
          for (let j = 0; j < kW; j += 1) {
            const pixel = column * stride + j * dilation - padding;
            if (pixel < 0 || pixel >= outW) continue;
            const to = ((n * outH + row) * outW + pixel) * outChannels;
            const tap = (i * kW + j) * outChannels * inChannels;
            for (let c = 0; c < outChannels; c += 1) {
              let sum = 0;
              for (let k = 0; k < inChannels; k += 1) {
                sum += (input.data[from + k] ?? 0) * (w.data[tap + c * inChannels + k] ?? 0);
              }
              out[to + c] = (out[to + c] ?? 0) + sum;
            }
          }
        }
      }
    }
  }
  return wrap(out, [batch, outH, outW, outChannels]);
}

function checkOptions(options: Required<TransposeOptions>): void {
  const { stride, padding, dilation, outputPadding } = options;
  const whole = (value: number, least: number): boolean =>
    Number.isSafeInteger(value) && value >= least;
  const faults = [
    whole(stride, 1) ? "" : `stride ${stride}: a whole number ≥ 1`,
    whole(dilation, 1) ? "" : `dilation ${dilation}: a whole number ≥ 1`,
    whole(padding, 0) ? "" : `padding ${padding}: a whole number ≥ 0`,
    whole(outputPadding, 0) && outputPadding < Math.max(stride, dilation)
      ? ""
      : `outputPadding ${outputPadding}: a whole number ≥ 0, smaller than the stride`,
  ].filter((fault) => fault !== "");
  if (faults.length === 0) return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: "convTranspose2d: some options do not make sense.",
    given: faults.join("\n"),
    expected: "{ stride: 2, padding: 1, outputPadding: 1 }, for example",
  });
}

function channelsDiffer(x: Tensor, w: Tensor): ShapeError {
  return new ShapeError({
    code: "TRANSPOSE_CHANNELS",
    summary: `convTranspose2d: x has ${x.shape[3]} channels but the filters' last axis is ${w.shape[3]}.`,
    given: `x ${formatShape(x.shape)}, filters ${formatShape(w.shape)}`,
    expected: "filters [kH, kW, C, K] with K = channels of x",
    fix: "the filters stay as the convolution has them: K comes in, C goes out",
  });
}

function nothingLeft(x: Tensor, padding: number, size: readonly number[]): ShapeError {
  return new ShapeError({
    code: "TRANSPOSE_EMPTY",
    summary: "convTranspose2d: the padding takes off more than there is.",
    given: `x ${formatShape(x.shape)}, padding ${padding}: a result of ${formatShape(size)}`,
    expected: "a result of at least 1 × 1",
  });
}
