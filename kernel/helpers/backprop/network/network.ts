import { OptionError } from "../../../core/index.ts";
import {
  asTensor,
  checkSameShape,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { reluBackward } from "../layers/activations.ts";
import { softmaxCrossEntropy } from "../losses/classification.ts";
import type { LossResult } from "../losses/result.ts";
import type { Layer, LayerPass } from "./layer.ts";
import type { ForwardPass, GradientPath, Model } from "./model.ts";
import { backThrough, renew } from "./residual.ts";
import { networkWords } from "./words.ts";

/** Loss of a batch, and its gradient by every parameter. */
export interface LossGradients {
  readonly loss: number;
  /** In the order of `parameters`. */
  readonly gradients: readonly Tensor[];
  /** [N, K] */
  readonly logits: Tensor;
}

/** A trainable model; it never changes: new parameters make a new network. */
export interface Network extends Model {
  readonly layers: readonly Layer[];
  readonly parameters: readonly Tensor[];
  /** The same layers with other parameters of the same shapes. */
  withParameters(parameters: readonly TensorLike[]): Network;
  /** Mean cross-entropy of softmax(logits), and its gradients. */
  lossGradients(x: TensorLike, labels: TensorLike | readonly number[]): LossGradients;
  /** The same for any loss of the last layer's output, for example `(z) => ntXent(z)` or a mean squared error. */
  gradientsOf(x: TensorLike, loss: (output: Tensor) => LossResult): LossGradients;
}

/**
 * A network of layers one after the other; the last gives the logits.
 *
 * @param layers at least one, with different names
 * @throws OptionError NO_LAYERS, LAYER_NAMES, PARAMETER_COUNT; ShapeError SHAPES_DIFFER
 * @example network([denseLayer("logits", { filters: [[1, 0], [0, 2]] })]).forward(tensor([[3, 4]])).outputs[0].data // Float64Array [3, 8]
 */
export function network(layers: readonly Layer[]): Network {
  checkLayers(layers);
  const parameters = layers.flatMap((layer) => layer.parameters);
  const runs = (x: Tensor, last = layers.length - 1): LayerPass[] => {
    const passes: LayerPass[] = [];
    for (const layer of layers.slice(0, last + 1))
      passes.push(layer.run(passes.at(-1)?.output ?? x));
    return passes;
  };
  const made: Network = {
    layers,
    parameters,
    forward: (x, last) => passOf(runs(asTensor(x, "forward", "x"), last)),
    withParameters: (given) => network(renew(layers, checkParameters(parameters, given))),
    lossGradients: (x, labels) => made.gradientsOf(x, (z) => softmaxCrossEntropy(z, labels)),
    gradientsOf: (x, lossOf) => {
      const passes = runs(asTensor(x, "gradientsOf", "x"));
      const logits = passes.at(-1)?.output ?? zeros([0, 0]);
      const { loss, gradLogits } = lossOf(logits);
      const { gradParameters } = backThrough(passes, gradLogits, reluBackward);
      return { loss, gradients: gradParameters, logits };
    },
  };
  // not enumerable: a network is its layers
  const words = { value: () => ({ "text/plain": networkWords(layers) }) };
  return Object.defineProperty(made, Symbol.for("Jupyter.display"), words);
}

function passOf(passes: readonly LayerPass[]): ForwardPass {
  const outputs = passes.map(({ output }) => output);
  return {
    outputs,
    gradient: (gradOutput, { from = passes.length - 1, to = -1, relu = reluBackward } = {}) => {
      checkPath({ from, to }, passes.length);
      checkSameShape("gradient", gradOutput.shape, outputs[from]?.shape ?? []);
      return backThrough(passes.slice(to + 1, from + 1), gradOutput, relu).gradInput;
    },
  };
}

function checkPath({ from, to }: Required<Omit<GradientPath, "relu">>, count: number): void {
  const whole = Number.isInteger(from) && Number.isInteger(to);
  if (whole && to >= -1 && to <= from && from < count) return;
  throw new OptionError({
    code: "GRADIENT_PATH",
    summary: "gradient: it runs from a layer back to an earlier one.",
    given: `from ${from}, to ${to}`,
    expected: `−1 ≤ to ≤ from ≤ ${count - 1}; to = −1 is the input`,
    fix: 'layerNumber(model, "conv1") gives the number of a layer',
  });
}

function checkLayers(layers: readonly Layer[]): void {
  const names = layers.map(({ name }) => name);
  if (layers.length === 0) {
    throw new OptionError({
      code: "NO_LAYERS",
      summary: "network: there are no layers.",
      given: "an empty list",
      expected: "at least one layer; the last gives the logits",
      fix: 'network([denseLayer("logits", { filters, bias })])',
    });
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new OptionError({
    code: "LAYER_NAMES",
    summary: `network: two layers are called "${twice}".`,
    given: names.join(", "),
    expected: "a name of its own for each layer",
    fix: "relu1, relu2, …",
  });
}

function checkParameters(own: readonly Tensor[], given: readonly TensorLike[]): readonly Tensor[] {
  if (own.length !== given.length) {
    throw new OptionError({
      code: "PARAMETER_COUNT",
      summary: "withParameters: there must be one tensor per parameter.",
      given: `${given.length} tensors`,
      expected: `${own.length}, in the order of network.parameters`,
    });
  }
  return given.map((value, i) => {
    const t = asTensor(value, "withParameters", `parameter ${i}`);
    checkSameShape("withParameters", own[i]?.shape ?? [], t.shape);
    return t;
  });
}
