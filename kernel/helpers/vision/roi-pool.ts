// A region of a map, whatever its size, as a small map of fixed size.
import {
  allocate,
  checkSameShape,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { asBoxes, asFinite, badOption, checkWhole } from "./checks.ts";

/** How regions are pooled. */
export interface RoiPoolOptions {
  /** [height, width] of what comes out, for example [7, 7]. */
  readonly size: readonly [height: number, width: number];
  /** Pixels of the map per pixel of the image: 1/16 after VGG-16's conv5 (default 1). */
  readonly scale?: number;
  /** Which image of the batch each region lies on (default: all on the first). */
  readonly images?: readonly number[];
}

/** Result of `roiPool`, with what its backward pass needs. */
export interface RoiPooled {
  /** [R, height, width, C] */
  readonly output: Tensor;
  /** For each number of the output the position in the map's data that it came from; −1 where a bin was empty. */
  readonly switches: Int32Array;
  readonly inputShape: readonly number[];
}

/**
 * Region-of-interest max pooling: each region is cut into bins of nearly equal size, and the maximum of each is taken.
 *
 * A region covers the map's pixels round(top·scale) … round(bottom·scale), both included, at least one; bin i of n covers
 * ⌊i·h/n⌋ … ⌈(i + 1)·h/n⌉ − 1, cut off at the map's border. A bin that lies wholly outside gives 0.
 *
 * @param x    [N, H, W, C]
 * @param rois [R, 4] in pixels of the image, [top, left, bottom, right] of its first and last pixel
 * @throws ShapeError WRONG_RANK; OptionError BAD_BOX, BAD_OPTIONS, NOT_FINITE
 * @source Girshick, "Fast R-CNN", arXiv:1504.08083, section 2.1
 * @example roiPool(ones([1, 4, 4, 2]), [[0, 0, 3, 3]], { size: [2, 2] }).output.shape // [1, 2, 2, 2]
 */
export function roiPool(x: TensorLike, rois: TensorLike, options: RoiPoolOptions): RoiPooled {
  const input = asFinite("roiPool", "x", x, ["N", "H", "W", "C"]);
  const boxes = asBoxes("roiPool", "roi", rois);
  const { size, scale = 1, images = boxes.map(() => 0) } = options;
  const [outH, outW] = [
    checkWhole("roiPool", "height", size[0]),
    checkWhole("roiPool", "width", size[1]),
  ];
  const [batch = 0, height = 0, width = 0, channels = 0] = input.shape;
  if (!(scale > 0 && Number.isFinite(scale)))
    throw badOption("roiPool", `scale ${scale}`, "above 0");
  const lost = boxes.findIndex((_, r) => !((images[r] ?? -1) >= 0 && (images[r] ?? batch) < batch));
  if (lost >= 0)
    throw badOption("roiPool", `image ${String(images[lost])} of roi ${lost}`, `0 to ${batch - 1}`);
  const shape = [boxes.length, outH, outW, channels];
  const count = boxes.length * outH * outW * channels;
  const out = allocate(count, commonDtype(input));
  const switches = new Int32Array(count).fill(-1);
  let to = 0;
  for (const [r, [top, left, bottom, right]] of boxes.entries()) {
    const rows = bins(top * scale, bottom * scale, outH, height);
    const columns = bins(left * scale, right * scale, outW, width);
    for (const [firstRow, endRow] of rows) {
      for (const [firstColumn, endColumn] of columns) {
        for (let y = firstRow; y < endRow; y += 1) {
          for (let column = firstColumn; column < endColumn; column += 1) {
            const from = (((images[r] ?? 0) * height + y) * width + column) * channels;
            for (let c = 0; c < channels; c += 1) {
              const value = input.data[from + c] ?? 0;
              if ((switches[to + c] ?? -1) >= 0 && value <= (out[to + c] ?? 0)) continue;
              out[to + c] = value;
              switches[to + c] = from + c;
            }
          }
        }
        to += channels;
      }
    }
  }
  return { output: wrap(out, shape), switches, inputShape: input.shape };
}

/** First and end pixel of each bin of one axis, on the map. */
function bins(
  low: number,
  high: number,
  count: number,
  size: number,
): (readonly [number, number])[] {
  const first = Math.round(low);
  const length = Math.max(1, Math.round(high) - first + 1);
  const inside = (at: number): number => Math.min(size, Math.max(0, first + at));
  return Array.from({ length: count }, (_, i) => [
    inside(Math.floor((i * length) / count)),
    inside(Math.ceil(((i + 1) * length) / count)),
  ]);
}

/**
 * Gradient of `roiPool`: each number goes back to the pixel that it came from; where regions overlap, they add up.
 *
 * @param gradOutput shape of the pooled output
 * @returns gradInput, the map's shape
 * @throws ShapeError SHAPES_DIFFER
 * @example roiPoolBackward([[[[2]]]], roiPool([[[[1], [5]]]], [[0, 0, 0, 1]], { size: [1, 1] })).data // Float64Array [0, 2]
 */
export function roiPoolBackward(gradOutput: TensorLike, pooled: RoiPooled): Tensor {
  const grad = asFinite("roiPoolBackward", "gradOutput", gradOutput, ["R", "h", "w", "C"]);
  checkSameShape("roiPoolBackward", grad.shape, pooled.output.shape);
  const out = allocate(
    pooled.inputShape.reduce((product, n) => product * n, 1),
    commonDtype(grad),
  );
  for (const [i, from] of pooled.switches.entries()) {
    if (from >= 0) out[from] = (out[from] ?? 0) + (grad.data[i] ?? 0);
  }
  return wrap(out, pooled.inputShape);
}
