import { OptionError } from "../../../core/index.ts";
import { layerNumber, type ForwardPass, type Model } from "../../backprop/index.ts";
import { asTensor, mul, reshape, zeros, type Tensor, type TensorLike } from "../../tensor/index.ts";
import { classOf, oneExample } from "../example.ts";
import { backprop } from "./backprop.ts";
import { upsample, type UpsampleRule } from "./upsample.ts";

/** Which class a map is of. */
export interface CamOptions {
  /** Default: the predicted class. */
  readonly class?: number;
}

/** Which maps Grad-CAM weighs. */
export interface GradCamOptions extends CamOptions {
  /** Default: the last layer whose output is a map. */
  readonly layer?: string;
}

/**
 * Class activation map: M_c(y, x) = Σ_k w[k, c]·f_k(y, x), for a network that ends in a global average and one dense layer.
 *
 * Its mean is the class's logit without the bias, since logit = bias + Σ_k w[k, c]·mean(f_k).
 *
 * @param x one image [H, W, C] or [1, H, W, C]
 * @returns [h, w], in the size of the last maps; `upsample` brings it to the image's size
 * @throws OptionError CAM_STRUCTURE, NO_SUCH_UNIT
 * @source Zhou et al., arXiv:1512.04150, equation 2
 * @example cam(network([globalAverageLayer("gap"), denseLayer("out", { filters: [[2]] })]), [[[1], [3]]]).data // Float64Array [2, 6]
 */
export function cam(model: Model, x: TensorLike, options: CamOptions = {}): Tensor {
  const image = oneExample("cam", x);
  const weights = headWeights(model);
  const pass = model.forward(image);
  const logits = pass.outputs.at(-1) ?? zeros([0]);
  const chosen = classOf("cam", logits, options.class);
  const features = pass.outputs.at(-3) ?? image;
  const classes = weights.shape[1] ?? 0;
  return weighted(features, (k) => weights.data[k * classes + chosen] ?? 0);
}

/**
 * Grad-CAM: ReLU(Σ_k α_k·A_k) with α_k the mean of ∂logit_c/∂A_k over the map.
 *
 * With a global average and one dense layer behind the maps, α_k = w[k, c]/Z (Z pixels), so that Grad-CAM = ReLU(CAM)/Z.
 *
 * @param x one image [H, W, C] or [1, H, W, C]
 * @param options class (default: the predicted one), layer (default: the last whose output is a map)
 * @returns [h, w] ≥ 0, in the layer's size
 * @throws OptionError NO_SUCH_LAYER, NO_SUCH_UNIT, CAM_STRUCTURE
 * @source Selvaraju et al., arXiv:1610.02391, equations 1 and 2
 * @example gradCam(network([reluLayer("maps"), globalAverageLayer("gap"), denseLayer("out", { filters: [[2]] })]), [[[1], [3]]]).data // Float64Array [1, 3]
 */
export function gradCam(model: Model, x: TensorLike, options: GradCamOptions = {}): Tensor {
  const image = oneExample("gradCam", x);
  const pass = model.forward(image);
  const logits = pass.outputs.at(-1) ?? zeros([0]);
  const chosen = classOf("gradCam", logits, options.class);
  const layer = mapLayer(model, pass, options.layer);
  const maps = pass.outputs[layer] ?? image;
  const oneHot = zeros(logits.shape);
  oneHot.data[chosen] = 1;
  const gradient = pass.gradient(oneHot, { to: layer });
  const channels = maps.shape[3] ?? 0;
  const alpha = new Float64Array(channels);
  const pixels = maps.size / channels;
  for (let i = 0; i < gradient.size; i += 1) {
    alpha[i % channels] = (alpha[i % channels] ?? 0) + (gradient.data[i] ?? 0) / pixels;
  }
  const map = weighted(maps, (k) => alpha[k] ?? 0);
  for (let i = 0; i < map.size; i += 1) map.data[i] = Math.max(0, map.data[i] ?? 0);
  return map;
}

/**
 * Guided Grad-CAM: guided back-propagation of the class times its Grad-CAM, brought to the image's size.
 *
 * @param options class, layer, upsampling: 'bilinear' (default) or 'nearest', as `upsample` states them
 * @returns x's shape
 * @source Selvaraju et al., arXiv:1610.02391, section 3.2
 * @example guidedGradCam(network([reluLayer("maps"), globalAverageLayer("gap"), denseLayer("out", { filters: [[2]] })]), [[[1], [3]]]).data // Float64Array [1, 3]
 */
export function guidedGradCam(
  model: Model,
  x: TensorLike,
  options: GradCamOptions & { readonly upsampling?: UpsampleRule } = {},
): Tensor {
  const image = oneExample("guidedGradCam", x);
  const { upsampling = "bilinear", ...rest } = options;
  const coarse = gradCam(model, image, rest);
  const guided = backprop(model, image, rest.class === undefined ? {} : { class: rest.class }, {
    rule: "guided",
  });
  const [, height = 0, width = 0, channels = 0] = image.shape;
  const fine = upsample(coarse, [height, width], upsampling);
  const spread = zeros(image.shape);
  for (let i = 0; i < spread.size; i += 1) {
    spread.data[i] = fine.data[Math.floor(i / channels)] ?? 0;
  }
  return reshape(mul(guided, spread), asTensor(x, "guidedGradCam", "x").shape);
}

/** Σ_k weight(k)·maps[0, y, x, k]. */
function weighted(maps: Tensor, weight: (k: number) => number): Tensor {
  const [, height = 0, width = 0, channels = 0] = maps.shape;
  const out = zeros([height, width]);
  for (let i = 0; i < maps.size; i += 1) {
    const pixel = Math.floor(i / channels);
    out.data[pixel] = (out.data[pixel] ?? 0) + weight(i % channels) * (maps.data[i] ?? 0);
  }
  return out;
}

/** Weights of the dense layer behind the global average. */
function headWeights(model: Model): Tensor {
  const [gap, head] = [model.layers.at(-2), model.layers.at(-1)];
  if (gap?.kind === "globalAveragePool" && head?.kind === "dense" && head.weights !== undefined) {
    return head.weights.filters;
  }
  throw new OptionError({
    code: "CAM_STRUCTURE",
    summary: "cam: the network does not end in a global average and one dense layer.",
    given: `it ends in ${model.layers
      .slice(-2)
      .map(({ kind }) => kind)
      .join(", ")}`,
    expected: "… → maps → globalAveragePool → dense",
    fix: "take gradCam, which needs no such end",
  });
}

/** The layer whose maps are weighed. */
function mapLayer(model: Model, pass: ForwardPass, name: string | undefined): number {
  const at =
    name === undefined
      ? pass.outputs.findLastIndex(({ shape }) => shape.length === 4)
      : layerNumber(model, name, "gradCam");
  if (pass.outputs[at]?.shape.length === 4) return at;
  throw new OptionError({
    code: "CAM_STRUCTURE",
    summary: `gradCam: ${name === undefined ? "no layer" : `layer "${name}"`} gives maps.`,
    given: model.layers.map((layer) => `${layer.name} (${layer.kind})`).join(", "),
    expected: "a layer with an output [N, h, w, K]",
    fix: "name a convolutional layer, its rectifier or its pooling",
  });
}
