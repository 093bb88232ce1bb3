// A class for every pixel.
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  fromArray,
  wrap,
  zeros,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { asFinite, badOption, checkEqual, checkWhole } from "./checks.ts";

/**
 * Filters that make a transposed convolution of this factor interpolate between pixels, each channel on its own.
 *
 * w(i) = 1 − |i − c|/f on both axes, size 2f − f mod 2, c the centre
 *
 * @param factor how many times larger the map becomes; the convolution's stride
 * @returns [k, k, channels, channels], zero between different channels
 * @throws OptionError BAD_OPTIONS
 * @source Long, Shelhamer & Darrell, arXiv:1411.4038, section 3.3
 * @example bilinearKernel(2).data.slice(0, 4) // Float64Array [0.0625, 0.1875, 0.1875, 0.0625]
 */
export function bilinearKernel(factor: number, channels: number = 1): Tensor {
  checkWhole("bilinearKernel", "factor", factor);
  checkWhole("bilinearKernel", "channels", channels);
  const size = 2 * factor - (factor % 2);
  const centre = (size - 1) / 2;
  const weight = (i: number): number => 1 - Math.abs(i - centre) / factor;
  const made = zeros([size, size, channels, channels]);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      for (let c = 0; c < channels; c += 1) made.set(i, j, c, c, weight(i) * weight(j));
    }
  }
  return made;
}

/**
 * Puts pooled numbers back where the maxima stood; all other pixels become 0.
 *
 * @param y        what was pooled, or what became of it
 * @param switches for each number of y its position in the map's data, row-major
 * @param shape    of the map
 * @throws ShapeError COUNTS_DIFFER; OptionError BAD_OPTIONS
 * @source Noh, Hong & Han, arXiv:1505.04366, section 3.2.1
 * @example unpool([5, 7], [3, 0], [2, 2]).data // Float64Array [7, 0, 0, 5]
 */
export function unpool(
  y: TensorLike,
  switches: ArrayLike<number>,
  shape: readonly number[],
): Tensor {
  const values = asTensor(y, "unpool", "y");
  checkEqual("unpool", "numbers and switches", values.size, switches.length);
  const made = zeros(shape);
  for (const [i, value] of values.data.entries()) {
    const to = switches[i] ?? -1;
    if (!(Number.isInteger(to) && to >= 0 && to < made.size)) {
      throw badOption("unpool", `switch ${i} is ${to}`, `positions 0 to ${made.size - 1}`);
    }
    made.data[to] = value;
  }
  return made;
}

/** How well a map of classes fits. */
export interface Segmentation {
  /** Mean over the classes that occur in either map. */
  readonly mean: number;
  /** IoU of each class; NaN for one that occurs in neither. */
  readonly perClass: readonly number[];
  /** Share of the pixels that are right. */
  readonly accuracy: number;
  /** [classes, classes]: pixels by true class (row) and predicted class (column). */
  readonly confusion: Tensor;
}

/**
 * Intersection over union of each class, over all pixels of all images, and their mean.
 *
 * IoU_k = right pixels of k / (true pixels of k + predicted pixels of k − right pixels of k)
 *
 * @param predicted whole numbers 0 … classes − 1, any shape
 * @param truth     the same shape; `ignore` marks pixels that do not count
 * @throws ShapeError SHAPES_DIFFER; OptionError BAD_OPTIONS
 * @example miou([[0, 1], [1, 1]], [[0, 1], [0, 1]], 2).mean // (1/2 + 2/3)/2 = 0.583333333333
 */
export function miou(
  predicted: TensorLike,
  truth: TensorLike,
  classes: number,
  { ignore }: { readonly ignore?: number } = {},
): Segmentation {
  checkWhole("miou", "classes", classes);
  const [got, expected] = [
    asTensor(predicted, "miou", "predicted"),
    asTensor(truth, "miou", "truth"),
  ];
  checkSameShape("miou", got.shape, expected.shape);
  const table = new Float64Array(classes * classes);
  const valid = (label: number): boolean =>
    Number.isInteger(label) && label >= 0 && label < classes;
  for (let i = 0; i < got.size; i += 1) {
    const [p, t] = [got.data[i] ?? -1, expected.data[i] ?? -1];
    if (t === ignore) continue;
    if (!valid(p) || !valid(t)) {
      throw badOption(
        "miou",
        `pixel ${i}: predicted ${p}, true ${t}`,
        `classes 0 to ${classes - 1}`,
      );
    }
    table[t * classes + p] = (table[t * classes + p] ?? 0) + 1;
  }
  const at = (t: number, p: number): number => table[t * classes + p] ?? 0;
  const all = [...Array(classes).keys()];
  const perClass = all.map((k) => {
    const seen = all.reduce((sum, other) => sum + at(k, other) + at(other, k), 0) - at(k, k);
    return at(k, k) / seen; // 0/0 is NaN: a class that is nowhere
  });
  const present = perClass.filter((value) => !Number.isNaN(value));
  const total = table.reduce((sum, n) => sum + n, 0);
  return {
    mean: present.reduce((sum, value) => sum + value, 0) / present.length,
    perClass,
    accuracy: all.reduce((sum, k) => sum + at(k, k), 0) / total,
    confusion: fromArray(table, [classes, classes]),
  };
}

/**
 * The square patch round every pixel, zeros beyond the border: what a net sees that classifies one centre at a time.
 *
 * @param x    [N, H, W, C]
 * @param size side of a patch, odd
 * @returns [N·H·W, size, size, C]
 * @throws ShapeError WRONG_RANK; OptionError BAD_OPTIONS
 * @example patchesAround(ones([1, 4, 5, 2]), 3).shape // [20, 3, 3, 2]
 */
export function patchesAround(x: TensorLike, size: number): Tensor {
  const input = asFinite("patchesAround", "x", x, ["N", "H", "W", "C"]);
  checkWhole("patchesAround", "size", size);
  if (size % 2 === 0)
    throw badOption("patchesAround", `size ${size}`, "an odd number: a patch has a centre");
  const [batch = 0, height = 0, width = 0, channels = 0] = input.shape;
  const reach = (size - 1) / 2;
  const out = allocate(input.size * size * size, commonDtype(input));
  let to = 0;
  for (let pixel = 0; pixel < batch * height * width; pixel += 1) {
    const n = Math.floor(pixel / (height * width));
    const [y, column] = [Math.floor(pixel / width) % height, pixel % width];
    for (let i = y - reach; i <= y + reach; i += 1) {
      for (let j = column - reach; j <= column + reach; j += 1) {
        const inside = i >= 0 && i < height && j >= 0 && j < width;
        const from = ((n * height + i) * width + j) * channels;
        for (let c = 0; c < channels; c += 1) {
          out[to] = inside ? (input.data[from + c] ?? 0) : 0;
          to += 1;
        }
      }
    }
  }
  return wrap(out, [batch * height * width, size, size, channels]);
}
