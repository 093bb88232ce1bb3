import { layerNumber, type Model } from "../../backprop/index.ts";
import {
  copy,
  zeros,
  asTensor,
  checkRank,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkIndex, checkOptions, wholeFrom } from "../example.ts";
import { cutBox, receptiveBox, type Box } from "./receptive-box.ts";

/** Which unit is asked, and how many patches are wanted. */
export interface TopPatchesOptions {
  readonly layer: string;
  readonly channel: number;
  /** How many (default 9). */
  readonly count?: number;
  /** Most patches of one image (default 1). */
  readonly perImage?: number;
}

/** A patch of an image that excites a unit. */
export interface TopPatch {
  /** Number of the image. */
  readonly image: number;
  /** Place in the layer's map. */
  readonly at: readonly [row: number, column: number];
  readonly activation: number;
  /** The unit's receptive field, cut at the border. */
  readonly box: Box;
  /** [h, w, C], the pixels in the box. */
  readonly patch: Tensor;
}

/**
 * The patches of some images that excite a channel most, strongest first; equals by number of the image, row, column.
 *
 * @param images [N, H, W, C]
 * @throws ShapeError WRONG_RANK; OptionError NO_SUCH_LAYER, NO_SUCH_UNIT, EXPLAIN_OPTION
 * @source Springenberg et al., arXiv:1412.6806, figure 3
 * @example topPatches(network([maxPoolLayer("pool", { size: 2 })]), ones([3, 4, 4, 1]), { layer: "pool", channel: 0 }).length // 3
 */
export function topPatches(
  model: Model,
  images: TensorLike,
  options: TopPatchesOptions,
): readonly TopPatch[] {
  const x = asTensor(images, "topPatches", "images");
  checkRank("topPatches", "images", x.shape, ["N", "H", "W", "C"]);
  const { layer, channel, count = 9, perImage = 1 } = options;
  checkOptions("topPatches", {
    count: [count, wholeFrom(1, count), "a whole number ≥ 1"],
    perImage: [perImage, wholeFrom(1, perImage), "a whole number ≥ 1"],
  });
  const at = layerNumber(model, layer, "topPatches");
  const [batch = 0, height = 0, width = 0] = x.shape;
  const found = Array.from({ length: batch }, (_, image) => {
    const one = imageAt(x, image);
    const output = model.forward(one, at).outputs[at] ?? zeros([0]);
    checkIndex("topPatches", "channel", channel, output.shape.at(-1) ?? 0);
    return strongestPlaces(output, channel, perImage).map((place) => ({ image, ...place }));
  });
  return found
    .flat()
    .toSorted((a, b) => b.activation - a.activation)
    .slice(0, count)
    .map((place) => {
      const whole = receptiveBox(model, layer, place.at, x.shape);
      const box = cutBox(whole, [height, width]);
      return { ...place, box, patch: crop(x, place.image, box) };
    });
}

interface Place {
  readonly at: readonly [row: number, column: number];
  readonly activation: number;
}

function strongestPlaces(output: Tensor, channel: number, count: number): readonly Place[] {
  const channels = output.shape.at(-1) ?? 0;
  const width = output.shape.length === 4 ? (output.shape[2] ?? 1) : 1;
  const places = Array.from({ length: output.size / channels }, (_, i): Place => ({
    at: [Math.floor(i / width), i % width],
    activation: output.data[i * channels + channel] ?? 0,
  }));
  return places.toSorted((a, b) => b.activation - a.activation).slice(0, count);
}

/** One image of a batch, as a batch of one. */
function imageAt(x: Tensor, image: number): Tensor {
  return copy(x.lo(image, 0, 0, 0).hi(1, ...x.shape.slice(1)));
}

function crop(x: Tensor, image: number, { top, left, bottom, right }: Box): Tensor {
  const size = [bottom - top + 1, right - left + 1, x.shape[3] ?? 0];
  return copy(
    x
      .pick(image, null, null, null)
      .lo(top, left, 0)
      .hi(...size),
  );
}
