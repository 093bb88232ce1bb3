import { layerNumber, type Model } from "../../backprop/index.ts";
import { zeros } from "../../tensor/index.ts";
import { checkIndex } from "../example.ts";

/** Pixels of an image, both ends included; may reach beyond its border. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/**
 * The receptive field of one output pixel of a layer: all pixels of the image that it depends on.
 *
 * Walked back layer by layer: rows a…b of an output read rows a·stride − before … b·stride − before + span − 1 of its input,
 * span = dilation·(kernel size − 1) + 1.
 *
 * @param place [row, column] in the layer's output
 * @param imageShape [N, H, W, C] or [H, W, C]
 * @returns the box, not cut at the border: bottom − top + 1 is the receptive field's height
 * @throws OptionError NO_SUCH_LAYER, NO_SUCH_UNIT
 * @source Araujo, Norris & Sim, Distill 2019, doi:10.23915/distill.00021
 * @example receptiveBox(network([maxPoolLayer("pool", { size: 2 })]), "pool", [1, 1], [4, 4, 1]) // { top: 2, left: 2, bottom: 3, right: 3 }
 */
export function receptiveBox(
  model: Model,
  layer: string,
  place: readonly [row: number, column: number],
  imageShape: readonly number[],
): Box {
  const last = layerNumber(model, layer, "receptiveBox");
  const shape = imageShape.length === 3 ? [1, ...imageShape] : imageShape;
  const [, height = 0, width = 0] = shape;
  const shapes = outputShapes(model, shape, last);
  const [, outH = 1, outW = 1] = shapes[last + 1]?.length === 4 ? (shapes[last + 1] ?? []) : [];
  checkIndex("receptiveBox", "row", place[0], outH);
  checkIndex("receptiveBox", "column", place[1], outW);
  let box: Box = { top: place[0], left: place[1], bottom: place[0], right: place[1] };
  for (let at = last; at >= 0; at -= 1) {
    const info = model.layers[at];
    if (info?.seesAll === true) return { top: 0, left: 0, bottom: height - 1, right: width - 1 };
    const window = info?.window?.(shapes[at] ?? shape);
    if (window === undefined) continue;
    const { span, stride, before } = window;
    box = {
      top: box.top * stride[0] - before[0],
      left: box.left * stride[1] - before[1],
      bottom: box.bottom * stride[0] - before[0] + span[0] - 1,
      right: box.right * stride[1] - before[1] + span[1] - 1,
    };
  }
  return box;
}

/** Pixels of the image from one output pixel of a layer to the next: the product of the strides up to it. */
export function jumpOf(
  model: Model,
  last: number,
  imageShape: readonly number[],
): readonly [vertical: number, horizontal: number] {
  const shapes = outputShapes(model, imageShape, last);
  let [down, across] = [1, 1];
  for (let at = 0; at <= last; at += 1) {
    const stride = model.layers[at]?.window?.(shapes[at] ?? imageShape).stride ?? [1, 1];
    down *= stride[0];
    across *= stride[1];
  }
  return [down, across];
}

/** Shapes of the image and of every layer's output. */
function outputShapes(
  model: Model,
  shape: readonly number[],
  last: number,
): readonly (readonly number[])[] {
  const { outputs } = model.forward(zeros([1, ...shape.slice(1)]), last);
  return [shape, ...outputs.map((output) => output.shape)];
}

/** The part of a box that lies on the image. */
export function cutBox(box: Box, [height, width]: readonly [number, number]): Box {
  return {
    top: Math.max(0, box.top),
    left: Math.max(0, box.left),
    bottom: Math.min(height - 1, box.bottom),
    right: Math.min(width - 1, box.right),
  };
}
