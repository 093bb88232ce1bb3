import { OptionError } from "../../core/index.ts";
import { logitsOf, softmaxCrossEntropy, type Model } from "../backprop/index.ts";
import { dense, matmul, softmax, transpose } from "../ops/index.ts";
import { checkLabels } from "./labels.ts";
import { asTensor, reshape, sizeOf, zeros, type Tensor, type TensorLike } from "../tensor/index.ts";

/** All that an attack may ask of a model. */
export interface Classifier {
  /** Logits [N, K] of inputs [N, …]. */
  logits(x: Tensor): Tensor;
  /** Gradient of Σ gradLogits·logits(x) by x, x's shape; gradLogits [N, K]. */
  inputGradient(x: Tensor, gradLogits: Tensor): Tensor;
  /** Both from one run of the model; a model that has it is attacked in half the time. */
  run?(x: Tensor): ClassifierRun;
}

/** One run of a model. */
export interface ClassifierRun {
  readonly logits: Tensor;
  inputGradient(gradLogits: Tensor): Tensor;
}

/**
 * The affine model logits = x·W + b on flattened inputs: its decision boundaries are planes.
 *
 * @param weights [D, K]
 * @param bias    [K]
 * @example affineClassifier([[1], [2]], [3]).logits(tensor([[10, 100]])).data // Float64Array [213]
 */
export function affineClassifier(weights: TensorLike, bias: TensorLike): Classifier {
  const w = asTensor(weights, "affineClassifier", "weights");
  const flat = (x: Tensor): Tensor => reshape(x, [x.shape[0] ?? 0, sizeOf(x.shape.slice(1))]);
  return {
    logits: (x) => dense(flat(x), w, bias),
    inputGradient: (x, gradLogits) => reshape(matmul(gradLogits, transpose(w)), x.shape),
  };
}

/** What an attack takes: a classifier, or a network of `convlab/backprop` as it is. */
export type Attackable = Classifier | Model;

/**
 * The model as attacks see it.
 *
 * @throws OptionError NOT_A_MODEL
 */
export function asClassifier(model: Attackable, who: string): Classifier {
  if (typeof model === "object" && "logits" in model) return model;
  if (typeof model === "object" && "forward" in model) return classifierOf(model);
  throw new OptionError({
    code: "NOT_A_MODEL",
    summary: `${who}: this is not a model that can be attacked.`,
    given: String(model),
    expected: "a network of convlab/backprop, or { logits, inputGradient }",
    fix: "network([…]), or affineClassifier(weights, bias)",
  });
}

/**
 * A network as attacks see it: white box, nothing is changed or attached.
 *
 * @example classifierOf(network([denseLayer("logits", { filters: [[2, 0]] })])).logits(tensor([[3]])).data // Float64Array [6, 0]
 */
export function classifierOf(model: Model): Classifier {
  return {
    logits: (x) => logitsOf(model, x),
    inputGradient: (x, gradLogits) => model.forward(x).gradient(gradLogits),
    run: (x) => {
      const pass = model.forward(x);
      return {
        logits: pass.outputs.at(-1) ?? zeros([0, 0]),
        inputGradient: (gradLogits) => pass.gradient(gradLogits),
      };
    },
  };
}

/**
 * The class with the largest logit, for each example; the first one at a tie.
 *
 * @example predict(affineClassifier([[1, -1]], [0, 0]), tensor([[2], [-2]])) // [0, 1]
 */
export function predict(model: Attackable, x: Tensor): readonly number[] {
  const z = asClassifier(model, "predict").logits(x);
  const [batch = 0, classes = 0] = z.shape;
  return Array.from({ length: batch }, (_, n) => {
    let best = 0;
    for (let k = 1; k < classes; k += 1) if (z.get(n, k) > z.get(n, best)) best = k;
    return best;
  });
}

/**
 * Cross-entropy −log p[y] of each example for itself.
 *
 * @param labels class numbers [N]
 * @returns one loss per example
 * @throws ShapeError LABEL_COUNT; OptionError LABEL_RANGE
 * @example lossPerExample(affineClassifier([[1, 1]], [0, 0]), tensor([[5]]), [0])[0].toFixed(4) // "0.6931"
 */
export function lossPerExample(
  model: Attackable,
  x: Tensor,
  labels: readonly number[],
): readonly number[] {
  return lossesOf("lossPerExample", asClassifier(model, "lossPerExample").logits(x), labels);
}

/**
 * Gradient of the cross-entropy −log p[y] by the input: inputGradient of p − y, each example for itself.
 *
 * @param labels class numbers [N]
 * @throws ShapeError LABEL_COUNT; OptionError LABEL_RANGE
 * @example lossGradient(affineClassifier([[1, -1]], [0, 0]), tensor([[0]]), [0]).data // Float64Array [-1]
 */
export function lossGradient(model: Attackable, x: Tensor, labels: readonly number[]): Tensor {
  return lossAndGradient(asClassifier(model, "lossGradient"), x, labels).gradient;
}

/** Losses of the examples and their gradients by the input, from one run of the model. */
export function lossAndGradient(
  model: Classifier,
  x: Tensor,
  labels: readonly number[],
  who: string = "lossGradient",
): { readonly losses: readonly number[]; readonly gradient: Tensor } {
  const run = runOf(model, x);
  const losses = lossesOf(who, run.logits, labels);
  const p = softmax(run.logits);
  labels.forEach((label, n) => p.set(n, label, p.get(n, label) - 1));
  return { losses, gradient: run.inputGradient(p) };
}

/** One run of any model. */
export function runOf(model: Classifier, x: Tensor): ClassifierRun {
  return (
    model.run?.(x) ?? {
      logits: model.logits(x),
      inputGradient: (gradLogits) => model.inputGradient(x, gradLogits),
    }
  );
}

function lossesOf(who: string, logits: Tensor, labels: readonly number[]): readonly number[] {
  const [batch = 0, classes = 0] = logits.shape;
  checkLabels(who, labels, batch, classes);
  return labels.map((label, n) => {
    const row = [...logits.data.subarray(n * classes, (n + 1) * classes)];
    return softmaxCrossEntropy([row], [label]).loss;
  });
}
