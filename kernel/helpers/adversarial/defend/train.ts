import { descend, type LossGradients, type Network, type Update } from "../../backprop/index.ts";
import {
  add,
  asTensor,
  Rng,
  scale,
  shuffled,
  wrap,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkOptions } from "../checks.ts";
import { classifierOf, type Classifier } from "../classifier.ts";
import { checkLabels } from "../labels.ts";

/** Changes examples so that the model errs: the inner maximum. */
export type Attack = (model: Classifier, x: Tensor, labels: readonly number[]) => Tensor;

/** Options of adversarial training. */
export interface AdversarialOptions {
  /** For example `(model, x, labels) => bim(model, x, labels, { epsilon: 0.1 })`. */
  readonly attack: Attack;
  /** α in [0, 1]: share of the loss on the clean examples (default 0: Madry's rule; 0.5: Goodfellow's). */
  readonly cleanShare?: number;
}

/**
 * Loss and gradients of adversarial training: α·L(x) + (1 − α)·L(attack(x)). The attack sees the network as it is now; no
 * gradient goes through the attack itself (Danskin's theorem allows that at the maximum).
 *
 * @param x      [N, …]
 * @param labels true classes [N]
 * @returns loss and one gradient per parameter; the logits are those of the attacked examples
 * @throws OptionError ATTACK_OPTION, LABEL_RANGE; ShapeError LABEL_COUNT
 * @source Goodfellow, Shlens & Szegedy, arXiv:1412.6572, section 6; Madry et al., arXiv:1706.06083, equation 2.1
 * @example adversarialGradients(network([denseLayer("z", { filters: [[1, -1]] })]), [[1]], [0], { attack: (_, x) => x }).loss.toFixed(4) // "0.1269"
 */
export function adversarialGradients(
  net: Network,
  x: TensorLike,
  labels: readonly number[],
  { attack, cleanShare = 0 }: AdversarialOptions,
): LossGradients {
  checkOptions("adversarialGradients", {
    cleanShare: [cleanShare, cleanShare >= 0 && cleanShare <= 1, "from 0 to 1"],
  });
  const input = asTensor(x, "adversarialGradients", "x");
  const attacked = net.lossGradients(attack(classifierOf(net), input, labels), labels);
  if (cleanShare === 0) return attacked;
  const clean = net.lossGradients(input, labels);
  return {
    loss: cleanShare * clean.loss + (1 - cleanShare) * attacked.loss,
    gradients: attacked.gradients.map((g, i) =>
      add(scale(g, 1 - cleanShare), scale(clean.gradients[i] ?? g, cleanShare)),
    ),
    logits: attacked.logits,
  };
}

export interface TrainingOptions extends AdversarialOptions {
  /** Default 5. */
  readonly epochs?: number;
  /** Default 32. */
  readonly batch?: number;
  /**
   * New parameters from the old ones and their gradients; step counts from 1. Default: gradient descent with rate 0.1. An
   * optimiser of `convlab/optim` fits in here.
   */
  readonly update?: Update;
  /** Order of the examples (default 1). */
  readonly seed?: number;
}

/** A trained network. */
export interface AdversarialTraining {
  readonly network: Network;
  /** Mean loss of each epoch. */
  readonly losses: readonly number[];
}

/**
 * Adversarial training: min over the weights of the mean of max over the ball of the loss. The network that is given is not
 * changed.
 *
 * @param x      [N, …]
 * @param labels true classes [N]
 * @throws OptionError ATTACK_OPTION, LABEL_RANGE; ShapeError LABEL_COUNT
 * @source Madry, Makelov, Schmidt, Tsipras & Vladu, arXiv:1706.06083
 * @example adversarialTrain(network([denseLayer("z", { filters: [[0, 0]] })]), [[1], [-1]], [0, 1], { attack: (_, x) => x }).losses.length // 5
 */
export function adversarialTrain(
  net: Network,
  x: TensorLike,
  labels: readonly number[],
  options: TrainingOptions,
): AdversarialTraining {
  const { epochs = 5, batch = 32, seed = 1, update = descend } = options;
  const input = asTensor(x, "adversarialTrain", "x");
  const count = input.shape[0] ?? 0;
  checkLabels("adversarialTrain", labels, count, Infinity);
  checkOptions("adversarialTrain", {
    epochs: [epochs, Number.isInteger(epochs) && epochs >= 0, "whole, ≥ 0"],
    batch: [batch, Number.isInteger(batch) && batch >= 1, "whole, ≥ 1"],
  });
  const rng = new Rng(seed);
  let network = net;
  let step = 0;
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = shuffled(count, rng);
    let total = 0;
    for (let first = 0; first < count; first += batch) {
      const chosen = order.slice(first, first + batch);
      const some = chosen.map((n) => labels[n] ?? 0);
      const { loss, gradients } = adversarialGradients(network, take(input, chosen), some, options);
      step += 1;
      network = network.withParameters(update(network.parameters, gradients, step));
      total += (loss * chosen.length) / count;
    }
    losses.push(total);
  }
  return { network, losses };
}

/** Some examples of a batch. */
function take(x: Tensor, chosen: readonly number[]): Tensor {
  const size = x.size / (x.shape[0] ?? 1);
  const data = x.data.slice(0, chosen.length * size);
  chosen.forEach((n, i) => data.set(x.data.subarray(n * size, (n + 1) * size), i * size));
  return wrap(data, [chosen.length, ...x.shape.slice(1)]);
}
