// An independent oracle: convolution straight from the definitions, over a dictionary of pixels, sharing no code with the
// library. Slow on purpose: nothing is laid out, padded or unrolled, so there is nothing to get wrong twice.
import type { Tensor } from "../../kernel/helpers/tensor/index.ts";

/** Reads a pixel by its index; outside the tensor it is 0. */
function read(t: Tensor, ...index: number[]): number {
  const inside = index.every((i, axis) => i >= 0 && i < (t.shape[axis] ?? 0));
  return inside ? t.get(...index) : 0;
}

const wrapIndex = (i: number, size: number): number => ((i % size) + size) % size;

/** Σ_{m,n} I(m, n) K(y − m, x − n) over all integers: every product is added where its indices add up. */
export function slowConvolve2d(image: Tensor, w: Tensor): number[][] {
  const sums = new Map<string, number>();
  const [h = 0, width = 0] = image.shape;
  const [kH = 0, kW = 0] = w.shape;
  for (let m = 0; m < h; m += 1)
    for (let n = 0; n < width; n += 1)
      for (let i = 0; i < kH; i += 1)
        for (let j = 0; j < kW; j += 1) {
          const key = `${m + i},${n + j}`;
          sums.set(key, (sums.get(key) ?? 0) + image.get(m, n) * w.get(i, j));
        }
  return Array.from({ length: h + kH - 1 }, (_, y) =>
    Array.from({ length: width + kW - 1 }, (_, x) => sums.get(`${y},${x}`) ?? 0),
  );
}

/** The layer's options with everything spelled out. */
export interface SlowOptions {
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly pads: readonly [readonly [number, number], readonly [number, number]];
  readonly groups: number;
  readonly circular: boolean;
}

/** The layer from its formula; output sizes by counting the positions where the filter lies inside the padded image. */
export function slowConv2d(
  input: Tensor,
  filters: Tensor,
  bias: readonly number[],
  { stride, dilation, pads, groups, circular }: SlowOptions,
): number[][][][] {
  const [batch = 0, height = 0, width = 0] = input.shape;
  const [kH = 0, kW = 0, perGroup = 0, outChannels = 0] = filters.shape;
  const starts = (axis: 0 | 1, size: number, taps: number): number[] => {
    const found: number[] = [];
    const last = size + pads[axis][1] - 1;
    for (let at = -pads[axis][0]; at + (taps - 1) * dilation[axis] <= last; at += stride[axis]) {
      found.push(at);
    }
    return found;
  };
  const value = (n: number, top: number, left: number, k: number): number => {
    const group = Math.floor(k / (outChannels / groups));
    let total = bias[k] ?? 0;
    for (let i = 0; i < kH; i += 1)
      for (let j = 0; j < kW; j += 1)
        for (let c = 0; c < perGroup; c += 1) {
          const y = top + i * dilation[0];
          const x = left + j * dilation[1];
          const channel = group * perGroup + c;
          const pixel = circular
            ? read(input, n, wrapIndex(y, height), wrapIndex(x, width), channel)
            : read(input, n, y, x, channel);
          total += pixel * filters.get(i, j, c, k);
        }
    return total;
  };
  return Array.from({ length: batch }, (_, n) =>
    starts(0, height, kH).map((top) =>
      starts(1, width, kW).map((left) =>
        Array.from({ length: outChannels }, (_, k) => value(n, top, left, k)),
      ),
    ),
  );
}
