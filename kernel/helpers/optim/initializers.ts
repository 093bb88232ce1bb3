import { ShapeError } from "../../core/index.ts";
import { formatShape, random, randomNormal, Rng, type Tensor } from "../tensor/index.ts";

/** Inputs and outputs of one unit of a layer. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Fans of a weight tensor: [in, out] of a dense layer, [kH, kW, C, K] of a convolution, where every position counts:
 * fanIn = kH·kW·C, fanOut = kH·kW·K.
 *
 * @throws ShapeError NO_FANS
 * @example fans([3, 3, 16, 32]) // { fanIn: 144, fanOut: 288 }
 */
export function fans(shape: readonly number[]): Fans {
  const [inChannels, outChannels] = shape.slice(-2);
  if (inChannels === undefined || outChannels === undefined) {
    throw new ShapeError({
      code: "NO_FANS",
      summary: "fans: a weight tensor has at least two axes.",
      given: `shape ${formatShape(shape)}`,
      expected: "[in, out] or [kH, kW, inChannels, outChannels]",
      fix: "initialise biases with zeros",
    });
  }
  const positions = shape.slice(0, -2).reduce((product, n) => product * n, 1);
  return { fanIn: positions * inChannels, fanOut: positions * outChannels };
}

/**
 * Xavier's initial weights, variance 2/(fanIn + fanOut): uniform over ±√(6/(fanIn + fanOut)), or normal.
 *
 * @source Glorot & Bengio, AISTATS 2010
 * @example xavier([784, 10], 1).shape // [784, 10]
 */
export function xavier(
  shape: readonly number[],
  seed: number | Rng,
  distribution: "uniform" | "normal" = "uniform",
): Tensor {
  const { fanIn, fanOut } = fans(shape);
  return spread(shape, seed, 2 / (fanIn + fanOut), distribution);
}

/**
 * He's initial weights for layers with ReLU, variance 2/fanIn.
 *
 * @source He et al., arXiv:1502.01852
 * @example he([3, 3, 16, 32], 1).shape // [3, 3, 16, 32]
 */
export function he(
  shape: readonly number[],
  seed: number | Rng,
  distribution: "uniform" | "normal" = "normal",
): Tensor {
  return spread(shape, seed, 2 / fans(shape).fanIn, distribution);
}

function spread(
  shape: readonly number[],
  seed: number | Rng,
  variance: number,
  distribution: "uniform" | "normal",
): Tensor {
  if (distribution === "normal") return randomNormal(shape, { seed, std: Math.sqrt(variance) });
  const limit = Math.sqrt(3 * variance); // the variance of a uniform on ±a is a²/3
  return random(shape, { seed, low: -limit, high: limit });
}
