// Convolution and cross-correlation of one channel, in the plainest loops: the text of lab 1 in code.
import { OptionError } from "../../core/index.ts";
import {
  allocate,
  asTensor,
  checkRank,
  commonDtype,
  checkSameShape,
  flip,
  reshape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { checkFilled } from "./checks.ts";
import { checkNotEmpty, padImage, planAxes } from "./geometry.ts";

/**
 * What happens at the border: 'valid' only positions where the filter lies inside; 'same' zeros, as many outputs as
 * inputs, the odd zero at the end; 'full' every position that overlaps; 'circular' as 'same', but the signal repeats.
 */
export type Mode = "valid" | "same" | "full" | "circular";

/**
 * 1-D cross-correlation: the filter slides over the signal without being flipped.
 *
 * out[t] = Σ_a x[t + a − before] · w[a]
 *
 * @param x [L], any real values
 * @param w [k]
 * @param mode default 'valid'
 * @returns 'valid' [L − k + 1], 'same' and 'circular' [L], 'full' [L + k − 1]
 * @throws ShapeError WRONG_RANK, CORRELATE1D_FILTER_TOO_LARGE; OptionError BAD_MODE
 * @example correlate1d([1, 2, 3], [1, 0]).data // Float64Array [1, 2]
 */
export function correlate1d(x: TensorLike, w: TensorLike, mode: Mode = "valid"): Tensor {
  return slide1d("correlate1d", x, w, mode, false);
}

/**
 * 1-D convolution: the filter is flipped, then slides over the signal.
 *
 * out[t] = Σ_a x[a] · w[t − a] ('full'; 'same' and 'valid' are parts of it)
 *
 * @param x [L], any real values
 * @param w [k]
 * @param mode default 'valid'
 * @returns 'valid' [L − k + 1], 'same' and 'circular' [L], 'full' [L + k − 1]
 * @throws ShapeError WRONG_RANK, CONVOLVE1D_FILTER_TOO_LARGE; OptionError BAD_MODE
 * @example convolve1d([1, 2, 3], [1, 0]).data // Float64Array [2, 3]
 */
export function convolve1d(x: TensorLike, w: TensorLike, mode: Mode = "valid"): Tensor {
  return slide1d("convolve1d", x, w, mode, true);
}

/**
 * 2-D cross-correlation: the filter slides over the image without being flipped.
 *
 * out[y, x] = Σ_{i,j} image[y + i − top, x + j − left] · w[i, j]
 *
 * @param image [H, W], any real values
 * @param w [kH, kW]
 * @param mode default 'valid'
 * @returns 'valid' [H − kH + 1, W − kW + 1], 'same' and 'circular' [H, W], 'full' [H + kH − 1, W + kW − 1]
 * @throws ShapeError WRONG_RANK, CORRELATE2D_FILTER_TOO_LARGE; OptionError BAD_MODE
 * @example correlate2d([[1, 2], [3, 4]], [[1, 0], [0, 1]]).data // Float64Array [5]
 */
export function correlate2d(image: TensorLike, w: TensorLike, mode: Mode = "valid"): Tensor {
  return slide("correlate2d", image, w, mode, false);
}

/**
 * 2-D convolution: the filter is turned by 180°, then slides over the image.
 *
 * out[y, x] = Σ_{m,n} image[m, n] · w[y − m, x − n] ('full'; 'same' and 'valid' are parts of it)
 *
 * @param image [H, W], any real values
 * @param w [kH, kW]
 * @param mode default 'valid'
 * @returns 'valid' [H − kH + 1, W − kW + 1], 'same' and 'circular' [H, W], 'full' [H + kH − 1, W + kW − 1]
 * @throws ShapeError WRONG_RANK, CONVOLVE2D_FILTER_TOO_LARGE; OptionError BAD_MODE
 * @example convolve2d([[1, 2], [3, 4]], [[1, 0], [0, 0]]).data // Float64Array [4]
 */
export function convolve2d(image: TensorLike, w: TensorLike, mode: Mode = "valid"): Tensor {
  return slide("convolve2d", image, w, mode, true);
}

/**
 * A filter turned by half a turn: first row last, first column last. It turns correlation into convolution.
 *
 * @param w [kH, kW]
 * @throws ShapeError WRONG_RANK, EMPTY
 * @example rot180([[1, 2], [3, 4]]).data // Float64Array [4, 3, 2, 1]
 */
export function rot180(w: TensorLike): Tensor {
  const t = asTensor(w, "rot180", "w");
  checkRank("rot180", "w", t.shape, ["kH", "kW"]);
  checkFilled("rot180", "w", t);
  return flip(t);
}

/**
 * How well a patch fits a filter as a template: the sum of the products, place by place.
 *
 * score = Σ_{i,j} patch[i, j] · filter[i, j]
 *
 * @param patch  [kH, kW]
 * @param filter [kH, kW]
 * @throws ShapeError WRONG_RANK, SHAPES_DIFFER
 * @example templateScore([[1, 2], [3, 4]], [[1, 0], [0, 1]]) // 1·1 + 4·1 = 5
 */
export function templateScore(patch: TensorLike, filter: TensorLike): number {
  const left = asTensor(patch, "templateScore", "patch");
  const right = asTensor(filter, "templateScore", "filter");
  checkRank("templateScore", "patch", left.shape, ["kH", "kW"]);
  checkFilled("templateScore", "patch", left);
  checkSameShape("templateScore", left.shape, right.shape);
  let score = 0;
  for (let i = 0; i < left.size; i += 1) {
    score += (left.data[i] ?? Number.NaN) * (right.data[i] ?? Number.NaN);
  }
  return score;
}

function slide1d(who: string, x: TensorLike, w: TensorLike, mode: Mode, flipped: boolean): Tensor {
  const signal = asTensor(x, who, "x");
  const filter = asTensor(w, who, "w");
  checkRank(who, "x", signal.shape, ["L"]);
  checkRank(who, "w", filter.shape, ["k"]);
  checkNotEmpty(who, signal, filter);
  const row = slide(who, reshape(signal, [1, -1]), reshape(filter, [1, -1]), mode, flipped);
  return reshape(row, [-1]);
}

function slide(
  who: string,
  image: TensorLike,
  w: TensorLike,
  mode: Mode,
  flipped: boolean,
): Tensor {
  checkMode(who, mode);
  const x = asTensor(image, who, "image");
  const given = asTensor(w, who, "w");
  checkRank(who, "image", x.shape, ["H", "W"]);
  checkRank(who, "w", given.shape, ["kH", "kW"]);
  checkNotEmpty(who, x, given);
  const [height = 0, width = 0] = x.shape;
  const [kH = 0, kW = 0] = given.shape;
  const axes = planAxes(who, [height, width], [kH, kW], { padding: mode });
  const filter = flipped ? rot180(given).data : given.data;
  const padded = padImage(x, axes, mode === "circular");
  const rowStep = padded.shape[1] ?? 0;
  const [{ out: outH }, { out: outW }] = axes;
  const out = allocate(outH * outW, commonDtype(x, given));
  for (let y = 0; y < outH; y += 1) {
    for (let column = 0; column < outW; column += 1) {
      let total = 0;
      for (let i = 0; i < kH; i += 1) {
        for (let j = 0; j < kW; j += 1) {
          const pixel = padded.data[(y + i) * rowStep + column + j] ?? Number.NaN;
          total += pixel * (filter[i * kW + j] ?? Number.NaN);
        }
      }
      out[y * outW + column] = total;
    }
  }
  return wrap(out, [outH, outW]);
}

function checkMode(who: string, mode: unknown): void {
  if (typeof mode === "string" && ["valid", "same", "full", "circular"].includes(mode)) return;
  throw new OptionError({
    code: "BAD_MODE",
    summary: `${who}: there is no mode ${JSON.stringify(mode)}.`,
    given: `mode ${JSON.stringify(mode)}`,
    expected: "'valid', 'same', 'full' or 'circular'",
    fix: "write one of the four, in lower case",
  });
}
