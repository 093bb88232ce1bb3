import { ShapeError } from "../../../core/index.ts";
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

/**
 * Locally connected layer: a convolution whose filters are not shared, one set for each output pixel.
 *
 * out[n,y,x,k] = bias[y,x,k] + Σ_{i,j,c} input[n, y·s + i, x·s + j, c] · weights[y,x,i,j,c,k]
 *
 * @param input   [N, H, W, C]
 * @param weights [outH, outW, kH, kW, C, K]; they decide the output's size
 * @param bias    [outH, outW, K] (default none)
 * @param options stride ≥ 1 (default 1)
 * @returns [N, outH, outW, K]
 * @throws ShapeError WRONG_RANK, LOCAL_SIZES
 */
export function locallyConnected(
  input: TensorLike,
  weights: TensorLike,
  bias?: TensorLike,
  { stride = 1 }: { readonly stride?: number } = {},
): Tensor {
  const x = asTensor(input, "locallyConnected", "input");
  const w = asTensor(weights, "locallyConnected", "weights");
  checkRank("locallyConnected", "input", x.shape, ["N", "H", "W", "C"]);
  checkRank("locallyConnected", "weights", w.shape, ["outH", "outW", "kH", "kW", "C", "K"]);
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const [outH = 0, outW = 0, kH = 0, kW = 0, , filters = 0] = w.shape;
  checkSizes(x, w, stride);
  const b = bias === undefined ? undefined : asTensor(bias, "locallyConnected", "bias").data;
  const out = allocate(batch * outH * outW * filters, commonDtype(x, w));
  for (let n = 0; n < batch; n += 1) {
    for (let place = 0; place < outH * outW; place += 1) {
      const [y, column] = [Math.floor(place / outW), place % outW];
      for (let k = 0; k < filters; k += 1) {
        let sum = b?.[place * filters + k] ?? 0;
        for (let i = 0; i < kH; i += 1) {
          for (let j = 0; j < kW; j += 1) {
            const from = ((n * height + y * stride + i) * width + column * stride + j) * channels;
            const tap = ((place * kH + i) * kW + j) * channels;
            for (let c = 0; c < channels; c += 1) {
              sum += (x.data[from + c] ?? 0) * (w.data[(tap + c) * filters + k] ?? 0);
            }
          }
        }
        out[(n * outH * outW + place) * filters + k] = sum;
      }
    }
  }
  return wrap(out, [batch, outH, outW, filters]);
}

function checkSizes(x: Tensor, w: Tensor, stride: number): void {
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const [outH = 0, outW = 0, kH = 0, kW = 0, inChannels = 0] = w.shape;
  const fits =
    (outH - 1) * stride + kH <= height &&
    (outW - 1) * stride + kW <= width &&
    inChannels === channels;
  if (fits) return;
  throw new ShapeError({
    code: "LOCAL_SIZES",
    summary: "locallyConnected: the weights reach beyond the image, or expect other channels.",
    given: `input ${formatShape(x.shape)}, weights ${formatShape(w.shape)}, stride ${stride}`,
    expected: "(outH − 1)·stride + kH ≤ H, the same for the width, and equal channels",
    fix: `for this image and filter: outH = ${Math.floor((height - kH) / stride) + 1}, outW = ${Math.floor((width - kW) / stride) + 1}`,
  });
}
