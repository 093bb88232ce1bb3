import {
  allocate,
  asTensor,
  checkRank,
  checkShape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkFilled, checkWhole } from "../checks.ts";
import { planAxes, type ConvOptions } from "../geometry.ts";

/**
 * A one-channel convolution layer as one big, sparse matrix: vec(out) = A·vec(image), so that its gradient is Aᵀ.
 *
 * Every row holds the filter's numbers at the pixels that it sees, and zeros elsewhere: most entries are zero, and the
 * others are repeated from row to row. That is what a fully connected layer would have to learn.
 *
 * @param filter [kH, kW]
 * @param size [H, W] of the image
 * @param options as conv2d, without groups; zeros as padding
 * @returns [outH·outW, H·W]
 * @throws ShapeError WRONG_RANK, EMPTY, CONVMATRIX_FILTER_TOO_LARGE, DOES_NOT_FIT, SHAPE_TOO_LARGE; OptionError BAD_OPTIONS
 * @example convMatrix([[1, 2]], [1, 3]).shape // [2, 3]
 */
export function convMatrix(
  filter: TensorLike,
  size: readonly [height: number, width: number],
  options: Omit<ConvOptions, "groups"> = {},
): Tensor {
  const w = asTensor(filter, "convMatrix", "filter");
  checkRank("convMatrix", "filter", w.shape, ["kH", "kW"]);
  const [kH = 0, kW = 0] = w.shape;
  checkFilled("convMatrix", "filter", w);
  const [height = Number.NaN, width = Number.NaN] = Array.isArray(size) ? size : [];
  checkWhole("convMatrix", {
    "size[0]": { value: height, from: 1 },
    "size[1]": { value: width, from: 1 },
  });
  const [vertical, horizontal] = planAxes("convMatrix", [height, width], [kH, kW], options);
  const columns = height * width;
  checkShape("convMatrix", [vertical.out * horizontal.out, columns]);
  const out = allocate(vertical.out * horizontal.out * columns, "float64");
  for (let row = 0; row < vertical.out * horizontal.out; row += 1) {
    const top = Math.floor(row / horizontal.out) * vertical.stride - vertical.before;
    const left = (row % horizontal.out) * horizontal.stride - horizontal.before;
    for (let i = 0; i < kH; i += 1) {
      for (let j = 0; j < kW; j += 1) {
        const y = wrapAround(top + i * vertical.dilation, height, options);
        const x = wrapAround(left + j * horizontal.dilation, width, options);
        if (y < 0 || y >= height || x < 0 || x >= width) continue;
        const at = row * columns + y * width + x;
        out[at] = (out[at] ?? 0) + (w.data[i * kW + j] ?? 0);
      }
    }
  }
  return wrap(out, [vertical.out * horizontal.out, columns]);
}

function wrapAround(at: number, size: number, { padding }: ConvOptions): number {
  return padding === "circular" ? ((at % size) + size) % size : at;
}
