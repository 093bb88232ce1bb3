// The little that explanations and attacks ask of a model. Our own networks fulfil it, and a TensorFlow.js model can by an
// adapter: outputs of all layers, and gradients from any layer back to any earlier one.
import { OptionError } from "../../../core/index.ts";
import type { Tensor } from "../../tensor/index.ts";

/** What a layer does; explanations look for maps, rectifiers and the global average. */
export type LayerKind =
  | "conv2d"
  | "dense"
  | "relu"
  | "batchNorm"
  | "maxPool"
  | "avgPool"
  | "globalAveragePool"
  | "flatten"
  | "residual"
  | "other";

/** Which pixels of its input an output pixel sees, one number per axis (vertical, horizontal). */
export interface Window {
  /** Pixels from the first to the last one that are read: dilation·(kernel size − 1) + 1. */
  readonly span: readonly [height: number, width: number];
  readonly stride: readonly [vertical: number, horizontal: number];
  /** Padding above and to the left. */
  readonly before: readonly [top: number, left: number];
}

/** Weights of a layer, as it was made with; not to be changed. */
export interface LayerWeights {
  readonly filters: Tensor;
  readonly bias?: Tensor | undefined;
}

/** What is known of a layer without running it. */
export interface LayerInfo {
  /** Unique in its model. */
  readonly name: string;
  readonly kind: LayerKind;
  readonly weights?: LayerWeights;
  /** Works out the window for inputs [N, H, W, C]; missing: each output pixel sees only the pixel at its own place. */
  window?(inputShape: readonly number[]): Window;
  /** Every output depends on the whole input (dense, global average). */
  readonly seesAll?: boolean;
}

/** Gradient of a rectifier's input from that of its output; explanations put their own rule here. */
export type ReluRule = (gradOutput: Tensor, input: Tensor) => Tensor;

/** Where a gradient starts and ends, and by which rule it passes rectifiers. */
export interface GradientPath {
  /** Number of the layer whose output the gradient is of (default: the last that ran). */
  readonly from?: number;
  /** Number of the layer by whose output it is taken; −1, the default, is the input. */
  readonly to?: number;
  /** Default: the derivative, gradOutput where the input is > 0. */
  readonly relu?: ReluRule;
}

/** One run through the model, with what backward needs. It may be asked for any number of gradients. */
export interface ForwardPass {
  /** Output of each layer that ran, in order; the last layer's are the logits. */
  readonly outputs: readonly Tensor[];
  /** Gradient of Σ gradOutput·outputs[from] by outputs[to]; both have their tensor's shape. */
  gradient(gradOutput: Tensor, path?: GradientPath): Tensor;
}

/**
 * A model that can be looked into. `forward` must not change the model: two runs on the same input are equal, and nothing
 * stays attached to it afterwards.
 */
export interface Model {
  readonly layers: readonly LayerInfo[];
  /**
   * @param x    [N, H, W, C] or [N, D], as the first layer wants it
   * @param last number of the last layer to run (default: all), so that an image of another size can be looked at
   */
  forward(x: Tensor, last?: number): ForwardPass;
}

/**
 * Number of a layer by its name.
 *
 * @throws OptionError NO_SUCH_LAYER
 * @example layerNumber(network([reluLayer("act")]), "act") // 0
 */
export function layerNumber(model: Model, name: string, who: string = "layerNumber"): number {
  const at = model.layers.findIndex((layer) => layer.name === name);
  if (at >= 0) return at;
  const names = model.layers.map((layer) => layer.name);
  throw new OptionError({
    code: "NO_SUCH_LAYER",
    summary: `${who}: the model has no layer "${name}".`,
    given: `layer "${name}"`,
    expected: `one of ${names.join(", ")}`,
    fix: "the names are those of model.layers",
    details: { names },
  });
}

/**
 * Logits [N, K] of the inputs: the output of the last layer.
 *
 * @example logitsOf(network([denseLayer("z", { filters: [[2]] })]), tensor([[3]])).data // Float64Array [6]
 */
export function logitsOf(model: Model, x: Tensor): Tensor {
  const { outputs } = model.forward(x);
  const last = outputs.at(-1);
  if (last !== undefined) return last;
  throw new OptionError({
    code: "NO_LAYERS",
    summary: "logitsOf: the model has no layers.",
    given: "an empty model",
    expected: "at least one layer",
  });
}
