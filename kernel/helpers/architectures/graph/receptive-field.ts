import type { Graph, Node } from "./graph.ts";
import { pair } from "./layers.ts";
import { resolvePads } from "./shapes.ts";

/** Part of the input that one output value depends on, along one axis; pixels of the input. */
export interface ReceptiveField {
  /** Pixels that the value depends on, those in the padding included. */
  readonly size: number;
  /** Pixels of the input from one output position to the next. */
  readonly jump: number;
  /** Centre of the first output position; negative or fractional when padding or even windows move it. */
  readonly start: number;
}

/**
 * Receptive field of every node, [height, width]; undefined once the map's positions are gone (flatten, global pooling).
 *
 * size' = size + d(k − 1)·jump, jump' = jump·s, start' = start + (d(k − 1)/2 − before)·jump; where branches meet, the
 * union of their fields.
 *
 * @source Araujo, Norris & Sim, "Computing receptive fields of convolutional neural networks", Distill 2019
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
  const point: ReceptiveField = { size: 1, jump: 1, start: 0 };
  if (layer.op === "input") return node.shape.length === 3 ? [point, point] : undefined;
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
        slideWindow(first[axis], kernel[axis], stride[axis], dilation[axis], pads[axis][0]);
      return [slide(0), slide(1)];
    }
    case "tableConv": {
      const slide = (axis: 0 | 1): ReceptiveField =>
        slideWindow(first[axis], layer.kernelSize, 1, 1, 0);
      return [slide(0), slide(1)];
    }
    case "subsample": {
      const slide = (axis: 0 | 1): ReceptiveField =>
        slideWindow(first[axis], layer.size, layer.size, 1, 0);
      return [slide(0), slide(1)];
    }
    case "adaptiveAveragePool":
      return undefined;
    case "crop":
      return [
        { ...first[0], start: first[0].start + layer.top * first[0].jump },
        { ...first[1], start: first[1].start + layer.left * first[1].jump },
      ];
    case "add":
    case "concat":
    case "mean": {
      const known = inputs.filter((field): field is Fields => field !== undefined);
      return [union(known.map(([height]) => height)), union(known.map(([, width]) => width))];
    }
    default:
      return first; // point by point, or a gate that rescales channels
  }
}

function slideWindow(
  field: ReceptiveField,
  kernel: number,
  stride: number,
  dilation: number,
  before: number,
): ReceptiveField {
  const reach = dilation * (kernel - 1);
  return {
    size: field.size + reach * field.jump,
    jump: field.jump * stride,
    start: field.start + (reach / 2 - before) * field.jump,
  };
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
