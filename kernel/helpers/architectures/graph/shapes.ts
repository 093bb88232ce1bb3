import { ShapeError } from "../../../core/index.ts";
import { axisPads, outSizeFor, type AxisOptions } from "../../arithmetic/index.ts";
import { type Fit, type Layer, pair, type Window } from "./layers.ts";

/** [H, W, C] of a map, [C] of a vector. */
export type Shape = readonly number[];

/** Zeros before and after, per axis: [[top, bottom], [left, right]]. */
export type Pads = readonly [readonly [number, number], readonly [number, number]];

/**
 * Shape that a layer makes of its inputs.
 *
 * @throws ShapeError GRAPH_RANK, GRAPH_INPUTS, GRAPH_GROUPS, DOES_NOT_FIT, FILTER_TOO_LARGE
 * @example outputShape("pool", { op: "globalAveragePool" }, [[7, 7, 512]], "floor") // [512]
 */
export function outputShape(
  where: string,
  layer: Layer,
  inputs: readonly Shape[],
  fit: Fit,
): Shape {
  const [first, ...others] = inputs;
  if (first === undefined) throw inputsDiffer(where, inputs, "at least one input");
  switch (layer.op) {
    case "conv": {
      const [, , channels] = map(where, first);
      if (channels % layer.groups !== 0 || layer.outChannels % layer.groups !== 0) {
        throw new ShapeError({
          code: "GRAPH_GROUPS",
          summary: `${where}: the channels cannot be split into ${layer.groups} groups.`,
          given: `${channels} channels in, ${layer.outChannels} out, groups ${layer.groups}`,
          expected: "both divisible by groups",
          fix: "choose groups that divide both numbers",
        });
      }
      return [...windowSize(where, layer, first, fit), layer.outChannels];
    }
    case "maxPool":
    case "averagePool":
      return [...windowSize(where, layer, first, fit), map(where, first)[2]];
    case "subsample": {
      const [height, width, channels] = map(where, first);
      return [height / layer.size, width / layer.size, channels];
    }
    case "tableConv": {
      const [height, width] = map(where, first);
      return [height - layer.kernelSize + 1, width - layer.kernelSize + 1, layer.table.length];
    }
    case "dense":
      if (first.length !== 1) throw rank(where, first, "a vector: flatten or pool the map first");
      return [layer.units];
    case "globalAveragePool":
    case "globalMaxPool":
      return [map(where, first)[2]];
    case "adaptiveAveragePool":
      return [...layer.size, map(where, first)[2]];
    case "flatten":
      return [first.reduce((product, n) => product * n, 1)];
    case "concat": {
      const channels = inputs.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0);
      if (others.some((shape) => !sameSize(shape.slice(0, -1), first.slice(0, -1)))) {
        throw inputsDiffer(where, inputs, "the same height and width everywhere");
      }
      return [...first.slice(0, -1), channels];
    }
    case "add":
    case "mean":
      if (others.some((shape) => !sameSize(shape, first))) {
        throw inputsDiffer(where, inputs, "the same shape everywhere");
      }
      return first;
    case "multiply":
      if (others.some((shape) => shape.at(-1) !== first.at(-1))) {
        throw inputsDiffer(where, inputs, "the same number of channels");
      }
      return first;
    case "slice":
      return [...first.slice(0, -1), layer.to - layer.from];
    case "zeroChannels":
      return [...first.slice(0, -1), (first.at(-1) ?? 0) + layer.count];
    case "crop": {
      const [height, width, channels] = map(where, first);
      const { top, bottom = 0, left, right = 0 } = layer;
      return [height - top - bottom, width - left - right, channels];
    }
    case "upsample": {
      const [height, width, channels] = map(where, first);
      return [height * layer.factor, width * layer.factor, channels];
    }
    case "activation":
    case "batchNorm":
    case "channelShuffle":
    case "dropout":
    case "layerNorm":
    case "layerScale":
    case "lrn":
    case "rescale":
    case "stochasticDepth":
      return first;
  }
}

/**
 * Zeros per side that a window sees on a map of this size.
 *
 * @example resolvePads({ kernelSize: 3, stride: 2, padding: "same", dilation: 1, fit: "floor" }, 28, 28) // [[0, 1], [0, 1]]
 */
export function resolvePads(window: Window, height: number, width: number): Pads {
  return [axisPads(height, ...axisOf(window, 0)), axisPads(width, ...axisOf(window, 1))];
}

function windowSize(
  where: string,
  window: Window,
  input: Shape,
  fit: Fit,
): readonly [number, number] {
  const sizes = map(where, input);
  const size = (axis: 0 | 1): number => {
    const [kernelSize, options] = axisOf(window, axis);
    return outSizeFor(where, sizes[axis], kernelSize, { fit, ...options });
  };
  return [size(0), size(1)];
}

/** Kernel size and options of one axis, as the arithmetic of sizes takes them. */
function axisOf(window: Window, axis: 0 | 1): [kernelSize: number, options: AxisOptions] {
  const { padding, fit } = window;
  return [
    pair(window.kernelSize)[axis],
    {
      stride: pair(window.stride)[axis],
      dilation: pair(window.dilation)[axis],
      padding: typeof padding === "object" ? padding[axis] : padding,
      ...(fit === undefined ? {} : { fit }),
    },
  ];
}

function map(where: string, shape: Shape): readonly [number, number, number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw rank(where, shape, "a map [H, W, C]");
  }
  return [height, width, channels];
}

const sameSize = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((n, axis) => n === b[axis]);

function rank(where: string, shape: Shape, expected: string): ShapeError {
  return new ShapeError({
    code: "GRAPH_RANK",
    summary: `${where}: the input has the wrong rank.`,
    given: `[${shape.join(", ")}]`,
    expected,
  });
}

function inputsDiffer(where: string, inputs: readonly Shape[], expected: string): ShapeError {
  return new ShapeError({
    code: "GRAPH_INPUTS",
    summary: `${where}: the inputs do not fit together.`,
    given: inputs.map((shape) => `[${shape.join(", ")}]`).join(" and ") || "no input",
    expected,
  });
}
