// Moves of pixels: the class of what is on the picture stays (mind 6 and 9).
import { OptionError } from "../../core/index.ts";
import { type Tensor, type TensorLike, checkNumber } from "../tensor/index.ts";
import { asImage, resample } from "./image.ts";

/**
 * Mirror image, left and right exchanged (or top and bottom); twice gives the image back.
 *
 * @param image [H, W, C]
 * @example mirror(tensor([[[1], [2], [3]]])).data // Float64Array [3, 2, 1]
 */
export function mirror(image: TensorLike, axis: "horizontal" | "vertical" = "horizontal"): Tensor {
  const checked = asImage("mirror", image);
  const { height, width } = checked;
  return resample(checked, [height, width], (y, x) =>
    axis === "horizontal" ? [y, width - 1 - x] : [height - 1 - y, x],
  );
}

/**
 * Rotation about the centre, counter-clockwise; corners are filled.
 *
 * @param degrees 90 turns a square image exactly
 * @param fill value of the corners (default 0)
 * @example rotate(tensor([[[1], [2]], [[3], [4]]]), 90).data // Float64Array [2, 4, 1, 3]
 */
export function rotate(image: TensorLike, degrees: number, fill: number = 0): Tensor {
  const checked = asImage("rotate", image);
  checkNumber("rotate", "degrees", degrees);
  const { height, width } = checked;
  const angle = (degrees * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const [centreY, centreX] = [(height - 1) / 2, (width - 1) / 2];
  return resample(
    checked,
    [height, width],
    (y, x) => {
      const [dy, dx] = [y - centreY, x - centreX];
      return [centreY + sine * dx + cosine * dy, centreX + cosine * dx - sine * dy];
    },
    fill,
  );
}

/**
 * Enlargement about the centre, the size kept: factor 2 shows the middle half.
 *
 * @param factor > 0; below 1 the image shrinks into a filled frame
 * @example zoom(ones([4, 4, 1]), 2).shape // [4, 4, 1]
 */
export function zoom(image: TensorLike, factor: number, fill: number = 0): Tensor {
  return stretch(image, factor, factor, fill);
}

/**
 * As `zoom`, with a factor for each axis.
 *
 * @example stretch(ones([4, 6, 1]), 1, 2).shape // [4, 6, 1]
 */
export function stretch(
  image: TensorLike,
  vertical: number,
  horizontal: number,
  fill: number = 0,
): Tensor {
  const checked = asImage("stretch", image);
  for (const factor of [vertical, horizontal])
    checkNumber("stretch", "the factor", factor, { least: 1e-3, most: 1e3 });
  const { height, width } = checked;
  const [centreY, centreX] = [(height - 1) / 2, (width - 1) / 2];
  return resample(
    checked,
    [height, width],
    (y, x) => [centreY + (y - centreY) / vertical, centreX + (x - centreX) / horizontal],
    fill,
  );
}

/**
 * Shear: each row moves by `amount` pixels per row away from the centre.
 *
 * @example shear(tensor([[[1], [2], [3]]]), 1).data // Float64Array [1, 2, 3]
 */
export function shear(image: TensorLike, amount: number, fill: number = 0): Tensor {
  const checked = asImage("shear", image);
  checkNumber("shear", "amount", amount);
  const { height, width } = checked;
  const centre = (height - 1) / 2;
  return resample(checked, [height, width], (y, x) => [y, x - amount * (y - centre)], fill);
}

/**
 * Lens distortion: a pixel at distance r from the centre (1 at the corner) is read at r·(1 + k·r²).
 *
 * @param k > 0 barrel, < 0 pincushion; −0.5 to 0.5
 * @example lens(ones([5, 5, 1]), 0).data[12] // 1
 */
export function lens(image: TensorLike, k: number, fill: number = 0): Tensor {
  const checked = asImage("lens", image);
  checkNumber("lens", "k", k, { least: -0.5, most: 0.5 });
  const { height, width } = checked;
  const [centreY, centreX] = [(height - 1) / 2, (width - 1) / 2];
  const corner = Math.max(1, centreY ** 2 + centreX ** 2);
  return resample(
    checked,
    [height, width],
    (y, x) => {
      const [dy, dx] = [y - centreY, x - centreX];
      const factor = 1 + (k * (dy ** 2 + dx ** 2)) / corner;
      return [centreY + dy * factor, centreX + dx * factor];
    },
    fill,
  );
}

/**
 * A part of the image.
 *
 * @param top first row
 * @param left first column
 * @param size [height, width] of the part
 * @throws OptionError CROP_OUTSIDE
 * @example crop(tensor([[[1], [2]], [[3], [4]]]), 1, 0, [1, 2]).data // Float64Array [3, 4]
 */
export function crop(
  image: TensorLike,
  top: number,
  left: number,
  size: readonly [height: number, width: number],
): Tensor {
  const checked = asImage("crop", image);
  const { height, width } = checked;
  const [tall, wide] = pairOf("crop", size);
  const inside =
    [top, left, tall, wide].every(Number.isInteger) &&
    top >= 0 &&
    left >= 0 &&
    tall > 0 &&
    wide > 0;
  if (!inside || top + tall > height || left + wide > width) {
    throw new OptionError({
      code: "CROP_OUTSIDE",
      summary: "crop: the part reaches beyond the image.",
      given: `${tall} × ${wide} from row ${top}, column ${left}, of ${height} × ${width}`,
      expected: "whole numbers with top + height ≤ H and left + width ≤ W",
    });
  }
  return resample(checked, size, (y, x) => [top + y, left + x]);
}

/**
 * The ten crops of test time: four corners and the centre, each with its mirror image.
 *
 * @param size [height, width] of a crop
 * @returns ten images; the second five are the mirrored first five
 * @source Krizhevsky, Sutskever & Hinton, NIPS 2012, section 4.1
 * @example tenCrop(ones([32, 32, 3]), [28, 28]).length // 10
 */
export function tenCrop(
  image: TensorLike,
  size: readonly [height: number, width: number],
): readonly Tensor[] {
  const { height, width } = asImage("tenCrop", image);
  const [tall, wide] = pairOf("tenCrop", size);
  const [bottom, right] = [height - tall, width - wide];
  const corners: readonly (readonly [number, number])[] = [
    [0, 0],
    [0, right],
    [bottom, 0],
    [bottom, right],
    [Math.floor(bottom / 2), Math.floor(right / 2)],
  ];
  const crops = corners.map(([top, left]) => crop(image, top, left, size));
  return [...crops, ...crops.map((part) => mirror(part))];
}

/** [height, width]; a bare number is refused with words instead of "not iterable". */
function pairOf(who: string, size: readonly [number, number]): readonly [number, number] {
  const given: unknown = size;
  const [height, width] = Array.isArray(given) ? size : [Number.NaN, Number.NaN];
  checkNumber(who, "height", height, { least: 1, whole: true });
  checkNumber(who, "width", width, { least: 1, whole: true });
  return [height, width];
}
