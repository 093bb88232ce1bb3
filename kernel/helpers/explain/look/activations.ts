import { layerNumber, type Model } from "../../backprop/index.ts";
import { ShapeError } from "../../../core/index.ts";
import { asTensor, formatShape, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { oneExample } from "../example.ts";

/**
 * Outputs of all layers for some inputs, by the layers' names.
 *
 * @param x [N, …], as the first layer wants it
 * @returns one tensor per layer; the model is left as it was
 * @example Object.keys(activations(network([reluLayer("relu")]), tensor([[-1, 2]]))) // ["relu"]
 */
export function activations(model: Model, x: TensorLike): Readonly<Record<string, Tensor>> {
  const { outputs } = model.forward(asTensor(x, "activations", "x"));
  return Object.fromEntries(
    model.layers.map(({ name }, at) => [name, outputs[at] ?? zeros([0])] as const),
  );
}

/**
 * The feature maps of one layer for one image, as a list of pictures.
 *
 * @param x one image [H, W, C] or [1, H, W, C]
 * @returns K matrices [h, w]; the sum of map i is the sum of channel i of the layer's output
 * @throws OptionError NO_SUCH_LAYER; ShapeError NOT_A_MAP
 * @example featureMaps(network([reluLayer("relu")]), [[[1, 2], [3, 4]]], "relu").map((map) => [...map.data]) // [[1, 3], [2, 4]]
 */
export function featureMaps(model: Model, x: TensorLike, layer: string): readonly Tensor[] {
  const at = layerNumber(model, layer, "featureMaps");
  const output = model.forward(oneExample("featureMaps", x), at).outputs[at] ?? zeros([0]);
  const [, height = 0, width = 0, channels = 0] = output.shape;
  if (output.shape.length !== 4) {
    throw new ShapeError({
      code: "NOT_A_MAP",
      summary: `featureMaps: layer "${layer}" gives no maps.`,
      given: `an output of shape ${formatShape(output.shape)}`,
      expected: "[N, h, w, K]",
      fix: "take a layer before the flattening or the global average",
    });
  }
  return Array.from({ length: channels }, (_, k) => {
    const map = zeros([height, width]);
    for (let i = 0; i < map.size; i += 1) map.data[i] = output.data[i * channels + k] ?? 0;
    return map;
  });
}
