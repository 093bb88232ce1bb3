import { minimise } from "../../backprop/index.ts";
import {
  add,
  checkRank,
  random,
  scale,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { checkOptions, labelOf, oneExample } from "../checks.ts";
import { asClassifier, predict, runOf, type Attackable } from "../classifier.ts";
import { bend, flowLoss } from "./flow.ts";

/** Options of the spatial attack. */
export interface SpatialOptions {
  /** The true class (default: the predicted one). */
  readonly label?: number;
  /** τ ≥ 0: how much the flow's roughness counts (default 0.05). */
  readonly tau?: number;
  /** κ ≥ 0: how far another class must lead (default 0.05). */
  readonly margin?: number;
  /** Longest displacement on each axis, pixels (default 2). */
  readonly reach?: number;
  /** Default 60. */
  readonly steps?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** An image that was bent. */
export interface SpatialAttack {
  /** [1, H, W, C]; mixtures of neighbouring pixels, so it stays in the box of the image. */
  readonly adversarial: Tensor;
  /** [H, W, 2]: u to the right, v down, pixels */
  readonly flow: Tensor;
  /** Total variation of the flow. */
  readonly roughness: number;
  readonly predicted: number;
  readonly success: boolean;
}

/**
 * Spatially transformed example: the pixels keep their colours and are displaced by a smooth flow,
 * argmin max(z_label − max_{k≠label} z_k, −κ) + τ·L_flow, by L-BFGS.
 *
 * @param x one image [H, W, C] or [1, H, W, C]
 * @throws OptionError ATTACK_OPTION, LABEL_RANGE; ShapeError ONE_EXAMPLE, WRONG_RANK
 * @source Xiao, Zhu, Li, He, Liu & Song, arXiv:1801.02612 (not Brown et al., who made the patch)
 * @example spatialAttack(network([flattenLayer("flat"), denseLayer("z", { filters: [[1, 0], [0, 1]] })]), [[[0.6], [0.4]]], { tau: 0 }).flow.shape // [1, 2, 2]
 */
export function spatialAttack(
  attacked: Attackable,
  x: TensorLike,
  options: SpatialOptions = {},
): SpatialAttack {
  const model = asClassifier(attacked, "spatialAttack");
  const { tau = 0.05, margin = 0.05, reach = 2, steps = 60, seed = 1 } = options;
  const image = oneExample("spatialAttack", x);
  checkRank("spatialAttack", "x", image.shape, ["1", "H", "W", "C"]);
  checkOptions("spatialAttack", {
    tau: [tau, tau >= 0, "≥ 0"],
    margin: [margin, margin >= 0, "≥ 0"],
    reach: [reach, reach > 0, "> 0"],
    steps: [steps, Number.isInteger(steps) && steps >= 1, "whole, ≥ 1"],
  });
  const label = labelOf("spatialAttack", model, image, options.label);
  const [, height = 0, width = 0] = image.shape;
  // not exactly at pixels: there bilinear reading has a kink
  const start = random([height, width, 2], { seed, low: -0.05, high: 0.05 });
  const { x: flow } = minimise(
    (at) => {
      const bent = bend(image, at);
      const run = runOf(model, bent.output);
      const { lead, gradLogits } = leadOf(run.logits, label, margin);
      const rough = flowLoss(at);
      return {
        loss: lead + tau * rough.loss,
        gradient: add(bent.gradFlow(run.inputGradient(gradLogits)), scale(rough.gradient, tau)),
      };
    },
    start,
    { steps, box: [-reach, reach] },
  );
  const adversarial = bend(image, flow).output;
  const predicted = predict(model, adversarial)[0] ?? 0;
  const roughness = flowLoss(flow).loss;
  return { adversarial, flow, roughness, predicted, success: predicted !== label };
}

/** max(z_label − best other, −κ), and its gradient by the logits. */
function leadOf(
  z: Tensor,
  label: number,
  margin: number,
): { readonly lead: number; readonly gradLogits: Tensor } {
  const gradLogits = zeros(z.shape);
  let other = label === 0 ? 1 : 0;
  z.data.forEach((value, k) => {
    if (k !== label && value > (z.data[other] ?? 0)) other = k;
  });
  const lead = (z.data[label] ?? 0) - (z.data[other] ?? 0);
  if (lead > -margin) {
    gradLogits.data[label] = 1;
    gradLogits.data[other] = -1;
  }
  return { lead: Math.max(lead, -margin), gradLogits };
}
