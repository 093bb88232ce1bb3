// Runs a graph with the layers of convlab/ops: slow, exact, and nothing hidden.
import { OptionError } from "../../../core/index.ts";
import {
  avgPool,
  channelShuffle,
  conv2d,
  dense,
  globalAveragePool,
  globalMaxPool,
  lrn,
  maxPool,
} from "../../ops/index.ts";
import {
  asTensor,
  map,
  reshape,
  sameShape,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import type { Graph, Node } from "../graph/graph.ts";
import type { Window } from "../graph/layers.ts";
import { pair } from "../graph/layers.ts";
import { checkGraph } from "../graph/refuse.ts";
import { resolvePads } from "../graph/shapes.ts";
import * as maps from "./maps.ts";
import { activate, layerNorm, normalise } from "./pointwise.ts";
import { subsample, tableConv } from "./lenet-layers.ts";
import { checkWeights, type WeightPart, type Weights } from "./weights.ts";

/** What came out of a run. */
export interface Forward {
  /** One per output of the graph; the auxiliary ones behind the main one. */
  readonly outputs: readonly Tensor[];
  /** The layers that were asked for, by name. */
  readonly kept: Readonly<Record<string, Tensor>>;
}

/**
 * Runs an architecture on a batch as at test time: dropout and stochastic depth do nothing, batch norm uses its moving
 * statistics. Padded pixels are not counted in averages.
 *
 * @param weights by the names of `weightSpecs`
 * @param x       [N, H, W, C] or [N, C], the graph's input with the batch in front
 * @param options keep: names of layers whose outputs are wanted too
 * @throws OptionError GRAPH_BATCH, WEIGHTS_MISSING, NO_SUCH_LAYER; ShapeError WEIGHTS_SHAPE
 * @example forward(lenet5(), initialWeights(lenet5(), { seed: 1 }), zeros([2, 32, 32, 1])).outputs[0].shape // [2, 10]
 */
export function forward(
  graph: Graph,
  weights: Weights,
  x: TensorLike,
  { keep = [] }: { readonly keep?: readonly string[] } = {},
): Forward {
  checkGraph("forward", graph);
  const input = asTensor(x, "forward", "x");
  checkRun(graph, input, keep);
  checkWeights("forward", graph, weights);
  const values: (Tensor | undefined)[] = [];
  const lastUse = graph.nodes.map(({ id }) => id);
  for (const { id, inputs } of graph.nodes) for (const from of inputs) lastUse[from] = id;
  for (const id of graph.outputs) lastUse[id] = Infinity;
  const kept: Record<string, Tensor> = {};
  for (const node of graph.nodes) {
    const owner = graph.nodes[node.weights]?.name ?? node.name;
    const inputs = node.inputs.map((id) => values[id]).filter((value) => value !== undefined);
    const value =
      node.layer.op === "input" ? input : run(node, inputs, (part) => weights[`${owner}/${part}`]);
    values.push(value);
    if (keep.includes(node.name)) kept[node.name] = value;
    for (const id of node.inputs) if (lastUse[id] === node.id) values[id] = undefined;
  }
  return { outputs: graph.outputs.map((id) => values[id]).filter((v) => v !== undefined), kept };
}

function run(
  node: Node,
  inputs: readonly Tensor[],
  weight: (part: WeightPart) => Tensor | undefined,
): Tensor {
  const { layer } = node;
  const [x = asTensor([])] = inputs;
  switch (layer.op) {
    case "input":
    case "dropout":
    case "stochasticDepth":
      return x;
    case "conv": {
      const { groups } = layer;
      return conv2d(x, weight("filters") ?? x, weight("bias"), {
        ...windowOf(node, layer),
        groups,
      });
    }
    case "dense":
      return dense(x, weight("filters") ?? x, weight("bias"));
    case "maxPool":
      return maxPool(x, { ...poolOf(node, layer) });
    case "averagePool":
      return avgPool(x, { ...poolOf(node, layer) });
    case "batchNorm":
      return normalise(x, {
        scale: weight("scale"),
        shift: weight("shift"),
        mean: weight("mean"),
        variance: weight("variance"),
      });
    case "layerNorm":
      return layerNorm(x, weight("scale"), weight("shift"));
    case "activation":
      return activate(layer.kind, x);
    case "lrn":
      return lrn(x, { size: layer.size });
    case "globalAveragePool":
      return globalAveragePool(x);
    case "globalMaxPool":
      return globalMaxPool(x);
    case "adaptiveAveragePool":
      return maps.adaptiveAveragePool(x, layer.size);
    case "flatten":
      return reshape(x, [x.shape[0] ?? 0, -1]);
    case "add":
      return maps.addAll(inputs);
    case "mean":
      return maps.addAll(inputs, 1 / inputs.length);
    case "multiply":
      return inputs.reduce(maps.multiply);
    case "concat":
      return maps.concat(inputs);
    case "channelShuffle":
      return channelShuffle(x, layer.groups);
    case "slice":
      return maps.sliceChannels(x, layer.from, layer.to);
    case "crop":
      return maps.crop(x, [layer.top, layer.left], node.shape);
    case "rescale":
      return map(x, (value) => layer.factor * value + layer.offset);
    case "upsample":
      return maps.upsample(x, layer.factor);
    case "zeroChannels":
      return maps.appendZeros(x, layer.count);
    case "layerScale":
      return maps.scaleChannels(x, weight("scale") ?? x);
    case "tableConv":
      return tableConv(x, layer.table, weight("filters") ?? x, weight("bias") ?? x);
    case "subsample":
      return subsample(x, layer.size, weight("scale") ?? x, weight("bias") ?? x);
  }
}

/**
 * Pads as the sizes of the graph say: so many zeros at the end that the last position fits, whatever `fit` was.
 */
export function explicitPads(node: Node, window: Window): [[number, number], [number, number]] {
  const [height = 0, width = 0] = node.inputShapes[0] ?? [];
  const pads = resolvePads(window, height, width);
  const axis = (at: 0 | 1): [number, number] => {
    const size = [height, width][at] ?? 0;
    const span = pair(window.dilation)[at] * (pair(window.kernelSize)[at] - 1) + 1;
    const reach = ((node.shape[at] ?? 1) - 1) * pair(window.stride)[at] + span;
    return [pads[at][0], Math.max(0, reach - size - pads[at][0])];
  };
  return [axis(0), axis(1)];
}

function windowOf(node: Node, window: Window) {
  return {
    stride: pair(window.stride),
    dilation: pair(window.dilation),
    padding: explicitPads(node, window),
    fit: "floor",
  } as const;
}

function poolOf(node: Node, window: Window) {
  const { stride, padding, fit } = windowOf(node, window);
  return { size: pair(window.kernelSize), stride, padding, fit } as const;
}

function checkRun(graph: Graph, input: Tensor, keep: readonly string[]): void {
  const expected = graph.nodes[0]?.shape ?? [];
  if (!sameShape(input.shape.slice(1), expected)) {
    throw new OptionError({
      code: "GRAPH_BATCH",
      summary: `forward: this is not a batch for ${graph.name}.`,
      given: `x [${input.shape.join(", ")}]`,
      expected: `[N, ${expected.join(", ")}]`,
      fix: "for one image: reshape(image, [1, ...image.shape]); for another size declare the graph with inputSize",
    });
  }
  const names = new Set(graph.nodes.map(({ name }) => name));
  const missing = keep.filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new OptionError({
    code: "NO_SUCH_LAYER",
    summary: `forward: ${graph.name} has no layer ${missing.join(", ")}.`,
    given: `keep: ${missing.join(", ")}`,
    expected: "names that summary(graph) lists",
    fix: "look them up: summary(graph)",
  });
}
