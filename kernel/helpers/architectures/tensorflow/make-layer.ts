// Which layer of TensorFlow.js a layer of a graph becomes.
import type { Node } from "../graph/graph.ts";
import { pair, type Activation } from "../graph/layers.ts";
import { explicitPads } from "../run/forward.ts";
import { epsilons, leakySlope } from "../run/pointwise.ts";
import { partsOf } from "../run/weights.ts";
import type { TfLayer, TfLibrary } from "./library.ts";
import { ownLayerClass, type OwnLayerConfig, type Pads } from "./own-layer.ts";

export type Initializer = OwnLayerConfig["initializer"];

/** A filter for each channel on its own, as many maps as channels; TensorFlow.js's layer forgets dilation. */
export function isDepthwise({ layer, inputShapes }: Node): boolean {
  const channels = inputShapes[0]?.at(-1);
  return (
    layer.op === "conv" &&
    layer.groups > 1 &&
    layer.groups === channels &&
    layer.outChannels === channels &&
    pair(layer.dilation).every((rate) => rate === 1)
  );
}

/** A convolution that TensorFlow.js has, once its input is padded. */
export const isPlainConv = (node: Node): boolean =>
  node.layer.op === "conv" && (node.layer.groups === 1 || isDepthwise(node));

/** Zeros that the sizes of the graph ask for. */
export function padsOf(node: Node): Pads {
  const { layer } = node;
  const slides = layer.op === "conv" || layer.op === "maxPool" || layer.op === "averagePool";
  return slides
    ? explicitPads(node, layer)
    : [
        [0, 0],
        [0, 0],
      ];
}

/** TensorFlow.js takes letters, digits and `_-./` as a name. */
export const tfName = ({ name }: Node, end = ""): string => name.replaceAll(/[^\w./-]/g, "_") + end;

/** A layer under the node's name. */
export function makeLayer(tf: TfLibrary, node: Node, initializer: Initializer): TfLayer {
  const { layer } = node;
  const name = tfName(node);
  const kernelInitializer = initializer;
  switch (layer.op) {
    case "conv": {
      const filters = { name, kernelSize: [...pair(layer.kernelSize)], useBias: layer.bias };
      const steps = { strides: [...pair(layer.stride)], padding: "valid" };
      if (isDepthwise(node)) {
        return tf.layers.depthwiseConv2d({
          ...filters,
          ...steps,
          depthwiseInitializer: kernelInitializer,
        });
      }
      if (layer.groups > 1) return ownLayer(tf, node, initializer);
      return tf.layers.conv2d({
        ...filters,
        ...steps,
        dilationRate: [...pair(layer.dilation)],
        filters: layer.outChannels,
        kernelInitializer,
      });
    }
    case "dense":
      return tf.layers.dense({ name, units: layer.units, useBias: layer.bias, kernelInitializer });
    case "maxPool":
    case "averagePool": {
      if (
        padsOf(node)
          .flat()
          .some((zeros) => zeros > 0)
      )
        return ownLayer(tf, node, initializer);
      const config = {
        name,
        poolSize: [...pair(layer.kernelSize)],
        strides: [...pair(layer.stride)],
        padding: "valid",
      };
      return layer.op === "maxPool"
        ? tf.layers.maxPooling2d(config)
        : tf.layers.averagePooling2d(config);
    }
    case "batchNorm":
      return tf.layers.batchNormalization({
        name,
        epsilon: epsilons.batchNorm,
        momentum: 0.9,
        scale: layer.scale,
        center: layer.shift,
      });
    case "layerNorm":
      return tf.layers.layerNormalization({
        name,
        epsilon: epsilons.layerNorm,
        scale: layer.scale,
        center: layer.shift,
      });
    case "activation":
      return activation(tf, node, layer.kind, initializer);
    case "dropout":
      return tf.layers.dropout({ name, rate: layer.rate });
    case "stochasticDepth":
      return tf.layers.dropout({
        name,
        rate: layer.rate,
        noiseShape: [null, ...node.shape.map(() => 1)],
      });
    case "globalAveragePool":
      return tf.layers.globalAveragePooling2d({ name });
    case "globalMaxPool":
      return tf.layers.globalMaxPooling2d({ name });
    case "flatten":
      return node.inputShapes[0]?.length === 1
        ? tf.layers.reshape({ name, targetShape: [...node.shape] })
        : tf.layers.flatten({ name });
    case "add":
      return tf.layers.add({ name });
    case "mean":
      return tf.layers.average({ name });
    case "multiply":
      return tf.layers.multiply({ name });
    case "concat":
      return tf.layers.concatenate({ name, axis: -1 });
    case "crop":
      return tf.layers.cropping2D({
        name,
        cropping: [
          [layer.top, layer.bottom ?? 0],
          [layer.left, layer.right ?? 0],
        ],
      });
    case "upsample":
      return tf.layers.upSampling2d({ name, size: [layer.factor, layer.factor] });
    default:
      return ownLayer(tf, node, initializer);
  }
}

const ofLibrary: readonly Activation[] = ["relu", "relu6", "sigmoid", "tanh", "swish", "softmax"];

function activation(
  tf: TfLibrary,
  node: Node,
  kind: Activation,
  initializer: Initializer,
): TfLayer {
  const name = tfName(node);
  if (kind === "leakyRelu") return tf.layers.leakyReLU({ name, alpha: leakySlope });
  if (ofLibrary.includes(kind)) return tf.layers.activation({ name, activation: kind });
  return ownLayer(tf, node, initializer);
}

function ownLayer(tf: TfLibrary, node: Node, initializer: Initializer): TfLayer {
  const { layer, inputShapes, shape } = node;
  if (layer.op === "input") throw new RangeError("an input is no layer");
  const Own = ownLayerClass(tf);
  return new Own({
    name: tfName(node),
    layer,
    inputShape: inputShapes[0] ?? [],
    outputShape: shape,
    pads: padsOf(node),
    weights: partsOf(node),
    initializer,
  });
}
