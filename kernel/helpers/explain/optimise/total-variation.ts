import { asTensor, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { ShapeError } from "../../../core/index.ts";
import { checkOptions } from "../example.ts";

/** A penalty and its gradient by the image. */
export interface ImagePenalty {
  readonly loss: number;
  /** The image's shape. */
  readonly gradient: Tensor;
}

/**
 * Total variation: Σ_{y,x,c} ((x[y+1,x,c] − x[y,x,c])² + (x[y,x+1,c] − x[y,x,c])²)^{β/2}; differences over the border are 0.
 *
 * β = 2, the default, is ‖∇x‖²; β = 1 keeps edges, and its slope is taken as 0 where all differences are.
 *
 * @param x [H, W, C] or [N, H, W, C]
 * @param options beta > 0
 * @source Mahendran & Vedaldi, arXiv:1412.0035, section 2.1
 * @example totalVariation([[[0], [3]], [[4], [4]]]).loss // 3² + 4² + 1² + 0 = 26
 */
export function totalVariation(
  x: TensorLike,
  { beta = 2 }: { readonly beta?: number } = {},
): ImagePenalty {
  const image = asTensor(x, "totalVariation", "x");
  checkOptions("totalVariation", { beta: [beta, beta > 0 && beta < Infinity, "> 0"] });
  if (image.shape.length !== 3 && image.shape.length !== 4) {
    throw new ShapeError({
      code: "WRONG_RANK",
      summary: `totalVariation: x has ${image.shape.length} axes.`,
      given: `shape [${image.shape.join(", ")}]`,
      expected: "[H, W, C] or [N, H, W, C]",
      fix: "reshape a grey image to [H, W, 1]",
    });
  }
  const [height = 0, width = 0, channels = 0] = image.shape.slice(-3);
  const gradient = zeros(image.shape);
  const [pixels, slopes] = [image.data, gradient.data];
  const row = width * channels;
  let loss = 0;
  for (let at = 0; at < image.size; at += 1) {
    const y = Math.floor(at / row) % height;
    const column = Math.floor(at / channels) % width;
    const below = y + 1 < height ? (pixels[at + row] ?? 0) - (pixels[at] ?? 0) : 0;
    const beside = column + 1 < width ? (pixels[at + channels] ?? 0) - (pixels[at] ?? 0) : 0;
    const square = below * below + beside * beside;
    if (square === 0) continue;
    loss += square ** (beta / 2);
    const slope = beta * square ** (beta / 2 - 1);
    slopes[at] = (slopes[at] ?? 0) - slope * (below + beside);
    if (below !== 0) slopes[at + row] = (slopes[at + row] ?? 0) + slope * below;
    if (beside !== 0) slopes[at + channels] = (slopes[at + channels] ?? 0) + slope * beside;
  }
  return { loss, gradient };
}
