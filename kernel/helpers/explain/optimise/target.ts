// What an image is made for: a number of the model, with its gradient by the pixels.
import { layerNumber, type Model } from "../../backprop/index.ts";
import { scale, zeros, type Tensor } from "../../tensor/index.ts";
import { findUnit, type Unit } from "../example.ts";

/** A unit, or a whole layer, whose norm ‖u‖ is then meant. */
export type Target = Unit | { readonly layer: string };

/** The number and its gradient. */
export interface TargetValue {
  readonly value: number;
  /** The image's shape. */
  readonly gradient: Tensor;
}

/** Value and gradient of a target at an image [1, H, W, C]. */
export function targetAt(who: string, model: Model, target: Target, image: Tensor): TargetValue {
  if ("layer" in target) {
    const layer = layerNumber(model, target.layer, who);
    const pass = model.forward(image, layer);
    if ("channel" in target) {
      const { oneHot, value } = findUnit(who, model, pass, target);
      return { value, gradient: pass.gradient(oneHot) };
    }
    const output = pass.outputs.at(-1) ?? zeros([0]);
    const norm = normOf(output);
    return { value: norm, gradient: pass.gradient(scale(output, norm === 0 ? 0 : 1 / norm)) };
  }
  const pass = model.forward(image);
  const { oneHot, value } = findUnit(who, model, pass, target);
  return { value, gradient: pass.gradient(oneHot) };
}

/** ‖x‖₂ over all elements. */
export function normOf(x: Tensor): number {
  return Math.sqrt(x.data.reduce((sum, value) => sum + value * value, 0));
}
