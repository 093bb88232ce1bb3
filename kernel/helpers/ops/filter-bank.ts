// Well-known 3x3 filters, as cross-correlation uses them.
import { OptionError } from "../../core/index.ts";
import { fromArray, scale, sub, sum, tensor, type Tensor } from "../tensor/index.ts";

/** Names of the filters of `filterBank`. */
export type FilterName = "sobelX" | "sobelY" | "laplace" | "box" | "gauss" | "sharpen" | "edge";

/**
 * Seven classic 3x3 filters for `correlate2d`.
 *
 * sobelX answers to brightness that grows to the right (vertical edges), sobelY to brightness that grows downwards;
 * box and gauss average and sum to 1; laplace, edge and the two Sobel filters sum to 0; sharpen sums to 1.
 *
 * @example sum(filterBank().gauss) // 1
 */
export function filterBank(): Record<FilterName, Tensor> {
  return {
    sobelX: tensor([
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ]),
    sobelY: tensor([
      [-1, -2, -1],
      [0, 0, 0],
      [1, 2, 1],
    ]),
    laplace: tensor([
      [0, 1, 0],
      [1, -4, 1],
      [0, 1, 0],
    ]),
    box: fromArray(Array<number>(9).fill(1 / 9), [3, 3]),
    gauss: scale(
      [
        [1, 2, 1],
        [2, 4, 2],
        [1, 2, 1],
      ],
      1 / 16,
    ),
    sharpen: tensor([
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ]),
    edge: tensor([
      [-1, -1, -1],
      [-1, 8, -1],
      [-1, -1, -1],
    ]),
  };
}

/**
 * A Gaussian filter that sums to 1.
 *
 * w[i, j] ∝ exp(−(i² + j²) / (2σ²)), i and j counted from the middle
 *
 * @param size  odd, pixels
 * @param sigma width σ > 0, pixels
 * @throws OptionError BAD_OPTIONS
 * @example gaussian(5, 1).shape // [5, 5]
 */
export function gaussian(size: number, sigma: number): Tensor {
  if (!Number.isSafeInteger(size) || size < 1 || size % 2 === 0 || size > 4095 || !(sigma > 0)) {
    throw new OptionError({
      code: "BAD_OPTIONS",
      summary: "gaussian: there is no such filter.",
      given: `size ${size}, sigma ${sigma}`,
      expected: "an odd whole size from 1 to 4095, and sigma > 0, in pixels",
      fix: "gaussian(5, 1), for example",
    });
  }
  const middle = (size - 1) / 2;
  const values = Array.from({ length: size * size }, (_, at) => {
    const i = Math.floor(at / size) - middle;
    const j = (at % size) - middle;
    return Math.exp(-(i * i + j * j) / (2 * sigma * sigma));
  });
  const raw = fromArray(values, [size, size]);
  return scale(raw, 1 / sum(raw));
}

/**
 * Difference of two Gaussians: a narrow one minus a wide one. It sums to 0 and answers to spots and edges.
 *
 * @param size odd, pixels
 * @param narrow σ of the first, pixels
 * @param wide   σ of the second, pixels
 * @throws OptionError BAD_OPTIONS
 * @example differenceOfGaussians(7, 1, 2).shape // [7, 7]
 */
export function differenceOfGaussians(size: number, narrow: number, wide: number): Tensor {
  return sub(gaussian(size, narrow), gaussian(size, wide));
}
