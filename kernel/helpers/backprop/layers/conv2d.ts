import { planConv2d, type ConvOptions, type ConvPlan } from "../../ops/index.ts";
import {
  allocate,
  asTensor,
  checkSameShape,
  wrap,
  type FloatArray,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { type LayerGradients, sumOverAllButLast } from "./dense.ts";

/**
 * Gradients of a convolutional layer (cross-correlation, as `conv2d` computes it).
 *
 * With out[n,y,x,k] = bias[k] + Σ input[n, y·s + i·d − top, x·s + j·d − left, c]·filters[i,j,c,k]:
 * gradInput collects gradOutput[n,y,x,k]·filters[i,j,c,k] at each pixel that was read, gradFilters
 * gradOutput[n,y,x,k]·input[…] at each tap that was used, gradBias sums gradOutput over n, y and x. Written as scattered
 * sums, stride, remainders and asymmetric padding need no special case.
 *
 * @param gradOutput [N, outH, outW, K]
 * @param input      [N, H, W, C], the layer's input
 * @param filters    [kH, kW, C / groups, K]
 * @param options    the layer's own
 * @returns gradInput [N, H, W, C], gradFilters [kH, kW, C / groups, K], gradBias [K]; sums over the batch, not means
 * @throws as conv2d; ShapeError SHAPES_DIFFER
 */
export function conv2dBackward(
  gradOutput: TensorLike,
  input: TensorLike,
  filters: TensorLike,
  options: ConvOptions = {},
): LayerGradients {
  const plan = planConv2d(input, filters, undefined, options, "conv2dBackward");
  const gradient = asTensor(gradOutput, "conv2dBackward", "gradOutput");
  checkSameShape("conv2dBackward", plan.outShape, gradient.shape);
  const gradPadded = allocate(plan.padded.size, plan.dtype);
  const gradFilters = allocate(plan.filters.size, plan.dtype);
  scatter(plan, gradient.data, gradPadded, gradFilters);
  const inputShape = asTensor(input, "conv2dBackward", "input").shape;
  return {
    gradInput: foldPadding(plan, gradPadded, inputShape, options.padding === "circular"),
    gradFilters: wrap(gradFilters, plan.filters.shape),
    gradBias: sumOverAllButLast(gradient),
  };
}

function scatter(
  plan: ConvPlan,
  gradient: FloatArray,
  gradPadded: FloatArray,
  gradFilters: FloatArray,
): void {
  const [batch, outH, outW, outChannels] = plan.outShape;
  const [, height = 0, width = 0, inChannels = 0] = plan.padded.shape;
  const [kH = 0, kW = 0, perGroup = 0] = plan.filters.shape;
  const [vertical, horizontal] = plan.axes;
  const perGroupOut = outChannels / plan.groups;
  const x = plan.padded.data;
  const w = plan.filters.data;
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < outH; y += 1) {
      for (let column = 0; column < outW; column += 1) {
        const out = ((n * outH + y) * outW + column) * outChannels;
        for (let i = 0; i < kH; i += 1) {
          const row = n * height + y * vertical.stride + i * vertical.dilation;
          for (let j = 0; j < kW; j += 1) {
            const pixel = column * horizontal.stride + j * horizontal.dilation;
            const from = (row * width + pixel) * inChannels;
            const tap = (i * kW + j) * perGroup;
            for (let k = 0; k < outChannels; k += 1) {
              const g = gradient[out + k] ?? 0;
              if (g === 0) continue;
              const first = from + Math.floor(k / perGroupOut) * perGroup;
              for (let c = 0; c < perGroup; c += 1) {
                const weight = (tap + c) * outChannels + k;
                gradPadded[first + c] = (gradPadded[first + c] ?? 0) + g * (w[weight] ?? 0);
                gradFilters[weight] = (gradFilters[weight] ?? 0) + g * (x[first + c] ?? 0);
              }
            }
          }
        }
      }
    }
  }
}

/** Takes the padding off again; with circular padding what fell on it belongs to the other side of the image. */
function foldPadding(
  plan: ConvPlan,
  gradPadded: FloatArray,
  inputShape: readonly number[],
  circular: boolean,
): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = inputShape;
  const [, paddedH = 0, paddedW = 0] = plan.padded.shape;
  const [vertical, horizontal] = plan.axes;
  const out = allocate(batch * height * width * channels, plan.dtype);
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < paddedH; y += 1) {
      const row = placeOf(y - vertical.before, height, circular);
      for (let x = 0; x < paddedW; x += 1) {
        const column = placeOf(x - horizontal.before, width, circular);
        if (row < 0 || column < 0) continue;
        const to = ((n * height + row) * width + column) * channels;
        const from = ((n * paddedH + y) * paddedW + x) * channels;
        for (let c = 0; c < channels; c += 1)
          out[to + c] = (out[to + c] ?? 0) + (gradPadded[from + c] ?? 0);
      }
    }
  }
  return wrap(out, inputShape);
}

/** Index on the image, −1 for a zero of the padding. */
function placeOf(at: number, size: number, circular: boolean): number {
  if (at >= 0 && at < size) return at;
  return circular ? ((at % size) + size) % size : -1;
}
