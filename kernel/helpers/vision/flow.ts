// Where did each pixel go, and how good is a picture?
import {
  allocate,
  asTensor,
  checkSameShape,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { asFinite, badOption, checkEqual } from "./checks.ts";

/** Corners and weights of one reading between pixels. */
interface Corner {
  /** Pixel of the image, −1 outside. */
  readonly at: number;
  readonly weight: number;
  /** Derivatives of the weight by column and by row. */
  readonly byX: number;
  readonly byY: number;
}

/**
 * The second image drawn back onto the first: out(x, y) = image(x + u, y + v), between pixels bilinear, outside 0.
 *
 * @param image [N, H, W, C]
 * @param flow  [N, H, W, 2]: u to the right, v down, pixels
 * @returns [N, H, W, C]
 * @throws ShapeError WRONG_RANK, COUNTS_DIFFER; OptionError NOT_FINITE
 * @source Jaderberg et al., arXiv:1506.02025, equation 5
 * @example warp([[[[1], [2], [4]]]], [[[[1, 0], [0.5, 0], [0, 0]]]]).data // Float64Array [2, 3, 4]
 */
export function warp(image: TensorLike, flow: TensorLike): Tensor {
  const { input, moves } = checkWarp("warp", image, flow);
  const channels = input.shape[3] ?? 0;
  const out = allocate(input.size, commonDtype(input));
  for (let pixel = 0; pixel * channels < out.length; pixel += 1) {
    for (const { at, weight } of cornersOf(input, moves, pixel)) {
      if (at < 0) continue;
      for (let c = 0; c < channels; c += 1) {
        const to = pixel * channels + c;
        out[to] = (out[to] ?? 0) + weight * (input.data[at * channels + c] ?? 0);
      }
    }
  }
  return wrap(out, input.shape);
}

/** Gradients of `warp`. */
export interface WarpGradients {
  readonly gradImage: Tensor;
  readonly gradFlow: Tensor;
}

/**
 * Gradient of `warp` by the image and by the flow; on a whole pixel, where the slope jumps, that to the right and below.
 *
 * @param gradOutput [N, H, W, C]
 * @throws as warp; ShapeError SHAPES_DIFFER
 * @example warpBackward([[[[1], [0]]]], [[[[3], [5]]]], [[[[0.5, 0], [0, 0]]]]).gradFlow.data[0] // 5 − 3 = 2
 */
export function warpBackward(
  gradOutput: TensorLike,
  image: TensorLike,
  flow: TensorLike,
): WarpGradients {
  const { input, moves } = checkWarp("warpBackward", image, flow);
  const grad = asFinite("warpBackward", "gradOutput", gradOutput, ["N", "H", "W", "C"]);
  checkSameShape("warpBackward", grad.shape, input.shape);
  const channels = input.shape[3] ?? 0;
  const gradImage = allocate(input.size, commonDtype(grad));
  const gradFlow = allocate(moves.size, commonDtype(grad));
  for (let pixel = 0; pixel * 2 < moves.size; pixel += 1) {
    for (const { at, weight, byX, byY } of cornersOf(input, moves, pixel)) {
      if (at < 0) continue;
      for (let c = 0; c < channels; c += 1) {
        const g = grad.data[pixel * channels + c] ?? 0;
        const value = input.data[at * channels + c] ?? 0;
        const from = at * channels + c;
        gradImage[from] = (gradImage[from] ?? 0) + g * weight;
        gradFlow[2 * pixel] = (gradFlow[2 * pixel] ?? 0) + g * value * byX;
        gradFlow[2 * pixel + 1] = (gradFlow[2 * pixel + 1] ?? 0) + g * value * byY;
      }
    }
  }
  return { gradImage: wrap(gradImage, input.shape), gradFlow: wrap(gradFlow, moves.shape) };
}

function cornersOf({ shape }: Tensor, moves: Tensor, pixel: number): readonly Corner[] {
  const [, height = 0, width = 0] = shape;
  const n = Math.floor(pixel / (height * width));
  const x = (pixel % width) + (moves.data[2 * pixel] ?? 0);
  const y = (Math.floor(pixel / width) % height) + (moves.data[2 * pixel + 1] ?? 0);
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - left, y - top];
  const corner = (dy: 0 | 1, dx: 0 | 1): Corner => {
    const [row, column] = [top + dy, left + dx];
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    const [wX, wY] = [dx === 1 ? right : 1 - right, dy === 1 ? down : 1 - down];
    return {
      at: inside ? (n * height + row) * width + column : -1,
      weight: wX * wY,
      byX: (dx === 1 ? 1 : -1) * wY,
      byY: (dy === 1 ? 1 : -1) * wX,
    };
  };
  return [corner(0, 0), corner(0, 1), corner(1, 0), corner(1, 1)];
}

function checkWarp(
  who: string,
  image: TensorLike,
  flow: TensorLike,
): { readonly input: Tensor; readonly moves: Tensor } {
  const input = asFinite(who, "image", image, ["N", "H", "W", "C"]);
  const moves = asFinite(who, "flow", flow, ["N", "H", "W", "2"]);
  checkEqual(who, "the last axis of the flow and its two directions", moves.shape[3] ?? 0, 2);
  const [n = 0, h = 0, w = 0] = input.shape;
  checkSameShape(who, moves.shape, [n, h, w, 2]);
  return { input, moves };
}

/**
 * Mean endpoint error of a flow: √((u − u')² + (v − v')²), pixels.
 *
 * @param flow  […, 2]
 * @param truth the same shape
 * @throws ShapeError SHAPES_DIFFER, COUNTS_DIFFER, EMPTY
 * @example epe([[3, 4], [0, 0]], [[0, 0], [0, 0]]) // (5 + 0)/2 = 2.5
 */
export function epe(flow: TensorLike, truth: TensorLike): number {
  const [got, expected] = [asTensor(flow, "epe", "flow"), asTensor(truth, "epe", "truth")];
  checkSameShape("epe", got.shape, expected.shape);
  checkEqual("epe", "the last axis and the two directions", got.shape.at(-1) ?? 0, 2);
  let sum = 0;
  for (let i = 0; i < got.size; i += 2) {
    const by = (at: number): number => (got.data[at] ?? 0) - (expected.data[at] ?? 0);
    sum += Math.hypot(by(i), by(i + 1));
  }
  return sum / (got.size / 2);
}

/**
 * Peak signal-to-noise ratio in decibels: 10·log₁₀(peak²/MSE); Infinity for equal pictures.
 *
 * @param options peak: largest possible number, 1 (default) or 255
 * @throws ShapeError SHAPES_DIFFER; OptionError BAD_OPTIONS
 * @example psnr([0.5, 0.5], [0.6, 0.4]) // 10·log₁₀(1/0.01) = 20
 */
export function psnr(
  image: TensorLike,
  truth: TensorLike,
  { peak = 1 }: { readonly peak?: number } = {},
): number {
  const [got, expected] = [asTensor(image, "psnr", "image"), asTensor(truth, "psnr", "truth")];
  checkSameShape("psnr", got.shape, expected.shape);
  if (!(peak > 0 && Number.isFinite(peak))) throw badOption("psnr", `peak ${peak}`, "1 or 255");
  let squares = 0;
  for (let i = 0; i < got.size; i += 1)
    squares += ((got.data[i] ?? 0) - (expected.data[i] ?? 0)) ** 2;
  return 10 * Math.log10(peak ** 2 / (squares / got.size));
}
