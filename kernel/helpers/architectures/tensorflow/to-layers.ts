// A graph as a model that TensorFlow.js can train.
import { OptionError } from "../../../core/index.ts";
import type { Graph, Node } from "../graph/graph.ts";
import { checkGraph } from "../graph/refuse.ts";
import { checkWeights, partsOf, type Weights } from "../run/weights.ts";
import type { TfLayer, TfLibrary, TfTensor } from "./library.ts";
import {
  isDepthwise,
  isPlainConv,
  makeLayer,
  padsOf,
  tfName,
  type Initializer,
} from "./make-layer.ts";

/** What the caller hands in: `import * as tf from "@tensorflow/tfjs"`. */
export interface TensorFlow<Model> {
  readonly layers: object;
  model(config: never): Model;
}

/** How the model starts. */
export interface ToLayersOptions {
  /** By the names of `weightSpecs`: the same weights in a model and in `forward` give the same outputs. */
  readonly weights?: Weights;
  /** Without `weights`: how filters start (default 'heNormal'; biases 0, scales 1). */
  readonly initializer?: "heNormal" | "glorotUniform" | "zeros";
}

/**
 * The architecture as a TensorFlow.js model, layer by layer under the same names, with the same parameters and shapes.
 *
 * Grouped filters, padded pools and the like, which TensorFlow.js does not have, become layers of the class
 * `ConvlabLayer`; it is registered, so that a saved model can be loaded wherever `toLayers` was called once. Sizes that
 * do not come out whole are cut or padded as the graph says. Layers that `freeze` froze are not trained; a model that was
 * saved and loaded again keeps this for its weights, but not for the moving statistics of batch norm. Dilated filters run but cannot be trained: TensorFlow.js
 * refuses their gradient.
 *
 * @param tf the library: any backend that it has is used
 * @returns a model with one output, or one per output of the graph
 * @throws OptionError NOT_TENSORFLOW, WEIGHTS_MISSING; ShapeError WEIGHTS_SHAPE
 * @example toLayers(lenet5(), tf).countParams() // 61,706
 */
export function toLayers<Model>(
  graph: Graph,
  tf: TensorFlow<Model>,
  { weights, initializer = "heNormal" }: ToLayersOptions = {},
): Model {
  checkGraph("toLayers", graph);
  checkLibrary(tf);
  if (weights !== undefined) checkWeights("toLayers", graph, weights);
  const library = tf as unknown as TfLibrary;
  const start = weights === undefined ? initializer : "zeros";
  const layers = new Map<number, TfLayer>();
  const values: TfTensor[] = [];
  for (const node of graph.nodes) {
    values.push(applyNode(library, node, values, layers, start));
  }
  const outputs = graph.outputs.map((id) => values[id]);
  const config = {
    inputs: values[0],
    outputs: outputs.length === 1 ? outputs[0] : outputs,
    name: graph.name.replaceAll(/[^\w.]+/g, "_"),
  };
  const model = tf.model(config as never);
  if (weights !== undefined) loadWeights(library, graph, layers, weights);
  return model;
}

function applyNode(
  tf: TfLibrary,
  node: Node,
  values: readonly TfTensor[],
  layers: Map<number, TfLayer>,
  initializer: Initializer,
): TfTensor {
  if (node.layer.op === "input") return tf.input({ shape: [...node.shape], name: tfName(node) });
  const inputs = node.inputs.map((id) => values[id]).filter((value) => value !== undefined);
  const shared = layers.get(node.weights);
  const [x] = inputs;
  if (x === undefined) throw new RangeError(`${node.name} has no input`);
  let value: TfTensor;
  if (node.layer.op === "channelShuffle") {
    value = shuffle(tf, node, node.layer.groups, x);
  } else {
    const padded = isPlainConv(node) ? padInput(tf, node, x) : x;
    const many = inputs.length > 1;
    const layer = shared ?? makeLayer(tf, node, initializer);
    if (node.frozen === true && shared === undefined) freezeLayer(layer, node);
    layers.set(node.id, layer);
    value = layer.apply(many ? joinable(tf, node, inputs) : padded);
  }
  const shape = value.shape.slice(1);
  if (shape.some((size, axis) => size !== node.shape[axis])) {
    throw new RangeError(
      `${node.name}: [${shape.join(", ")}] in TensorFlow.js, [${node.shape.join(", ")}] here`,
    );
  }
  return value;
}

