import { ShapeError } from "../../../core/index.ts";
import { outSizeFor, type AxisOptions } from "../../arithmetic/index.ts";
import { axisPads } from "../../arithmetic/index.ts";
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
 * 3-D cross-correlation of a batch of volumes: as `conv2d`, with a depth.
 *
 * @param input   [N, D, H, W, C]
 * @param filters [kD, kH, kW, C, K]
 * @param bias    [K] (default none)
 * @param options stride, padding, dilation, fit: the same for all three axes
 * @returns [N, outD, outH, outW, K]
 * @throws ShapeError WRONG_RANK, CONV3D_CHANNELS, FILTER_TOO_LARGE, DOES_NOT_FIT
 */
export function conv3d(
  input: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: AxisOptions = {},
): Tensor {
  const x = asTensor(input, "conv3d", "input");
  const w = asTensor(filters, "conv3d", "filters");
  checkRank("conv3d", "input", x.shape, ["N", "D", "H", "W", "C"]);
  checkRank("conv3d", "filters", w.shape, ["kD", "kH", "kW", "C", "K"]);
  const [batch = 0, , , , channels = 0] = x.shape;
  const count = w.shape[4] ?? 0;
  if (w.shape[3] !== channels) {
    throw new ShapeError({
      code: "CONV3D_CHANNELS",
      summary: `conv3d: the volume has ${channels} channels but each filter expects ${w.shape[3]}.`,
      given: `input ${formatShape(x.shape)}, filters ${formatShape(w.shape)}`,
      expected: "filters.shape[3] = input.shape[4]",
    });
  }
  const { stride = 1, dilation = 1 } = options;
  const axes = [1, 2, 3].map((axis) => {
    const [n, k] = [x.shape[axis] ?? 0, w.shape[axis - 1] ?? 0];
    return { n, k, out: outSizeFor("conv3d", n, k, options), before: axisPads(n, k, options)[0] };
  });
  const [d, h, v] = axes as [(typeof axes)[0], (typeof axes)[0], (typeof axes)[0]];
  const b = bias === undefined ? undefined : asTensor(bias, "conv3d", "bias").data;
  const out = allocate(batch * d.out * h.out * v.out * count, commonDtype(x, w));
  let to = 0;
  for (let n = 0; n < batch; n += 1) {
    for (let place = 0; place < d.out * h.out * v.out; place += 1) {
      const starts = [
        Math.floor(place / (h.out * v.out)) * stride - d.before,
        (Math.floor(place / v.out) % h.out) * stride - h.before,
        (place % v.out) * stride - v.before,
      ];
      for (let k = 0; k < count; k += 1) {
        let sum = b?.[k] ?? 0;
        forEachTap(starts, axes, dilation, (pixel, tap) => {
          const from = (n * d.n * h.n * v.n + pixel) * channels;
          for (let c = 0; c < channels; c += 1) {
            sum += (x.data[from + c] ?? 0) * (w.data[(tap * channels + c) * count + k] ?? 0);
          }
        });
        out[to] = sum;
        to += 1;
      }
    }
  }
  return wrap(out, [batch, d.out, h.out, v.out, count]);
}

/** Calls `visit` with the position in the volume and in the filter, for taps that lie on the volume. */
function forEachTap(
  starts: readonly number[],
  axes: readonly { readonly n: number; readonly k: number }[],
  dilation: number,
  visit: (pixel: number, tap: number) => void,
): void {
  const [d, h, v] = axes;
  if (d === undefined || h === undefined || v === undefined) return;
  const [depth = 0, top = 0, left = 0] = starts;
  for (let a = 0; a < d.k; a += 1) {
    const z = depth + a * dilation;
    if (z < 0 || z >= d.n) continue;
    for (let i = 0; i < h.k; i += 1) {
      const y = top + i * dilation;
      if (y < 0 || y >= h.n) continue;
      for (let j = 0; j < v.k; j += 1) {
        const x = left + j * dilation;
        if (x >= 0 && x < v.n) visit((z * h.n + y) * v.n + x, (a * h.k + i) * v.k + j);
      }
    }
  }
}
