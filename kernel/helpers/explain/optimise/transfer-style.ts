import { layerNumber, minimise, type Model } from "../../backprop/index.ts";
import {
  add,
  checkSameShape,
  randomNormal,
  reshape,
  scale,
  zeros,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";
import { OptionError } from "../../../core/index.ts";
import { checkOptions, oneExample, wholeFrom } from "../example.ts";
import { contentLoss, styleLoss } from "./style.ts";

/** Options of `transferStyle`. */
export interface TransferStyleOptions {
  readonly contentLayer: string;
  /** At least one; each counts the same. */
  readonly styleLayers: readonly string[];
  /** α ≥ 0 of the content loss (default 1). */
  readonly alpha?: number;
  /** β ≥ 0 of the style loss (default 1000). */
  readonly beta?: number;
  /** Default 100. */
  readonly steps?: number;
  /** Where it starts: the content (default), or seeded noise. */
  readonly start?: "content" | "noise";
  /** Smallest and largest pixel (default [0, 1]). */
  readonly box?: readonly [low: number, high: number];
  /** Default 1. */
  readonly seed?: number;
}

/** An image with one picture's content in another's style. */
export interface StyleTransfer {
  /** [H, W, C], in the box */
  readonly image: Tensor;
  /** α·content + β·style at the start and after each step; it never rises. */
  readonly losses: readonly number[];
  readonly contentLoss: number;
  /** Mean of E over the style layers, at the start and at the end. */
  readonly startStyleLoss: number;
  readonly styleLoss: number;
}

/**
 * Style transfer: argmin α·½Σ(F − P)² + β·1/L·Σ_l E_l over the pixels, by L-BFGS in a box.
 *
 * @param content [H, W, C]
 * @param style   [H', W', C], of any size that the layers take
 * @throws OptionError NO_SUCH_LAYER, EXPLAIN_OPTION, STYLE_LAYERS; ShapeError ONE_EXAMPLE, SHAPES_DIFFER
 * @source Gatys, Ecker & Bethge, arXiv:1508.06576, equation 7
 * @example transferStyle(network([reluLayer("relu")]), [[[0.2], [0.4]]], [[[0.9], [0.9]]], { contentLayer: "relu", styleLayers: ["relu"] }).image.shape // [1, 2, 1]
 */
export function transferStyle(
  model: Model,
  content: TensorLike,
  style: TensorLike,
  options: TransferStyleOptions,
): StyleTransfer {
  const { alpha = 1, beta = 1000, steps = 100, box = [0, 1], seed = 1 } = options;
  checkOptions("transferStyle", {
    alpha: [alpha, alpha >= 0, "≥ 0"],
    beta: [beta, beta >= 0, "≥ 0"],
    steps: [steps, wholeFrom(0, steps), "a whole number ≥ 0"],
  });
  const picture = oneExample("transferStyle", content);
  const painting = oneExample("transferStyle", style);
  checkSameShape("transferStyle (channels)", picture.shape.slice(3), painting.shape.slice(3));
  const layers = layersOf(model, options);
  const last = Math.max(layers.content, ...layers.styles);
  const wanted = model.forward(picture, last).outputs[layers.content] ?? zeros([0]);
  const styled = model.forward(painting, last).outputs;
  const parts = (x: Tensor): { content: number; style: number; gradient: Tensor } => {
    const pass = model.forward(x, last);
    const near = contentLoss(pass.outputs[layers.content] ?? wanted, wanted);
    let gradient = pass.gradient(scale(near.gradient, alpha), { from: layers.content });
    let styleSum = 0;
    for (const at of layers.styles) {
      const like = styleLoss(pass.outputs[at] ?? wanted, styled[at] ?? wanted);
      const share = beta / layers.styles.length;
      gradient = add(gradient, pass.gradient(scale(like.gradient, share), { from: at }));
      styleSum += like.loss / layers.styles.length;
    }
    return { content: near.loss, style: styleSum, gradient };
  };
  const start =
    options.start === "noise"
      ? randomNormal(picture.shape, { seed, mean: 0.5, std: 0.2 })
      : picture;
  const { x, losses } = minimise(
    (at) => {
      const { content: near, style: like, gradient } = parts(at);
      return { loss: alpha * near + beta * like, gradient };
    },
    start,
    { steps, memory: 10, box },
  );
  const end = parts(x);
  return {
    image: reshape(x, picture.shape.slice(1)),
    losses,
    contentLoss: end.content,
    startStyleLoss: parts(start).style,
    styleLoss: end.style,
  };
}

function layersOf(
  model: Model,
  { contentLayer, styleLayers }: TransferStyleOptions,
): { readonly content: number; readonly styles: readonly number[] } {
  if (styleLayers.length === 0) {
    throw new OptionError({
      code: "STYLE_LAYERS",
      summary: "transferStyle: the style needs at least one layer.",
      given: "[]",
      expected: `some of ${model.layers.map(({ name }) => name).join(", ")}`,
    });
  }
  return {
    content: layerNumber(model, contentLayer, "transferStyle"),
    styles: styleLayers.map((name) => layerNumber(model, name, "transferStyle")),
  };
}
