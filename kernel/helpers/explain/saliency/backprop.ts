import { OptionError } from "../../../core/index.ts";
import { layerNumber, reluBackward, type Model, type ReluRule } from "../../backprop/index.ts";
import { reshape, sizeOf, wrap, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { asTensor } from "../../tensor/index.ts";
import { findUnit, oneExample, type Unit } from "../example.ts";

/** How a signal comes back through a rectifier f = max(0, x). */
export type BackpropRule = "plain" | "deconvnet" | "guided";

/**
 * The three rules, for a signal R at the output of a rectifier with input x:
 * plain (the derivative) R·[x > 0]; deconvnet R·[R > 0]; guided R·[x > 0]·[R > 0].
 *
 * @source Springenberg, Dosovitskiy, Brox & Riedmiller, arXiv:1412.6806, figure 1
 * @example reluRules.guided(tensor([1, -1, 1]), tensor([1, 1, -1])).data // Float64Array [1, 0, 0]
 */
export const reluRules: Readonly<Record<BackpropRule, ReluRule>> = {
  plain: reluBackward,
  deconvnet: (gradOutput) =>
    wrap(
      gradOutput.data.map((r) => (r > 0 ? r : 0)),
      gradOutput.shape,
    ),
  guided: (gradOutput, input) =>
    wrap(
      gradOutput.data.map((r, i) => (r > 0 && (input.data[i] ?? 0) > 0 ? r : 0)),
      gradOutput.shape,
    ),
};

/**
 * Back-propagates one unit to the pixels: ∂unit/∂x, or with another rule at all rectifiers of the model.
 *
 * Pooling always uses the switches of the forward pass (the first maximum at a tie), convolutions their transpose; so
 * 'deconvnet' is Zeiler & Fergus's network.
 *
 * @param x    one image [H, W, C] or [1, H, W, C]
 * @param unit a class, or a channel of a layer
 * @param options rule: 'plain' (default), 'deconvnet' or 'guided'
 * @returns x's shape; the model is left as it was
 * @throws ShapeError ONE_EXAMPLE; OptionError NO_SUCH_LAYER, NO_SUCH_UNIT, BACKPROP_RULE, NOT_FINITE
 * @source Zeiler & Fergus, arXiv:1311.2901; Springenberg et al., arXiv:1412.6806
 * @example backprop(network([denseLayer("out", { filters: [[2, 0], [0, 3]] })]), [[5, 7]], { class: 1 }).data // Float64Array [0, 3]
 */
export function backprop(
  model: Model,
  x: TensorLike,
  unit: Unit,
  { rule = "plain" }: { readonly rule?: BackpropRule } = {},
): Tensor {
  const image = oneExample("backprop", x);
  if (!Object.hasOwn(reluRules, rule)) {
    throw new OptionError({
      code: "BACKPROP_RULE",
      summary: "backprop: there is no such rule.",
      given: `rule ${JSON.stringify(rule)}`,
      expected: "'plain', 'deconvnet' or 'guided'",
    });
  }
  const last = "layer" in unit ? layerNumber(model, unit.layer, "backprop") : undefined;
  const pass = model.forward(image, last);
  const { layer, oneHot } = findUnit("backprop", model, pass, unit);
  const gradient = pass.gradient(oneHot, { from: layer, relu: reluRules[rule] });
  return reshape(gradient, asTensor(x, "backprop", "x").shape);
}

/**
 * Saliency map: for each pixel the largest |∂logit/∂x| of its channels.
 *
 * @param x one image [H, W, C] or [1, H, W, C]
 * @param options class (default: the predicted one)
 * @returns [H, W], ≥ 0
 * @source Simonyan, Vedaldi & Zisserman, arXiv:1312.6034, section 3
 * @example saliencyMap(network([flattenLayer("flat"), denseLayer("out", { filters: [[-2], [1]] })]), [[[5, 7]]]).data // Float64Array [2]
 */
export function saliencyMap(
  model: Model,
  x: TensorLike,
  options: { readonly class?: number } = {},
): Tensor {
  const image = oneExample("saliencyMap", x);
  const gradient = backprop(model, image, options);
  const [, height = 0, width = 0, channels = 0] = gradient.shape;
  const map = zeros([height, width]);
  for (let i = 0; i < sizeOf(gradient.shape); i += 1) {
    const pixel = Math.floor(i / channels);
    map.data[pixel] = Math.max(map.data[pixel] ?? 0, Math.abs(gradient.data[i] ?? 0));
  }
  return map;
}
