import { OptionError } from "../../../core/index.ts";
import {
  allocate,
  asTensor,
  checkRank,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/**
 * Bounds of fractional pooling along one axis: b_i = ⌈α·(i + u)⌉ with α = n/out, so that steps are 1 or 2 where 1 < α < 2.
 *
 * @param n   input size
 * @param out output size, out ≤ n
 * @param u   in (0, 1): where the pattern starts
 * @returns out + 1 bounds from 0 to n
 * @throws OptionError FRACTIONAL_SIZE
 * @source Graham, arXiv:1412.6071, section 2
 * @example fractionalBounds(5, 3, 0.5) // [0, 2, 4, 5]
 */
export function fractionalBounds(n: number, out: number, u: number): readonly number[] {
  if (!(out >= 1 && out <= n && u > 0 && u < 1)) {
    throw new OptionError({
      code: "FRACTIONAL_SIZE",
      summary: `fractionalBounds: ${n} pixels cannot be pooled to ${out} like this.`,
      given: `n = ${n}, out = ${out}, u = ${u}`,
      expected: "1 ≤ out ≤ n and 0 < u < 1",
    });
  }
  const alpha = n / out;
  const start = Math.ceil(alpha * u);
  return Array.from({ length: out + 1 }, (_, i) => {
    if (i === 0) return 0;
    return i === out ? n : Math.min(n - (out - i), Math.max(i, Math.ceil(alpha * (i + u)) - start));
  });
}

/**
 * Fractional max pooling with given bounds: disjoint windows [b_i, b_{i+1}), or overlapping ones [b_i, b_{i+1}].
 *
 * @param x [N, H, W, C]
 * @param rows bounds of the height, from 0 to H
 * @param columns bounds of the width, from 0 to W
 * @returns [N, rows − 1, columns − 1, C]
 */
export function fractionalMaxPool(
  x: TensorLike,
  rows: readonly number[],
  columns: readonly number[],
  { overlapping = false }: { readonly overlapping?: boolean } = {},
): Tensor {
  const input = asTensor(x, "fractionalMaxPool", "x");
  checkRank("fractionalMaxPool", "x", input.shape, ["N", "H", "W", "C"]);
  const [batch = 0, height = 0, width = 0, channels = 0] = input.shape;
  const [outH, outW] = [rows.length - 1, columns.length - 1];
  const extra = overlapping ? 1 : 0;
  const out = allocate(batch * outH * outW * channels, commonDtype(input)).fill(-Infinity);
  for (let n = 0; n < batch; n += 1) {
    for (let y = 0; y < outH; y += 1) {
      const bottom = Math.min(height, (rows[y + 1] ?? 0) + extra);
      for (let column = 0; column < outW; column += 1) {
        const right = Math.min(width, (columns[column + 1] ?? 0) + extra);
        const to = ((n * outH + y) * outW + column) * channels;
        for (let i = rows[y] ?? 0; i < bottom; i += 1) {
          for (let j = columns[column] ?? 0; j < right; j += 1) {
            const from = ((n * height + i) * width + j) * channels;
            for (let c = 0; c < channels; c += 1) {
              out[to + c] = Math.max(out[to + c] ?? -Infinity, input.data[from + c] ?? 0);
            }
          }
        }
      }
    }
  }
  return wrap(out, [batch, outH, outW, channels]);
}