/** TensorFlow.js's batch norm moves its statistics even where it is not trainable: frozen, it runs as in a test. */
function freezeLayer(layer: TfLayer, node: Node): void {
  layer.trainable = false;
  if (node.layer.op !== "batchNorm") return;
  const run = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => run(inputs, { ...kwargs, training: false });
}

/** Zeros around the map in front of a convolution of the library, which knows only its own two rules. */
function padInput(tf: TfLibrary, node: Node, x: TfTensor): TfTensor {
  const padding = padsOf(node).map((pads) => [...pads]);
  if (padding.flat().every((zeros) => zeros === 0)) return x;
  return tf.layers.zeroPadding2d({ name: tfName(node, ".pad"), padding }).apply(x);
}

/** Inputs of a joining layer; a vector that scales a map becomes a map of one pixel. */
function joinable(tf: TfLibrary, node: Node, inputs: readonly TfTensor[]): readonly TfTensor[] {
  if (node.layer.op !== "multiply") return inputs;
  return inputs.map((input, at) => {
    const { length } = input.shape;
    if (length === node.shape.length + 1) return input;
    const targetShape = [...node.shape.slice(0, -1).map(() => 1), node.shape.at(-1)];
    return tf.layers.reshape({ name: tfName(node, `.gate${at}`), targetShape }).apply(input);
  });
}

/** [H, W, g, C/g] with the last two axes exchanged. */
function shuffle(tf: TfLibrary, node: Node, groups: number, x: TfTensor): TfTensor {
  const [height = 0, width = 0, channels = 0] = node.shape;
  const { layers } = tf;
  const split = [height, width, groups, channels / groups];
  const apart = layers.reshape({ name: tfName(node, ".split"), targetShape: split }).apply(x);
  const turned = layers.permute({ name: tfName(node, ".turn"), dims: [1, 2, 4, 3] }).apply(apart);
  return layers.reshape({ name: tfName(node), targetShape: [...node.shape] }).apply(turned);
}

function loadWeights(
  tf: TfLibrary,
  graph: Graph,
  layers: ReadonlyMap<number, TfLayer>,
  weights: Weights,
): void {
  for (const node of graph.nodes) {
    const parts = partsOf(node);
    if (node.weights !== node.id || parts.length === 0) continue;
    const tensors = parts.map(([part, shape]) => {
      const values = Float32Array.from(weights[`${node.name}/${part}`]?.data ?? []);
      // TensorFlow.js has depthwise filters as [kH, kW, C, 1]: the same numbers in the same order
      const [kH = 0, kW = 0, , channels = 0] = shape;
      const own = part === "filters" && isDepthwise(node) ? [kH, kW, channels, 1] : shape;
      return tf.tensor(values, own);
    });
    layers.get(node.id)?.setWeights(tensors);
    for (const tensor of tensors) tensor.dispose();
  }
}

function checkLibrary(tf: unknown): void {
  const found = typeof tf === "object" && tf !== null && "layers" in tf && "serialization" in tf;
  if (found) return;
  throw new OptionError({
    code: "NOT_TENSORFLOW",
    summary: "toLayers: this is not TensorFlow.js with its layers.",
    given: typeof tf === "object" ? "an object without layers" : typeof tf,
    expected: 'the whole library: import * as tf from "@tensorflow/tfjs"',
    fix: "toLayers(graph, tf)",
  });
}
