// The layers that an architecture is declared with: plain records, so that a graph can be read, counted and drawn.
import type { Fit } from "../../arithmetic/index.ts";

/** Zeros around a map: n per side, one number per axis, pairs per side, or a rule by name. */
export type Padding =
  | number
  | "same"
  | "valid"
  | readonly [height: number, width: number]
  | readonly [
      height: readonly [top: number, bottom: number],
      width: readonly [left: number, right: number],
    ];

/** A number for both axes, or [height, width]. */
export type Pair = number | readonly [height: number, width: number];

export type { Fit };

/** A window that slides over a map. */
export interface Window {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
  /** Undefined: what the graph was made with. */
  readonly fit: Fit | undefined;
}

/** A convolution; a filter for each group of channels. */
export interface ConvLayer extends Window {
  readonly op: "conv";
  readonly outChannels: number;
  readonly groups: number;
  readonly bias: boolean;
}

/** A pool over windows. */
export interface PoolLayer extends Window {
  readonly op: "maxPool" | "averagePool";
}

/** A dense layer. */
export interface DenseLayer {
  readonly op: "dense";
  readonly units: number;
  readonly bias: boolean;
}

/** Normalisation with a scale and a shift per channel (`affine`); batch norm keeps two moving statistics per channel. */
export interface NormLayer {
  readonly op: "batchNorm" | "layerNorm";
  readonly scale: boolean;
  readonly shift: boolean;
}

/** What acts on each value alone. */
export type Activation =
  | "relu"
  | "relu6"
  | "sigmoid"
  | "tanh"
  | "swish"
  | "hardSwish"
  | "hardSigmoid"
  | "gelu"
  | "leakyRelu"
  | "softmax";

/** Layers without parameters that keep the shape or change it in a fixed way. */
export type PlainLayer =
  | { readonly op: "activation"; readonly kind: Activation }
  | { readonly op: "dropout" | "stochasticDepth"; readonly rate: number }
  | { readonly op: "lrn"; readonly size: number }
  | { readonly op: "globalAveragePool" | "globalMaxPool" | "flatten" }
  | { readonly op: "adaptiveAveragePool"; readonly size: readonly [number, number] }
  | { readonly op: "add" | "multiply" | "concat" | "mean" }
  | { readonly op: "channelShuffle"; readonly groups: number }
  | { readonly op: "slice"; readonly from: number; readonly to: number }
  /** Rows and columns taken off; none at the bottom and right where these are not given. */
  | {
      readonly op: "crop";
      readonly top: number;
      readonly left: number;
      readonly bottom?: number;
      readonly right?: number;
    }
  /** factor · x + offset, both fixed: 1 − g of a gate, a shortcut at half its strength. */
  | { readonly op: "rescale"; readonly factor: number; readonly offset: number }
  | { readonly op: "upsample"; readonly factor: number }
  /** Channels of zeros behind those of the input. */
  | { readonly op: "zeroChannels"; readonly count: number }
  /** One learnt number per channel (ConvNeXt's layer scale). */
  | { readonly op: "layerScale" }
  /** A learnt filter per channel pair of a connection table (LeNet-5's C3). */
  | {
      readonly op: "tableConv";
      readonly table: readonly (readonly number[])[];
      readonly kernelSize: number;
    }
  /** Sub-sampling of LeNet-5: the window's sum, times one weight, plus one bias per map. */
  | { readonly op: "subsample"; readonly size: number };

/** A layer of a graph. */
export type Layer = ConvLayer | PoolLayer | DenseLayer | NormLayer | PlainLayer;

/**
 * [height, width] of a pair option.
 *
 * @example pair(3) // [3, 3]
 */
export function pair(value: Pair): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}
