// Features by hand, as before convolutional nets: what a picture is like, in a short list of numbers.
import { fromArray, type Tensor, type TensorLike } from "../tensor/index.ts";
import { asFinite, checkWhole } from "./checks.ts";

/**
 * How much of a picture is how bright: for each channel the share of its pixels in each of the bins.
 *
 * @param image [H, W, C] with numbers from 0 to 1; what lies outside counts for the nearest bin
 * @param bins  per channel (default 8)
 * @returns [C · bins]; the shares of a channel add up to 1
 * @throws ShapeError WRONG_RANK; OptionError NOT_FINITE, BAD_OPTIONS
 * @example histogramFeatures([[[0], [0.1], [0.9], [1]]], 2).data // Float64Array [0.5, 0.5]
 */
export function histogramFeatures(image: TensorLike, bins: number = 8): Tensor {
  const x = asFinite("histogramFeatures", "image", image, ["H", "W", "C"]);
  checkWhole("histogramFeatures", "bins", bins);
  const channels = x.shape[2] ?? 0;
  const counts = new Float64Array(channels * bins);
  for (const [i, value] of x.data.entries()) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(value * bins)));
    const at = (i % channels) * bins + bin;
    counts[at] = (counts[at] ?? 0) + channels / x.size;
  }
  return fromArray(counts, [counts.length]);
}

/** How gradients are gathered. */
export interface HogOptions {
  /** Side of a cell, pixels (default 4); rows and columns that fill no cell are left out. */
  readonly cell?: number;
  /** Directions from 0° to 180° (default 8): light on dark and dark on light are the same edge. */
  readonly orientations?: number;
}

/**
 * Histogram of oriented gradients, simplified: for each cell, how strong the edges of each direction are.
 *
 * Differences of neighbours in the mean of the channels; each pixel's strength is shared between the two nearest
 * directions; the numbers of a cell are divided by √(Σv² + 10⁻⁶).
 *
 * @param image [H, W, C]
 * @returns [cells · orientations], cell by cell in row order; direction 0 is an upright edge
 * @throws ShapeError WRONG_RANK; OptionError NOT_FINITE, BAD_OPTIONS
 * @source after Dalal & Triggs, CVPR 2005, section 6
 * @example hogLike(zeros([8, 12, 1])).shape // [48]
 */
export function hogLike(
  image: TensorLike,
  { cell = 4, orientations = 8 }: HogOptions = {},
): Tensor {
  const x = asFinite("hogLike", "image", image, ["H", "W", "C"]);
  checkWhole("hogLike", "cell", cell);
  checkWhole("hogLike", "orientations", orientations, 2);
  const [height = 0, width = 0, channels = 0] = x.shape;
  const [down, across] = [Math.floor(height / cell), Math.floor(width / cell)];
  const grey = (y: number, column: number): number => {
    const row = Math.min(height - 1, Math.max(0, y));
    const from = (row * width + Math.min(width - 1, Math.max(0, column))) * channels;
    let sum = 0;
    for (let c = 0; c < channels; c += 1) sum += x.data[from + c] ?? 0;
    return sum / channels;
  };
  const out = new Float64Array(down * across * orientations);
  for (let y = 0; y < down * cell; y += 1) {
    for (let column = 0; column < across * cell; column += 1) {
      const dx = grey(y, column + 1) - grey(y, column - 1);
      const dy = grey(y + 1, column) - grey(y - 1, column);
      const turn = (((Math.atan2(dy, dx) / Math.PI) % 1) + 1) % 1;
      const place = turn * orientations;
      const part = place - Math.floor(place);
      const first = (Math.floor(y / cell) * across + Math.floor(column / cell)) * orientations;
      const low = first + (Math.floor(place) % orientations);
      const high = first + ((Math.floor(place) + 1) % orientations);
      const strength = Math.hypot(dx, dy);
      out[low] = (out[low] ?? 0) + (1 - part) * strength;
      out[high] = (out[high] ?? 0) + part * strength;
    }
  }
  for (let first = 0; first < out.length; first += orientations) {
    const own = out.subarray(first, first + orientations);
    const length = Math.sqrt(own.reduce((sum, v) => sum + v * v, 1e-6));
    for (const [i, value] of own.entries()) own[i] = value / length;
  }
  return fromArray(out, [out.length]);
}
