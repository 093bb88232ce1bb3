import { ShapeError } from "../../../core/index.ts";
import { type Fit, type Layer, type Padding, pair, type Window } from "./layers.ts";

/** [H, W, C] of a map, [C] of a vector. */
export type Shape = readonly number[];

/** Zeros before and after, per axis: [[top, bottom], [left, right]]. */
export type Pads = readonly [readonly [number, number], readonly [number, number]];

/**
 * Shape that a layer makes of its inputs.
 *
 * @throws ShapeError GRAPH_RANK, GRAPH_INPUTS, GRAPH_GROUPS, DOES_NOT_FIT
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
      return [height - layer.top, width - layer.left, channels];
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
    case "stochasticDepth":
      return first;
  }
}

/** Zeros per side that a window sees on a map of this size. */
export function resolvePads(window: Window, height: number, width: number): Pads {
  const [kernelH, kernelW] = pair(window.kernelSize);
  const [strideH, strideW] = pair(window.stride);
  const [dilationH, dilationW] = pair(window.dilation);
  const same = (n: number, k: number, s: number, d: number): readonly [number, number] => {
    const total = Math.max(0, (Math.ceil(n / s) - 1) * s + d * (k - 1) + 1 - n);
    return [Math.floor(total / 2), Math.ceil(total / 2)]; // the odd row goes to the bottom
  };
  const { padding } = window;
  if (padding === "valid") return [[0, 0], [0, 0]]; // prettier-ignore
  if (padding === "same") {
    return [same(height, kernelH, strideH, dilationH), same(width, kernelW, strideW, dilationW)];
  }
  return explicitPads(padding);
}

function explicitPads(padding: Exclude<Padding, string>): Pads {
  if (typeof padding === "number") return [[padding, padding], [padding, padding]]; // prettier-ignore
  const [height, width] = padding;
  return [
    typeof height === "number" ? [height, height] : height,
    typeof width === "number" ? [width, width] : width,
  ];
}

function windowSize(
  where: string,
  window: Window,
  input: Shape,
  fallback: Fit,
): readonly [number, number] {
  const [height, width] = map(where, input);
  const [[top, bottom], [left, right]] = resolvePads(window, height, width);
  const [kernelH, kernelW] = pair(window.kernelSize);
  const [strideH, strideW] = pair(window.stride);
  const [dilationH, dilationW] = pair(window.dilation);
  const size = (n: number, k: number, s: number, d: number, pads: number): number =>
    fitted(where, window.fit ?? fallback, n, k, s, d, pads);
  return [
    size(height, kernelH, strideH, dilationH, top + bottom),
    size(width, kernelW, strideW, dilationW, left + right),
  ];
}

/** (n + pads − d(k − 1) − 1)/s + 1, whole or rounded as `fit` says. */
function fitted(
  where: string,
  fit: Fit,
  n: number,
  k: number,
  s: number,
  d: number,
  pads: number,
): number {
  const exact = (n + pads - d * (k - 1) - 1) / s + 1;
  const rounded = fit === "ceil" ? Math.ceil(exact) : Math.floor(exact);
  if (exact >= 1 && (fit !== "strict" || Number.isInteger(exact))) return rounded;
  throw new ShapeError({
    code: "DOES_NOT_FIT",
    summary: `${where}: a window of ${k} with stride ${s} does not fit a side of ${n}.`,
    given: `size ${n}, padding ${pads} in all, kernel size ${k}, dilation ${d}, stride ${s}: ${exact}`,
    expected: "a whole number ≥ 1",
    fix: "change the padding or the input size, or say fit: 'floor' as the libraries do",
    details: { n, k, stride: s, dilation: d, padding: pads, value: exact },
  });
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
