import { layerNumber, minimise, type Model } from "../../backprop/index.ts";
import {
  add,
  asTensor,
  checkSameShape,
  full,
  reshape,
  scale,
  sub,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkImageShape, checkOptions, wholeFrom } from "../example.ts";
import { normOf } from "./target.ts";
import { totalVariation } from "./total-variation.ts";

/** Options of `invert`. */
export interface InvertOptions {
  /** The layer whose output Φ₀ is. */
  readonly layer: string;
  /** [H, W, C] of the image that is looked for. */
  readonly shape: readonly number[];
  /** λ ≥ 0 of ‖x‖² (default 0). */
  readonly lambda?: number;
  /** μ ≥ 0 of ‖∇x‖² (default 0). */
  readonly mu?: number;
  /** Default 200. */
  readonly steps?: number;
  /** Smallest and largest pixel (default none). */
  readonly box?: readonly [low: number, high: number];
  /** [H, W, C] (default: all 0.5). */
  readonly start?: TensorLike;
}

/** An image with given features. */
export interface Inversion {
  /** [H, W, C] */
  readonly image: Tensor;
  /** ‖f(x) − Φ₀‖² at the start, and at the end. */
  readonly startError: number;
  readonly error: number;
  /** The whole loss at the start and after each step; it never rises. */
  readonly losses: readonly number[];
}

/**
 * Inverts features: argmin ‖f(x) − Φ₀‖² + λ·‖x‖² + μ·‖∇x‖², by L-BFGS. What comes back shows what the layer has kept.
 *
 * @param features Φ₀, output of the layer: [1, h, w, K] or [1, D]
 * @throws OptionError NO_SUCH_LAYER, EXPLAIN_OPTION; ShapeError SHAPES_DIFFER
 * @source Mahendran & Vedaldi, arXiv:1412.0035, equation 1
 * @example invert(network([avgPoolLayer("mean", { size: 1 })]), [[[[3]]]], { layer: "mean", shape: [1, 1, 1] }).image.data[0].toFixed(6) // "3.000000"
 */
export function invert(model: Model, features: TensorLike, options: InvertOptions): Inversion {
  const { shape, lambda = 0, mu = 0, steps = 200 } = options;
  checkImageShape("invert", shape);
  checkOptions("invert", {
    lambda: [lambda, lambda >= 0 && lambda < Infinity, "≥ 0"],
    mu: [mu, mu >= 0 && mu < Infinity, "≥ 0"],
    steps: [steps, wholeFrom(0, steps), "a whole number ≥ 0"],
  });
  const layer = layerNumber(model, options.layer, "invert");
  const wanted = asTensor(features, "invert", "features");
  const given = asTensor(options.start ?? full(shape, 0.5), "invert", "start");
  const start = reshape(given, [1, ...shape]);
  const errorAt = (x: Tensor): { error: number; gradient: Tensor } => {
    const pass = model.forward(x, layer);
    const output = pass.outputs.at(-1) ?? zeros([0]);
    checkSameShape("invert", output.shape, wanted.shape);
    const difference = sub(output, wanted);
    return { error: normOf(difference) ** 2, gradient: pass.gradient(scale(difference, 2)) };
  };
  const { x, losses } = minimise(
    (at) => {
      const { error, gradient } = errorAt(at);
      const rough = totalVariation(at);
      return {
        loss: error + lambda * normOf(at) ** 2 + mu * rough.loss,
        gradient: add(add(gradient, scale(at, 2 * lambda)), scale(rough.gradient, mu)),
      };
    },
    start,
    { steps, memory: 10, ...(options.box === undefined ? {} : { box: options.box }) },
  );
  return {
    image: reshape(x, shape),
    startError: errorAt(start).error,
    error: errorAt(x).error,
    losses,
  };
}
