import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";
import { divisibleBy8, invertedResidual } from "./mobilenet.ts";

/** Expansion, stride, maps, blocks; the first three stages are fused, the others have gates. */
type Stage = readonly [expand: number, stride: number, channels: number, blocks: number];

/** Stages of B0 to B3, which are scaled, and of the three larger nets. @source Tan & Le, arXiv:2104.00298, table 4 */
const b: readonly Stage[] = [
  [1, 1, 16, 1], [4, 2, 32, 2], [4, 2, 48, 2], [4, 2, 96, 3], [6, 1, 112, 5], [6, 2, 192, 8],
]; // prettier-ignore
const s: readonly Stage[] = [
  [1, 1, 24, 2], [4, 2, 48, 4], [4, 2, 64, 4], [4, 2, 128, 6], [6, 1, 160, 9], [6, 2, 256, 15],
]; // prettier-ignore
const m: readonly Stage[] = [
  [1, 1, 24, 3], [4, 2, 48, 5], [4, 2, 80, 5], [4, 2, 160, 7], [6, 1, 176, 14], [6, 2, 304, 18], [6, 1, 512, 5],
]; // prettier-ignore
const l: readonly Stage[] = [
  [1, 1, 32, 4], [4, 2, 64, 7], [4, 2, 96, 7], [4, 2, 192, 10], [6, 1, 224, 19], [6, 2, 384, 25], [6, 1, 640, 7],
]; // prettier-ignore

/** How wide, how deep, for which images, and the maps of the stem. */
type Size = readonly [
  stages: readonly Stage[],
  width: number,
  depth: number,
  pixels: number,
  stem: number,
];

const sizes: Readonly<Record<EfficientNetV2Size, Size>> = {
  b0: [b, 1, 1, 224, 32],
  b1: [b, 1, 1.1, 240, 32],
  b2: [b, 1.1, 1.2, 260, 32],
  b3: [b, 1.2, 1.4, 300, 32],
  s: [s, 1, 1, 384, 24],
  m: [m, 1, 1, 480, 24],
  l: [l, 1, 1, 480, 32],
};

/** Four scaled from one small net, and three searched for. */
export type EfficientNetV2Size = "b0" | "b1" | "b2" | "b3" | "s" | "m" | "l";

/**
 * EfficientNetV2: where maps are large, one full 3×3 convolution stands in for 1×1 and depthwise 3×3 (fused blocks).
 *
 * @returns s: 21,458,488 parameters, m: 54,139,356, l: 118,515,272; Keras counts their moving statistics too
 * @throws OptionError NO_SUCH_VARIANT
 * @source Tan & Le, arXiv:2104.00298; B0 to B3: keras.io, EfficientNetV2
 * @example summary(efficientnetV2("s")).trainable // 21,458,488
 */
export function efficientnetV2(size: EfficientNetV2Size, options: ModelOptions = {}): Graph {
  const [stages, width, depth, pixels, stem] = variantOf("efficientnetV2", sizes, size);
  const net = imageNet(`efficientnetv2_${size}`, options, pixels);
  const swish = { activation: "swish" } as const;
  const window = { stride: 2, padding: 1, ...swish };
  let x = net.convBn("stem", net.input, divisibleBy8(stem * width), 3, window);
  for (const [at, [expand, firstStride, channels, count]] of stages.entries()) {
    const outChannels = divisibleBy8(channels * width);
    for (let index = 0; index < Math.ceil(count * depth); index += 1) {
      const input = x;
      const inChannels = input.shape.at(-1) ?? 0;
      const stride = index === 0 ? firstStride : 1;
      x = net.scope(`stage${at + 1}.${index}`, () =>
        at < 3
          ? fusedBlock(net, input, expand, outChannels, stride)
          : invertedResidual(net, input, {
              expanded: inChannels * expand,
              outChannels,
              kernelSize: 3,
              stride,
              squeeze: Math.max(1, Math.floor(inChannels / 4)),
              gate: ["swish", "sigmoid"],
              ...swish,
            }),
      );
    }
  }
  x = net.convBn("head", x, divisibleBy8(1280 * width), 1, swish);
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), 0.2);
  return net.build(net.dense("classifier", features, options.classes ?? 1000));
}

/** 3×3 up and 1×1 down without activation, or 3×3 alone where nothing is expanded; the shortcut where shapes stay. */
function fusedBlock(
  net: Net,
  x: Value,
  expand: number,
  outChannels: number,
  stride: number,
): Value {
  const channels = x.shape.at(-1) ?? 0;
  const window = { stride, padding: 1, activation: "swish" } as const;
  const y =
    expand === 1
      ? net.convBn("fused", x, outChannels, 3, window)
      : net.convBnLinear(
          "project",
          net.convBn("fused", x, channels * expand, 3, window),
          outChannels,
          1,
        );
  return stride === 1 && channels === outChannels ? net.add("add", x, y) : y;
}
