import { GraphBuilder, type Value } from "./graph.ts";
import type { Activation, Fit, Padding, Pair } from "./layers.ts";

/** Options of a window; padding in pixels per side. */
export interface WindowOptions {
  readonly stride?: Pair;
  readonly padding?: Padding;
  readonly dilation?: Pair;
  readonly fit?: Fit;
}

/** Options of a convolution. */
export interface ConvOptions extends WindowOptions {
  readonly groups?: number;
  /** Default true; false in front of a batch norm, whose shift does the same work. */
  readonly bias?: boolean;
}

/** Options of a convolution with batch norm. */
export interface ConvBnOptions extends ConvOptions {
  /** Default "relu"; undefined leaves the result as it is. */
  readonly activation?: Activation | undefined;
  /** Has batch norm a scale (default true)? */
  readonly scale?: boolean;
}

/**
 * A graph builder that speaks in layers; the names are those of the papers.
 *
 * @example const net = new Net("small", [28, 28, 1]); net.conv("conv1", net.input, 8, 3).shape // [26, 26, 8]
 */
export class Net extends GraphBuilder {
  conv(
    name: string,
    x: Value,
    outChannels: number,
    kernelSize: Pair,
    { stride = 1, padding = 0, dilation = 1, fit, groups = 1, bias = true }: ConvOptions = {},
  ): Value {
    const window = { kernelSize, stride, padding, dilation, fit };
    return this.apply(name, { op: "conv", outChannels, groups, bias, ...window }, x);
  }

  /** A filter for each channel on its own. */
  depthwise(name: string, x: Value, kernelSize: Pair, options: ConvOptions = {}): Value {
    const channels = x.shape.at(-1) ?? 0;
    return this.conv(name, x, channels, kernelSize, { ...options, groups: channels });
  }

  /** Convolution without bias, batch norm, activation. */
  convBn(
    name: string,
    x: Value,
    outChannels: number,
    kernelSize: Pair,
    { activation = "relu", scale = true, ...options }: ConvBnOptions = {},
  ): Value {
    const map = this.conv(`${name}.conv`, x, outChannels, kernelSize, { bias: false, ...options });
    return this.act(`${name}.act`, this.batchNorm(`${name}.bn`, map, scale), activation);
  }

  /** As `convBn`, without an activation: the last convolution of a branch. */
  convBnLinear(
    name: string,
    x: Value,
    outChannels: number,
    kernelSize: Pair,
    options: ConvOptions = {},
  ): Value {
    const map = this.conv(`${name}.conv`, x, outChannels, kernelSize, { bias: false, ...options });
    return this.batchNorm(`${name}.bn`, map);
  }

  batchNorm(name: string, x: Value, scale = true): Value {
    return this.apply(name, { op: "batchNorm", scale, shift: true }, x);
  }

  layerNorm(name: string, x: Value): Value {
    return this.apply(name, { op: "layerNorm", scale: true, shift: true }, x);
  }

  act(name: string, x: Value, kind: Activation | undefined): Value {
    return kind === undefined ? x : this.apply(name, { op: "activation", kind }, x);
  }

  relu(name: string, x: Value): Value {
    return this.act(name, x, "relu");
  }

  maxPool(name: string, x: Value, kernelSize: Pair, options: WindowOptions = {}): Value {
    return this.#pool("maxPool", name, x, kernelSize, options);
  }

  averagePool(name: string, x: Value, kernelSize: Pair, options: WindowOptions = {}): Value {
    return this.#pool("averagePool", name, x, kernelSize, options);
  }

  globalAveragePool(name: string, x: Value): Value {
    return this.apply(name, { op: "globalAveragePool" }, x);
  }

  flatten(name: string, x: Value): Value {
    return this.apply(name, { op: "flatten" }, x);
  }

  dense(name: string, x: Value, units: number, bias = true): Value {
    return this.apply(name, { op: "dense", units, bias }, x);
  }

  dropout(name: string, x: Value, rate = 0.5): Value {
    return this.apply(name, { op: "dropout", rate }, x);
  }

  add(name: string, ...inputs: readonly Value[]): Value {
    return this.apply(name, { op: "add" }, inputs);
  }

  multiply(name: string, ...inputs: readonly Value[]): Value {
    return this.apply(name, { op: "multiply" }, inputs);
  }

  concat(name: string, ...inputs: readonly Value[]): Value {
    return this.apply(name, { op: "concat" }, inputs);
  }

  #pool(
    op: "maxPool" | "averagePool",
    name: string,
    x: Value,
    kernelSize: Pair,
    { stride = kernelSize, padding = 0, dilation = 1, fit }: WindowOptions,
  ): Value {
    return this.apply(name, { op, kernelSize, stride, padding, dilation, fit }, x);
  }
}

/** What every architecture takes. */
export interface ModelOptions {
  /** Height and width of the input in pixels (default: the paper's). */
  readonly inputSize?: Pair;
  /** Number of classes (default: the paper's). */
  readonly classes?: number;
  /** Default "floor", as the libraries do; "strict" refuses sizes that do not come out whole. */
  readonly fit?: Fit;
}

/**
 * A `Net` for colour images of the given size.
 *
 * @example imageNet("small", { inputSize: 64 }, 224).input.shape // [64, 64, 3]
 */
export function imageNet(
  name: string,
  { inputSize, fit = "floor" }: ModelOptions,
  defaultSize: number,
  channels = 3,
): Net {
  const [height, width] =
    typeof inputSize === "number"
      ? [inputSize, inputSize]
      : (inputSize ?? [defaultSize, defaultSize]);
  return new Net(name, [height, width, channels], fit);
}
