// What all attacks check before any work, and the small sums that they share.
import { checkNumbers, OptionError, ShapeError, type Rule } from "../../core/index.ts";
import {
  asTensor,
  formatShape,
  reshape,
  wrap,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";
import { predict, type Classifier } from "./classifier.ts";
import { checkLabels } from "./labels.ts";

/** Smallest and largest pixel. */
export type PixelBox = readonly [low: number, high: number];

export const clip = (value: number, [low, high]: PixelBox): number =>
  Math.min(high, Math.max(low, value));

/** ‖t‖₂ over all elements. */
export function normOf(t: Tensor): number {
  return Math.sqrt(t.data.reduce((sum, value) => sum + value * value, 0));
}

/** Refuses options outside of what they may be. */
export function checkOptions(who: string, rules: Readonly<Record<string, Rule>>): void {
  checkNumbers(who, "ATTACK_OPTION", rules);
}

/** Refuses a box that is none. */
export function checkBox(who: string, [low, high]: PixelBox): void {
  checkOptions(who, { box: [high - low, low < high, "[low, high] with low < high"] });
}

/**
 * Refuses images with pixels outside of the box: an attack would cut them off without a word.
 *
 * @throws OptionError ATTACK_OPTION, ATTACK_BOX
 */
export function checkPixels(who: string, x: Tensor, box: PixelBox): void {
  checkBox(who, box);
  const [low, high] = box;
  const bad = x.data.findIndex((value) => !(value >= low && value <= high));
  if (bad < 0) return;
  throw new OptionError({
    code: "ATTACK_BOX",
    summary: `${who}: a pixel lies outside of the box.`,
    given: `${x.data[bad]} at position ${bad}, box [${low}, ${high}]`,
    expected: `numbers from ${low} to ${high}`,
    fix: "pixels from 0 to 255: divide by 255, or say box: [0, 255] and an ε for it",
  });
}

/**
 * One example as a batch of one; [H, W, C] becomes [1, H, W, C].
 *
 * @throws ShapeError ONE_EXAMPLE
 */
export function oneExample(who: string, x: TensorLike): Tensor {
  const t = asTensor(x, who, "x");
  if (t.shape.length === 3) return reshape(t, [1, ...t.shape]);
  if (t.shape[0] === 1) return t;
  throw new ShapeError({
    code: "ONE_EXAMPLE",
    summary: `${who}: it attacks one example at a time.`,
    given: `x of shape ${formatShape(t.shape)}`,
    expected: "[H, W, C], or a batch of one [1, …]",
    fix: "take one of the batch: x.pick(0)",
  });
}

/** The label given, or the class that the model predicts. */
export function labelOf(who: string, model: Classifier, x: Tensor, label?: number): number {
  if (label === undefined) return predict(model, x)[0] ?? 0;
  checkLabels(who, [label], 1, model.logits(x).shape[1] ?? 0);
  return label;
}

/** a − b, for tensors of one shape. */
export function difference(a: Tensor, b: Tensor): Tensor {
  return wrap(a.data.map((value, i) => value - (b.data[i] ?? 0)), a.shape); // prettier-ignore
}
