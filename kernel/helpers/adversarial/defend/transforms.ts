// Changes of an image that a camera makes, linear in the pixels: an attack can be differentiated through them.
import { checkSameShape, zeros, type Tensor } from "../../tensor/index.ts";

/** A linear change of images [N, H, W, C]. */
export interface LinearTransform {
  apply(x: Tensor): Tensor;
  /** The transposed change: ⟨apply(x), g⟩ = ⟨x, adjoint(g)⟩ for all x and g. */
  adjoint(gradOutput: Tensor): Tensor;
}

/** One output pixel reads one input pixel with a weight. */
interface Tap {
  readonly to: number;
  readonly from: number;
  readonly weight: number;
}

/**
 * An image read elsewhere: out[y, x] = image at source(y, x), bilinear between pixels, 0 outside.
 *
 * @param size   [H, W]
 * @param source place of the input, in pixels, for a pixel of the output
 * @example pixelTransform([1, 2], (y, x) => [y, 1 - x]).apply(tensor([[[[1], [2]]]])).data // Float64Array [2, 1]
 */
export function pixelTransform(
  [height, width]: readonly [height: number, width: number],
  source: (row: number, column: number) => readonly [row: number, column: number],
): LinearTransform {
  const taps: Tap[] = [];
  for (let to = 0; to < height * width; to += 1) {
    const [y, x] = source(Math.floor(to / width), to % width);
    const [top, left] = [Math.floor(y + 1e-9), Math.floor(x + 1e-9)];
    const [down, right] = [Math.max(0, y - top), Math.max(0, x - left)];
    for (const [dy, dx, weight] of [
      [0, 0, (1 - down) * (1 - right)],
      [0, 1, (1 - down) * right],
      [1, 0, down * (1 - right)],
      [1, 1, down * right],
    ] as const) {
      const [row, column] = [top + dy, left + dx];
      const onImage = row >= 0 && row < height && column >= 0 && column < width;
      if (onImage && weight > 0) taps.push({ to, from: row * width + column, weight });
    }
  }
  const run = (x: Tensor, back: boolean): Tensor => {
    const [batch = 0, h = 0, w = 0, channels = 0] = x.shape;
    checkSameShape("transform", [h, w], [height, width]);
    const out = zeros(x.shape);
    for (let n = 0; n < batch; n += 1) {
      for (const { to, from, weight } of taps) {
        const [target, read] = back ? [from, to] : [to, from];
        const [a, b] = [(n * h * w + target) * channels, (n * h * w + read) * channels];
        for (let c = 0; c < channels; c += 1) {
          out.data[a + c] = (out.data[a + c] ?? 0) + weight * (x.data[b + c] ?? 0);
        }
      }
    }
    return out;
  };
  return { apply: (x) => run(x, false), adjoint: (g) => run(g, true) };
}

/**
 * Rotation about the centre, counter-clockwise as one sees it; corners that come from outside are 0.
 *
 * @param angle degrees
 * @example rotation(90, [2, 2]).apply(tensor([[[[1], [2]], [[3], [4]]]])).data // Float64Array [2, 4, 1, 3]
 */
export function rotation(angle: number, size: readonly [number, number]): LinearTransform {
  const [cy, cx] = [(size[0] - 1) / 2, (size[1] - 1) / 2];
  const radians = (angle * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  // the row axis points down: turning the picture to the left reads to the right
  return pixelTransform(size, (row, column) => {
    const [y, x] = [row - cy, column - cx];
    return [cy + cos * y + sin * x, cx + cos * x - sin * y];
  });
}

/**
 * The image moved by whole or broken pixels; what comes in is 0.
 *
 * @example shift([0, 1], [1, 3]).apply(tensor([[[[1], [2], [3]]]])).data // Float64Array [0, 1, 2]
 */
export function shift(
  [down, right]: readonly [down: number, right: number],
  size: readonly [number, number],
): LinearTransform {
  return pixelTransform(size, (row, column) => [row - down, column - right]);
}
