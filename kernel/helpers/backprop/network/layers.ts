// The layers that networks are made of: each joins a forward function of `ops` with its backward function.
import {
  avgPool,
  batchNorm,
  conv2d,
  dense,
  globalAveragePool,
  maxPool,
  planConv2d,
  relu,
  type ChannelStats,
  type ConvOptions,
  type PoolOptions,
} from "../../ops/index.ts";
import { asTensor, reshape, sizeOf, zeros, type TensorLike } from "../../tensor/index.ts";
import { conv2dBackward } from "../layers/conv.ts";
import { denseBackward } from "../layers/dense.ts";
import { batchNormBackward } from "../layers/normalisation.ts";
import { avgPoolBackward, maxPoolBackward } from "../layers/pooling.ts";
import { fixedLayer, type Layer } from "./layer.ts";
import { windowOf, windowOfPool } from "./window.ts";

/** Weights of a layer as they are handed in; without a bias it has none. */
export interface WeightsGiven {
  readonly filters: TensorLike;
  readonly bias?: TensorLike | undefined;
}

/**
 * A convolutional layer (cross-correlation).
 *
 * @param filters [kH, kW, C / groups, K]; bias [K]
 * @param options as `conv2d`
 * @example convLayer("conv1", { filters: ones([3, 3, 1, 8]) }).parameters.length // 1
 */
export function convLayer(name: string, weights: WeightsGiven, options: ConvOptions = {}): Layer {
  const filters = asTensor(weights.filters, name, "filters");
  const bias = weights.bias === undefined ? undefined : asTensor(weights.bias, name, "bias");
  return {
    name,
    kind: "conv2d",
    weights: { filters, bias },
    parameters: bias === undefined ? [filters] : [filters, bias],
    withParameters: ([w = filters, b]) => convLayer(name, { filters: w, bias: b }, options),
    window: (shape) => windowOf(planConv2d(zeros([1, ...shape.slice(1)]), filters, bias, options)),
    run: (x) => ({
      output: conv2d(x, filters, bias, options),
      backward: (g) => {
        const { gradInput, gradFilters, gradBias } = conv2dBackward(g, x, filters, options);
        const gradParameters = bias === undefined ? [gradFilters] : [gradFilters, gradBias];
        return { gradInput, gradParameters };
      },
    }),
  };
}

/**
 * A fully connected layer.
 *
 * @param filters [in, out]; bias [out]
 * @example denseLayer("logits", { filters: [[1], [2]], bias: [3] }).parameters.length // 2
 */
export function denseLayer(name: string, weights: WeightsGiven): Layer {
  const filters = asTensor(weights.filters, name, "filters");
  const bias = weights.bias === undefined ? undefined : asTensor(weights.bias, name, "bias");
  return {
    name,
    kind: "dense",
    seesAll: true,
    weights: { filters, bias },
    parameters: bias === undefined ? [filters] : [filters, bias],
    withParameters: ([w = filters, b]) => denseLayer(name, { filters: w, bias: b }),
    run: (x) => ({
      output: dense(x, filters, bias),
      backward: (g) => {
        const { gradInput, gradFilters, gradBias } = denseBackward(g, x, filters);
        const gradParameters = bias === undefined ? [gradFilters] : [gradFilters, gradBias];
        return { gradInput, gradParameters };
      },
    }),
  };
}

/** A rectifier; the only layer that an explanation's rule changes. @example reluLayer("relu1").kind // "relu" */
export function reluLayer(name: string): Layer {
  return fixedLayer({
    name,
    kind: "relu",
    run: (x) => ({ output: relu(x), backward: (g, rule) => rule(g, x) }),
  });
}

/** Max pooling; the gradient goes to the first maximum. @example maxPoolLayer("pool1", { size: 2 }).kind // "maxPool" */
export function maxPoolLayer(name: string, options: PoolOptions): Layer {
  return fixedLayer({
    name,
    kind: "maxPool",
    window: (shape) => windowOfPool(shape, options),
    run: (x) => ({
      output: maxPool(x, options),
      backward: (g) => maxPoolBackward(g, x, options),
    }),
  });
}

/** Average pooling. @example avgPoolLayer("pool1", { size: 2 }).kind // "avgPool" */
export function avgPoolLayer(name: string, options: PoolOptions): Layer {
  return fixedLayer({
    name,
    kind: "avgPool",
    window: (shape) => windowOfPool(shape, options),
    run: (x) => ({
      output: avgPool(x, options),
      backward: (g) => avgPoolBackward(g, x, options),
    }),
  });
}

/** Mean of each map: [N, H, W, C] → [N, C]. @example globalAverageLayer("gap").kind // "globalAveragePool" */
export function globalAverageLayer(name: string): Layer {
  return fixedLayer({
    name,
    kind: "globalAveragePool",
    seesAll: true,
    run: (x) => ({
      output: globalAveragePool(x),
      backward: (g) => {
        const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
        return avgPoolBackward(reshape(g, [batch, 1, 1, channels]), x, { size: [height, width] });
      },
    }),
  });
}

/** [N, …] → [N, D]. @example flattenLayer("flat").kind // "flatten" */
export function flattenLayer(name: string): Layer {
  return fixedLayer({
    name,
    kind: "flatten",
    seesAll: true,
    run: (x) => ({
      output: reshape(x, [x.shape[0] ?? 0, sizeOf(x.shape.slice(1))]),
      backward: (g) => reshape(g, x.shape),
    }),
  });
}

/**
 * Batch normalisation with fixed statistics (mode "test"), as after training; γ and β are its parameters.
 *
 * @param norm mean, variance, gamma, beta, each [C]; eps (default 1e-5)
 * @example batchNormLayer("norm", { mean: tensor([1]), variance: tensor([4]), gamma: [2], beta: [3], eps: 0 }).run(tensor([[5]])).output.data // Float64Array [7]
 */
export function batchNormLayer(
  name: string,
  norm: ChannelStats & {
    readonly gamma: TensorLike;
    readonly beta: TensorLike;
    readonly eps?: number;
  },
): Layer {
  const { mean, variance, eps = 1e-5 } = norm;
  const gamma = asTensor(norm.gamma, name, "gamma");
  const beta = asTensor(norm.beta, name, "beta");
  return {
    name,
    kind: "batchNorm",
    parameters: [gamma, beta],
    withParameters: ([g = gamma, b = beta]) => batchNormLayer(name, { ...norm, gamma: g, beta: b }),
    run: (x) => {
      const made = batchNorm(x, gamma, beta, { mode: "test", eps }, { mean, variance });
      return {
        output: made.output,
        backward: (g) => {
          const { gradInput, gradGamma, gradBeta } = batchNormBackward(g, made.cache);
          return { gradInput, gradParameters: [gradGamma, gradBeta] };
        },
      };
    },
  };
}
