// The convolutional layer, fast: patches as rows of a matrix, then one matrix product.
import {
  allocate,
  asTensor,
  checkRank,
  reshape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { planConv2d, type ConvPlan } from "./conv-plan.ts";
import { multiplyInto } from "./gemm.ts";
import type { ConvOptions } from "./geometry.ts";

/** Most numbers of the patch matrix at a time: 4 MB, so that it stays near the processor. */
const patchLimit = 2 ** 19;

/**
 * 2-D cross-correlation of a batch of images with K filters: the convolutional layer of every library, no flip.
 *
 * out[n,y,x,k] = bias[k] + Σ_{i,j,c} input[n, y·sH + i·dH − top, x·sW + j·dW − left, c] · filters[i,j,c,k]
 *
 * @param input   [N, H, W, C], any real values
 * @param filters [kH, kW, C / groups, K]
 * @param bias    [K] (default none)
 * @param options stride in pixels ≥ 1 (default 1); padding (default 'valid'); dilation ≥ 1 (default 1); groups (default 1);
 *   fit (default 'strict')
 * @returns [N, outH, outW, K], outH = (H + top + bottom − dH·(kH − 1) − 1) / sH + 1, whole, or rounded as `fit` says;
 *   float32 if input and filters are
 * @throws ShapeError WRONG_RANK, CONV2D_CHANNELS, CONV2D_FILTER_TOO_LARGE, CONV2D_BIAS, CONV2D_EMPTY, DOES_NOT_FIT;
 *   OptionError BAD_OPTIONS
 * @source Dumoulin & Visin, arXiv:1603.07285
 * @example conv2d(zeros([1, 28, 28, 1]), ones([3, 3, 1, 8])).shape // [1, 26, 26, 8]
 */
export function conv2d(
  input: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: ConvOptions = {},
): Tensor {
  const plan = planConv2d(input, filters, bias, options);
  const out = allocate(
    plan.outShape.reduce((a, b) => a * b),
    plan.dtype,
  );
  for (let group = 0; group < plan.groups; group += 1) runGroup(plan, group, out);
  return wrap(out, plan.outShape);
}

/**
 * 1-D cross-correlation of a batch of signals with K filters: the 1-D layer, no flip.
 *
 * out[n,t,k] = bias[k] + Σ_{a,c} input[n, t·s + a·d − before, c] · filters[a,c,k]
 *
 * @param input   [N, L, C]
 * @param filters [k, C / groups, K]
 * @param bias    [K] (default none)
 * @param options stride, dilation: a number; padding: a name, pixels per side or [before, after]; groups; fit
 * @returns [N, outL, K]
 * @throws as conv2d
 * @example conv1d(zeros([2, 10, 3]), ones([4, 3, 5])).shape // [2, 7, 5]
 */
export function conv1d(
  input: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: Conv1dOptions = {},
): Tensor {
  const x = asTensor(input, "conv1d", "input");
  const w = asTensor(filters, "conv1d", "filters");
  checkRank("conv1d", "input", x.shape, ["N", "L", "C"]);
  checkRank("conv1d", "filters", w.shape, ["k", "C", "K"]);
  const [batch = 0, length = 0, inChannels = 0] = x.shape;
  const out = conv2d(
    reshape(x, [batch, 1, length, inChannels]),
    reshape(w, [1, ...w.shape]),
    bias,
    inOneRow(options),
  );
  return reshape(out, out.shape.toSpliced(1, 1));
}

/** Options of a 1-D layer. */
export interface Conv1dOptions extends Omit<ConvOptions, "stride" | "padding" | "dilation"> {
  readonly stride?: number;
  readonly padding?:
    "valid" | "same" | "full" | "circular" | number | readonly [before: number, after: number];
  readonly dilation?: number;
}

/** A signal is an image of one row, which is never padded and never strided. */
function inOneRow({
  stride = 1,
  padding = "valid",
  dilation = 1,
  ...rest
}: Conv1dOptions): ConvOptions {
  const both: ConvOptions = { ...rest, stride: [1, stride], dilation: [1, dilation] };
  if (typeof padding === "string") return { ...both, padding };
  const sides = typeof padding === "number" ? ([padding, padding] as const) : padding;
  return { ...both, padding: [[0, 0], sides] };
}

/** One group: rows are output pixels, columns the group's filters. */
function runGroup(plan: ConvPlan, group: number, out: Tensor["data"]): void {
  const [batch, outH, outW, outChannels] = plan.outShape;
  const [kH = 0, kW = 0, perGroup = 0] = plan.filters.shape;
  const columns = outChannels / plan.groups;
  const inner = kH * kW * perGroup;
  const first = group * columns;
  const b = filtersOf(plan, first, columns, inner);
  const bias = Float64Array.from({ length: columns }, (_, c) => plan.bias?.data[first + c] ?? 0);
  const pixels = batch * outH * outW;
  const most = Math.max(4, Math.floor(patchLimit / inner / 4) * 4);
  const a = new Float64Array(Math.min(most, pixels) * inner);
  for (let from = 0; from < pixels; from += most) {
    const rows = Math.min(most, pixels - from);
    gatherPatches(plan, group * perGroup, from, rows, a);
    const start = from * outChannels + first;
    multiplyInto({ a, b, bias, rows, inner, columns, out, start, rowStep: outChannels });
  }
}

/** Filters `first` to `first + columns` as a matrix [kH·kW·C, columns]. */
function filtersOf(plan: ConvPlan, first: number, columns: number, inner: number): Float64Array {
  const { data, shape } = plan.filters;
  const [, , , all = 0] = shape;
  const b = new Float64Array(inner * columns);
  for (let p = 0; p < inner; p += 1) {
    for (let c = 0; c < columns; c += 1)
      b[p * columns + c] = data[p * all + first + c] ?? Number.NaN;
  }
  return b;
}

/** im2col: row r is the patch under output pixel `from + r`, in the order (i, j, c) of the filters. */
function gatherPatches(
  plan: ConvPlan,
  firstChannel: number,
  from: number,
  rows: number,
  into: Float64Array,
): void {
  const [vertical, horizontal] = plan.axes;
  const [, outH, outW] = plan.outShape;
  const [, height = 0, width = 0, inChannels = 0] = plan.padded.shape;
  const [kH = 0, kW = 0, perGroup = 0] = plan.filters.shape;
  const x = plan.padded.data;
  let at = 0;
  for (let r = from; r < from + rows; r += 1) {
    const column = r % outW;
    const y = Math.floor(r / outW) % outH;
    const n = Math.floor(r / (outW * outH));
    for (let i = 0; i < kH; i += 1) {
      const row = n * height + y * vertical.stride + i * vertical.dilation;
      for (let j = 0; j < kW; j += 1) {
        const pixel = column * horizontal.stride + j * horizontal.dilation;
        const source = (row * width + pixel) * inChannels + firstChannel;
        for (let c = 0; c < perGroup; c += 1) {
          into[at] = x[source + c] ?? Number.NaN;
          at += 1;
        }
      }
    }
  }
}
