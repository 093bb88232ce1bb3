import { onePixel, type ReceptiveField, widenField } from "../../arithmetic/index.ts";
import type { Graph, Node } from "./graph.ts";
import { pair } from "./layers.ts";
import { resolvePads } from "./shapes.ts";

export type { ReceptiveField } from "../../arithmetic/index.ts";

/**
 * Receptive field of every node, [height, width]; undefined once the map's positions are gone (flatten, global pooling).
 *
 * Each window widens the field as `widenField` says; where branches meet, the union of their fields.
 *
 * @source Araujo, Norris & Sim, "Computing receptive fields of convolutional neural networks", Distill 2019
 * @example receptiveFields(lenet5()).map((field) => field?.[0].size).includes(16) // true
 */
export function receptiveFields(
  graph: Graph,
): readonly (readonly [ReceptiveField, ReceptiveField] | undefined)[] {
  const fields: (readonly [ReceptiveField, ReceptiveField] | undefined)[] = [];
  for (const node of graph.nodes) fields.push(fieldOf(node, fields));
  return fields;
}

type Fields = readonly [ReceptiveField, ReceptiveField];

function fieldOf(node: Node, earlier: readonly (Fields | undefined)[]): Fields | undefined {
  const { layer } = node;
  if (layer.op === "input") return node.shape.length === 3 ? [onePixel, onePixel] : undefined;
  const inputs = node.inputs.map((id) => earlier[id]);
  const [first] = inputs;
  if (first === undefined || node.shape.length !== 3) return undefined;
  switch (layer.op) {
    case "conv":
    case "maxPool":
    case "averagePool": {
      const [height = 0, width = 0] = node.inputShapes[0] ?? [];
      const pads = resolvePads(layer, height, width);
      const kernel = pair(layer.kernelSize);
      const stride = pair(layer.stride);
      const dilation = pair(layer.dilation);
      const slide = (axis: 0 | 1): ReceptiveField =>
        widenField(first[axis], kernel[axis], {
          stride: stride[axis],
          dilation: dilation[axis],
          before: pads[axis][0],
        });
      return [slide(0), slide(1)];
    }
    case "tableConv": {
      const slide = (axis: 0 | 1): ReceptiveField => widenField(first[axis], layer.kernelSize);
      return [slide(0), slide(1)];
    }
    case "subsample": {
      const slide = (axis: 0 | 1): ReceptiveField =>
        widenField(first[axis], layer.size, { stride: layer.size });
      return [slide(0), slide(1)];
    }
    case "adaptiveAveragePool":
    case "upsample": // neighbours see the same pixels, or not: no one size holds for all
      return undefined;
    case "crop":
      return [
        { ...first[0], start: first[0].start + layer.top * first[0].jump },
        { ...first[1], start: first[1].start + layer.left * first[1].jump },
      ];
    case "add":
    case "concat":
    case "mean":
    case "multiply": {
      // a factor per channel has no place on the map and is left out
      const maps = inputs.filter((_, at) => node.inputShapes[at]?.length === 3);
      const known = maps.filter((field): field is Fields => field !== undefined);
      if (known.length < maps.length) return undefined;
      return [union(known.map(([height]) => height)), union(known.map(([, width]) => width))];
    }
    default:
      return first; // point by point
  }
}

function union(fields: readonly ReceptiveField[]): ReceptiveField {
  const low = Math.min(...fields.map(({ size, start }) => start - (size - 1) / 2));
  const high = Math.max(...fields.map(({ size, start }) => start + (size - 1) / 2));
  return {
    size: high - low + 1,
    jump: Math.max(...fields.map(({ jump }) => jump)),
    start: (low + high) / 2,
  };
}
