import {
  allocate,
  asTensor,
  checkRank,
  commonDtype,
  wrap,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";

/** An image [H, W, C] that was checked. */
export interface Image {
  readonly pixels: Tensor;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Checks an image.
 *
 * @throws ShapeError WRONG_RANK
 */
export function asImage(who: string, image: TensorLike): Image {
  const pixels = asTensor(image, who, "the image");
  checkRank(who, "the image", pixels.shape, ["H", "W", "C"]);
  const [height = 0, width = 0, channels = 0] = pixels.shape;
  return { pixels, height, width, channels };
}

/** Where an output pixel takes its value from, in pixels of the input; outside the image: the fill value. */
export type Source = (y: number, x: number) => readonly [y: number, x: number];

/**
 * A new image of which each pixel is read somewhere in the old one, between pixels by bilinear interpolation.
 *
 * @param fill value outside the image (default 0)
 */
export function resample(
  image: Image,
  [height, width]: readonly [number, number],
  source: Source,
  fill = 0,
): Tensor {
  const { channels, pixels } = image;
  const out = allocate(height * width * channels, commonDtype(pixels));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [fromY, fromX] = source(y, x);
      const to = (y * width + x) * channels;
      for (let c = 0; c < channels; c += 1) out[to + c] = bilinear(image, fromY, fromX, c, fill);
    }
  }
  return wrap(out, [height, width, channels]);
}

function bilinear(image: Image, y: number, x: number, c: number, fill: number): number {
  // a rotation by 90° must hit pixels exactly: remove the rounding of sine and cosine
  const [snappedY, snappedX] = [snap(y), snap(x)];
  const [top, left] = [Math.floor(snappedY), Math.floor(snappedX)];
  const [down, right] = [snappedY - top, snappedX - left];
  const at = (row: number, column: number): number => pixel(image, row, column, c, fill);
  const upper =
    right === 0 ? at(top, left) : (1 - right) * at(top, left) + right * at(top, left + 1);
  if (down === 0) return upper;
  const lower =
    right === 0
      ? at(top + 1, left)
      : (1 - right) * at(top + 1, left) + right * at(top + 1, left + 1);
  return (1 - down) * upper + down * lower;
}

const snap = (value: number): number => {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) < 1e-9 ? nearest : value;
};

function pixel(image: Image, y: number, x: number, c: number, fill: number): number {
  const { height, width, channels, pixels } = image;
  if (y < 0 || y >= height || x < 0 || x >= width) return fill;
  return pixels.data[(y * width + x) * channels + c] ?? fill;
}
