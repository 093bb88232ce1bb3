// Changes of values: brightness, contrast, colour casts, noise. Images hold numbers in [0, 1] and keep that range.
import { map, type Rng, type Tensor, type TensorLike, wrap, checkNumber } from "../tensor/index.ts";
import { asImage } from "./image.ts";

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * Random brightness and contrast: contrast·(x − ½) + ½ + brightness, kept in [0, 1].
 *
 * @param amount largest change of brightness, and of contrast round 1; 0 … 1
 * @example colourJitter(ones([2, 2, 3]), 0.2, new Rng(1)).shape // [2, 2, 3]
 */
export function colourJitter(image: TensorLike, amount: number, rng: Rng): Tensor {
  const { pixels } = asImage("colourJitter", image);
  checkNumber("colourJitter", "amount", amount, { least: 0, most: 1 });
  const brightness = amount * (2 * rng.uniform() - 1);
  const contrast = 1 + amount * (2 * rng.uniform() - 1);
  return map(pixels, (value) => clamp(contrast * (value - 0.5) + 0.5 + brightness));
}

/**
 * Colour cast: a random number is added to each channel, kept in [0, 1].
 *
 * @example colourCast(zeros([2, 2, 3]), 0, new Rng(1)).data[0] // 0
 */
export function colourCast(image: TensorLike, amount: number, rng: Rng): Tensor {
  const { pixels, channels } = asImage("colourCast", image);
  checkNumber("colourCast", "amount", amount, { least: 0, most: 1 });
  const cast = Array.from({ length: channels }, () => amount * (2 * rng.uniform() - 1));
  return wrap(
    pixels.data.map((value, i) => clamp(value + (cast[i % channels] ?? 0))),
    pixels.shape,
  );
}

/**
 * Normal noise of standard deviation `std`, kept in [0, 1].
 *
 * @example noise(zeros([2, 2, 1]), 0, new Rng(1)).data // Float64Array [0, 0, 0, 0]
 */
export function noise(image: TensorLike, std: number, rng: Rng): Tensor {
  const { pixels } = asImage("noise", image);
  checkNumber("noise", "std", std, { least: 0, most: 10 });
  return map(pixels, (value) => clamp(value + std * rng.normal()));
}

/**
 * Cutout: a square of `size` pixels round a random centre is set to `fill`; near a border only the part on the image.
 *
 * @source DeVries & Taylor, arXiv:1708.04552
 * @example sum(cutout(ones([1, 1, 1]), 1, new Rng(1))) // 0
 */
export function cutout(image: TensorLike, size: number, rng: Rng, fill: number = 0): Tensor {
  const { height, width } = asImage("cutout", image);
  checkNumber("cutout", "size", size, { least: 0, whole: true });
  return cutoutAt(image, rng.integer(height), rng.integer(width), size, fill);
}

/**
 * Cutout with a given centre: rows y − ⌊size/2⌋ … y − ⌊size/2⌋ + size − 1, clipped at the border.
 *
 * @example sum(cutoutAt(ones([4, 4, 1]), 0, 0, 2)) // 16 − 1 = 15
 */
export function cutoutAt(
  image: TensorLike,
  y: number,
  x: number,
  size: number,
  fill: number = 0,
): Tensor {
  const { pixels, height, width, channels } = asImage("cutout", image);
  const out = pixels.data.slice();
  const [top, left] = [y - Math.floor(size / 2), x - Math.floor(size / 2)];
  for (let row = Math.max(0, top); row < Math.min(height, top + size); row += 1) {
    for (let column = Math.max(0, left); column < Math.min(width, left + size); column += 1) {
      const at = (row * width + column) * channels;
      out.fill(fill, at, at + channels);
    }
  }
  return wrap(out, pixels.shape);
}
