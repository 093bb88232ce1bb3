import { copy, wrap, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import {
  checkOptions,
  checkPixels,
  clip,
  difference,
  labelOf,
  oneExample,
  type PixelBox,
} from "../checks.ts";
import { asClassifier, predict, type Attackable, type Classifier } from "../classifier.ts";
import { deepFool } from "./deep-fool.ts";

/** Options of `sparseFool`. */
export interface SparseFoolOptions {
  /** The true class (default: the predicted one). */
  readonly label?: number;
  /** Default [0, 1]. */
  readonly box?: PixelBox;
  /** λ ≥ 1: how far beyond the boundary the plane is laid (default 3); larger is quicker and less sparse. */
  readonly lambda?: number;
  /** Default 20. */
  readonly maxSteps?: number;
}

/** A change of few pixels. */
export interface SparseFool {
  /** The example's shape; x + η lies in the box. */
  readonly perturbation: Tensor;
  readonly adversarial: Tensor;
  /** Numbers that changed. */
  readonly changed: number;
  readonly predicted: number;
  readonly steps: number;
}

/**
 * SparseFool: DeepFool finds a point of the boundary, the boundary there is taken as a plane, and the plane is reached by as
 * few coordinates as possible: always the one with the largest weight next, clipped to the box.
 *
 * @param x one example [1, …] or [H, W, C]
 * @throws OptionError ATTACK_OPTION, LABEL_RANGE; ShapeError ONE_EXAMPLE
 * @source Modas, Moosavi-Dezfooli & Frossard, arXiv:1811.02248, algorithms 1 and 2
 * @example sparseFool(affineClassifier([[1, -1], [9, -9]], [0, 0]), [[0.5, 0.1]], { box: [-1, 1] }).changed // 1
 */
export function sparseFool(
  attacked: Attackable,
  x: TensorLike,
  options: SparseFoolOptions = {},
): SparseFool {
  const model = asClassifier(attacked, "sparseFool");
  const { box = [0, 1], lambda = 3, maxSteps = 20 } = options;
  const start = oneExample("sparseFool", x);
  checkPixels("sparseFool", start, box);
  checkOptions("sparseFool", {
    lambda: [lambda, lambda >= 1 && lambda < Infinity, "≥ 1"],
    maxSteps: [maxSteps, Number.isInteger(maxSteps) && maxSteps >= 1, "whole, ≥ 1"],
  });
  const label = labelOf("sparseFool", model, start, options.label);
  let current = start;
  let steps = 0;
  while (steps < maxSteps && predict(model, current)[0] === label) {
    const { perturbation, predicted } = deepFool(model, current, { label });
    if (predicted === label) break;
    const at = wrap(
      current.data.map((value, i) => value + (perturbation.data[i] ?? 0)),
      current.shape,
    );
    const beyond = wrap(
      current.data.map((value, i) => value + lambda * (perturbation.data[i] ?? 0)),
      current.shape,
    );
    current = alongFew(current, normal(model, at, label, predicted), beyond, box);
    steps += 1;
  }
  const eta = difference(current, start);
  return {
    perturbation: eta,
    adversarial: current,
    changed: eta.data.filter((value) => value !== 0).length,
    predicted: predict(model, current)[0] ?? 0,
    steps,
  };
}

/** Direction across the boundary towards the other class: ∇z[other] − ∇z[label]. */
function normal(model: Classifier, at: Tensor, label: number, other: number): Tensor {
  const lead = zeros(model.logits(at).shape);
  lead.set(0, other, 1);
  lead.set(0, label, -1);
  return model.inputGradient(at, lead);
}

/** From x to the plane wᵀ(x − b) = 0, one coordinate after the other, the one with the largest |w| first. */
function alongFew(x: Tensor, w: Tensor, b: Tensor, box: PixelBox): Tensor {
  const moved = copy(x);
  const order = Array.from(w.data.keys())
    .filter((i) => w.data[i] !== 0)
    .toSorted((i, j) => Math.abs(w.data[j] ?? 0) - Math.abs(w.data[i] ?? 0));
  let gap = w.data.reduce(
    (sum, value, i) => sum + value * ((b.data[i] ?? 0) - (x.data[i] ?? 0)),
    0,
  );
  for (const i of order) {
    if (gap <= 0) break;
    const slope = w.data[i] ?? 0;
    const before = moved.data[i] ?? 0;
    moved.data[i] = clip(before + gap / slope, box);
    gap -= slope * ((moved.data[i] ?? 0) - before);
    // what is left is rounding
    if (gap < 1e-12) break;
  }
  return moved;
}
