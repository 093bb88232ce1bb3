import { type Layer, pair } from "./layers.ts";
import type { Node } from "./graph.ts";
import type { Shape } from "./shapes.ts";

/** What one application of a layer costs. */
export interface Cost {
  /** Numbers that training changes. */
  readonly trainable: number;
  /** Numbers that are kept but not trained: batch norm's moving mean and variance. */
  readonly nonTrainable: number;
  /** Multiplications with their additions for one example, biases not counted; 1 MAC = 2 FLOPs. */
  readonly macs: number;
}

const product = (shape: Shape): number => shape.reduce((total, n) => total * n, 1);
const channelsOf = (shape: Shape): number => shape.at(-1) ?? 0;

/**
 * Parameters and MACs of one node; only convolutions and dense layers count MACs, as torchvision and the papers do.
 *
 * conv: kH·kW·(C/groups)·K weights, K biases, outH·outW times as many MACs as weights.
 */
export function costOf({ layer, inputShapes, shape }: Node): Cost {
  const input = inputShapes[0] ?? shape;
  if (layer.op === "input") return free;
  return layerCost(layer, input, shape);
}

const free: Cost = { trainable: 0, nonTrainable: 0, macs: 0 };

function layerCost(layer: Layer, input: Shape, output: Shape): Cost {
  const channels = channelsOf(input);
  switch (layer.op) {
    case "conv": {
      const [kernelH, kernelW] = pair(layer.kernelSize);
      const weights = kernelH * kernelW * (channels / layer.groups) * layer.outChannels;
      const [outH = 0, outW = 0] = output;
      return {
        trainable: weights + (layer.bias ? layer.outChannels : 0),
        nonTrainable: 0,
        macs: outH * outW * weights,
      };
    }
    case "dense": {
      const weights = channels * layer.units;
      return {
        trainable: weights + (layer.bias ? layer.units : 0),
        nonTrainable: 0,
        macs: weights,
      };
    }
    case "batchNorm":
    case "layerNorm":
      return {
        trainable: ((layer.scale ? 1 : 0) + (layer.shift ? 1 : 0)) * channels,
        nonTrainable: layer.op === "batchNorm" ? 2 * channels : 0,
        macs: 0,
      };
    case "layerScale":
      return { trainable: channels, nonTrainable: 0, macs: 0 };
    case "tableConv": {
      const connections = layer.table.reduce((sum, row) => sum + row.length, 0);
      const weights = connections * layer.kernelSize ** 2;
      const [outH = 0, outW = 0] = output;
      return {
        trainable: weights + layer.table.length,
        nonTrainable: 0,
        macs: outH * outW * weights,
      };
    }
    case "subsample":
      return { trainable: 2 * channels, nonTrainable: 0, macs: product(output) };
    case "activation":
    case "adaptiveAveragePool":
    case "add":
    case "averagePool":
    case "channelShuffle":
    case "concat":
    case "crop":
    case "dropout":
    case "flatten":
    case "globalAveragePool":
    case "globalMaxPool":
    case "lrn":
    case "maxPool":
    case "mean":
    case "multiply":
    case "rescale":
    case "slice":
    case "stochasticDepth":
    case "upsample":
    case "zeroChannels":
      return free;
  }
}

/** Bytes of a node's output for one example in float32. */
export const activationBytes = (shape: Shape): number => 4 * product(shape);
