// The convolutional layer in seven plain loops: the version to read.
import { allocate, wrap, type Tensor, type TensorLike } from "../tensor/index.ts";
import { planConv2d } from "./conv-plan.ts";
import type { ConvOptions } from "./geometry.ts";

/**
 * `conv2d` in plain loops: the same arguments, the same result to the last bit, many times slower. For reading.
 *
 * out[n,y,x,k] = bias[k] + Σ_{i,j,c} padded[n, y·sH + i·dH, x·sW + j·dW, c] · filters[i,j,c,k]
 *
 * @example conv2dLoops(zeros([1, 4, 4, 1]), ones([3, 3, 1, 2])).shape // [1, 2, 2, 2]
 */
export function conv2dLoops(
  input: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: ConvOptions = {},
): Tensor {
  const plan = planConv2d(input, filters, bias, options);
  const [vertical, horizontal] = plan.axes;
  const [batch, outH, outW, outChannels] = plan.outShape;
  const [, rows = 0, columns = 0, inChannels = 0] = plan.padded.shape;
  const [kH = 0, kW = 0, perGroup = 0] = plan.filters.shape;
  const x = plan.padded.data;
  const w = plan.filters.data;
  const out = allocate(batch * outH * outW * outChannels, plan.dtype);
  let at = 0;
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < outH; y += 1) {
      for (let column = 0; column < outW; column += 1) {
        for (let k = 0; k < outChannels; k += 1) {
          const firstChannel = Math.floor((k * plan.groups) / outChannels) * perGroup;
          let total = plan.bias?.data[k] ?? 0;
          for (let i = 0; i < kH; i += 1) {
            const row = y * vertical.stride + i * vertical.dilation;
            for (let j = 0; j < kW; j += 1) {
              const pixel = column * horizontal.stride + j * horizontal.dilation;
              const from = ((n * rows + row) * columns + pixel) * inChannels + firstChannel;
              const tap = (i * kW + j) * perGroup;
              for (let c = 0; c < perGroup; c += 1) {
                const value = x[from + c] ?? Number.NaN;
                total += value * (w[(tap + c) * outChannels + k] ?? Number.NaN);
              }
            }
          }
          out[at] = total;
          at += 1;
        }
      }
    }
  }
  return wrap(out, plan.outShape);
}
