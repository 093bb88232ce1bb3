// Boxes round objects: how much two overlap, which of many to keep, and how a net tells them.
import { checkNumber, fromArray, type Tensor, type TensorLike } from "../tensor/index.ts";
import {
  asBoxes,
  asFinite,
  badOption,
  checkBox,
  checkEqual,
  checkWhole,
  type Box,
} from "./checks.ts";

const area = ([top, left, bottom, right]: Box): number => (bottom - top) * (right - left);

/**
 * Intersection over union of two boxes: 0 where they only touch, 1 where they are the same.
 *
 * |A ∩ B| / |A ∪ B|; two boxes without area have 0
 *
 * @param a [top, left, bottom, right]
 * @throws OptionError BAD_BOX
 * @example iou([0, 0, 2, 2], [0, 1, 2, 3]) // 2/(4 + 4 − 2) = 0.333333333333
 */
export function iou(a: readonly number[], b: readonly number[]): number {
  return overlap(checkBox("iou", "a", a), checkBox("iou", "b", b));
}

/** The same for boxes that were checked. */
export function overlap(a: Box, b: Box): number {
  const height = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const width = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (height <= 0 || width <= 0) return 0;
  return (height * width) / (area(a) + area(b) - height * width);
}

/**
 * Non-maximum suppression: goes through the boxes from the best score down and drops each that overlaps a kept one.
 *
 * @param boxes  [N, 4]
 * @param scores [N]; of equal scores the box with the lower index comes first
 * @param options threshold: boxes with a *larger* IoU than this are dropped (default 0.5); limit: most boxes to keep
 * @returns indices of the kept boxes, best first
 * @throws OptionError BAD_BOX, NOT_FINITE, BAD_OPTIONS; ShapeError WRONG_RANK, COUNTS_DIFFER
 * @example nms([[0, 0, 4, 4], [0, 0, 4, 5], [8, 8, 9, 9]], [0.8, 0.9, 0.5]) // [1, 2]
 */
export function nms(
  boxes: TensorLike,
  scores: TensorLike,
  {
    threshold = 0.5,
    limit = Number.MAX_SAFE_INTEGER,
  }: { readonly threshold?: number; readonly limit?: number } = {},
): number[] {
  const list = asBoxes("nms", "box", boxes);
  const { data } = asFinite("nms", "scores", scores, ["N"]);
  checkEqual("nms", "boxes and scores", list.length, data.length);
  checkNumber("nms", "threshold", threshold, { least: 0, most: 1 });
  checkWhole("nms", "limit", limit);
  const order = [...list.keys()].sort((i, j) => (data[j] ?? 0) - (data[i] ?? 0) || i - j);
  const kept: number[] = [];
  for (const i of order) {
    if (kept.length >= limit) break;
    const box = list[i];
    const free = kept.every((k) => {
      const other = list[k];
      return box === undefined || other === undefined || overlap(box, other) <= threshold;
    });
    if (free) kept.push(i);
  }
  return kept;
}

/**
 * A box as a net learns it, relative to an anchor: shifts in units of the anchor, logarithms of the ratios of sizes.
 *
 * [(y − yₐ)/hₐ, (x − xₐ)/wₐ, ln(h/hₐ), ln(w/wₐ)] with y, x the centre
 *
 * @throws OptionError BAD_BOX (also for a box or an anchor without area)
 * @source Girshick et al., arXiv:1311.2524, appendix C
 * @example boxEncode([0, 0, 4, 4], [0, 0, 2, 2]) // [0.5, 0.5, 0.69314718056, 0.69314718056]
 */
export function boxEncode(
  box: readonly number[],
  anchor: readonly number[],
): [y: number, x: number, h: number, w: number] {
  const [y, x, h, w] = centred("boxEncode", "box", box);
  const [anchorY, anchorX, anchorH, anchorW] = centred("boxEncode", "anchor", anchor);
  return [
    (y - anchorY) / anchorH,
    (x - anchorX) / anchorW,
    Math.log(h / anchorH),
    Math.log(w / anchorW),
  ];
}

/**
 * The box that a net means: the inverse of `boxEncode`.
 *
 * @param code four numbers relative to the anchor
 * @throws OptionError BAD_BOX, BAD_OPTIONS
 * @example boxDecode([0, 0, 0, 0], [1, 2, 3, 4]) // [1, 2, 3, 4]
 */
export function boxDecode(code: readonly number[], anchor: readonly number[]): Box {
  const [y = Number.NaN, x = Number.NaN, h = Number.NaN, w = Number.NaN] = code;
  if (code.length !== 4 || ![y, x, h, w].every(Number.isFinite)) {
    throw badOption("boxDecode", `code [${code.join(", ")}]`, "four finite numbers");
  }
  const [anchorY, anchorX, anchorH, anchorW] = centred("boxDecode", "anchor", anchor);
  const [centreY, centreX] = [anchorY + y * anchorH, anchorX + x * anchorW];
  const [height, width] = [anchorH * Math.exp(h), anchorW * Math.exp(w)];
  return [centreY - height / 2, centreX - width / 2, centreY + height / 2, centreX + width / 2];
}

/** [y, x, height, width] of the centre; refuses a box without area. */
function centred(who: string, name: string, box: readonly number[]): Box {
  const checked = checkBox(who, name, box);
  const [top, left, bottom, right] = checked;
  if (area(checked) > 0)
    return [(top + bottom) / 2, (left + right) / 2, bottom - top, right - left];
  throw badOption(who, `${name} [${box.join(", ")}]`, "a box with height and width above 0");
}

/** Sizes of anchors. */
export interface AnchorOptions {
  /** Pixels of the image from one cell of the map to the next. */
  readonly stride: number;
  /** Side of a square of the same area, pixels (default 128, 256, 512). */
  readonly sizes?: readonly number[];
  /** Height / width (default 0.5, 1, 2). */
  readonly ratios?: readonly number[];
}

/**
 * Anchors of a region proposal network: boxes of every size and ratio round the centre of each cell.
 *
 * @param map [H, W] of the feature map
 * @returns [H·W·sizes·ratios, 4], cell by cell in row order, in a cell by size, then by ratio; may reach beyond the image
 * @throws OptionError BAD_OPTIONS
 * @source Ren et al., arXiv:1506.01497, section 3.1.1
 * @example anchors([1, 2], { stride: 16 }).shape // [18, 4]
 */
export function anchors(
  [height, width]: readonly [number, number],
  { stride, sizes = [128, 256, 512], ratios = [0.5, 1, 2] }: AnchorOptions,
): Tensor {
  checkWhole("anchors", "height", height);
  checkWhole("anchors", "width", width);
  const positive = [stride, ...sizes, ...ratios].every((n) => n > 0 && Number.isFinite(n));
  if (!positive || sizes.length === 0 || ratios.length === 0) {
    const given = `stride ${stride}, sizes [${sizes.join(", ")}], ratios [${ratios.join(", ")}]`;
    throw badOption("anchors", given, "numbers above 0, at least one size and one ratio");
  }
  const numbers: number[] = [];
  for (let cell = 0; cell < height * width; cell += 1) {
    const [y, x] = [(Math.floor(cell / width) + 0.5) * stride, ((cell % width) + 0.5) * stride];
    for (const size of sizes) {
      for (const ratio of ratios) {
        const [h, w] = [size * Math.sqrt(ratio), size / Math.sqrt(ratio)];
        numbers.push(y - h / 2, x - w / 2, y + h / 2, x + w / 2);
      }
    }
  }
  return fromArray(numbers, [numbers.length / 4, 4]);
}
