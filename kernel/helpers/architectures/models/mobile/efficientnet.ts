import { OptionError } from "../../../../core/index.ts";
import type { Graph } from "../../graph/graph.ts";
import { imageNet, type ModelOptions } from "../../graph/net.ts";
import { divisibleBy8, invertedResidual } from "./mobilenet.ts";

/** Multipliers of width and depth and the image size of B0 to B7. @source Tan & Le, arXiv:1905.11946 */
const scales: readonly (readonly [width: number, depth: number, pixels: number])[] = [
  [1, 1, 224], [1, 1.1, 240], [1.1, 1.2, 260], [1.2, 1.4, 300],
  [1.4, 1.8, 380], [1.6, 2.2, 456], [1.8, 2.6, 528], [2, 3.1, 600],
]; // prettier-ignore

/** Expansion, kernel size, stride, maps, blocks of B0's stages. */
const stages: readonly (readonly [number, number, number, number, number])[] = [
  [1, 3, 1, 16, 1], [6, 3, 2, 24, 2], [6, 5, 2, 40, 2], [6, 3, 2, 80, 3],
  [6, 5, 1, 112, 3], [6, 5, 2, 192, 4], [6, 3, 1, 320, 1],
]; // prettier-ignore

/**
 * EfficientNet-B0 to B7: one net, scaled in width, depth and resolution together.
 *
 * @param b 0 … 7
 * @returns B0: 5,288,548 parameters … B7: 66,347,960
 * @throws OptionError EFFICIENTNET_VARIANT
 * @example summary(efficientnet(0)).trainable // 5,288,548
 */
export function efficientnet(b: number, options: ModelOptions = {}): Graph {
  const scale = scales[b];
  if (scale === undefined) {
    throw new OptionError({
      code: "EFFICIENTNET_VARIANT",
      summary: "efficientnet: there is no such variant.",
      given: `b = ${b}`,
      expected: "a whole number from 0 to 7",
      fix: "efficientnet(0) is the smallest",
    });
  }
  const [width, depth, pixels] = scale;
  const swish = { activation: "swish" } as const;
  const net = imageNet(`efficientnet_b${b}`, options, pixels);
  let x = net.convBn("stem", net.input, divisibleBy8(32 * width), 3, {
    stride: 2,
    padding: 1,
    ...swish,
  });
  for (const [stage, [expand, kernelSize, firstStride, channels, count]] of stages.entries()) {
    for (let index = 0; index < Math.ceil(count * depth); index += 1) {
      const input = x;
      const inChannels = input.shape.at(-1) ?? 0;
      x = net.scope(`stage${stage + 1}.${index}`, () =>
        invertedResidual(net, input, {
          expanded: divisibleBy8(inChannels * expand),
          outChannels: divisibleBy8(channels * width),
          kernelSize,
          stride: index === 0 ? firstStride : 1,
          squeeze: Math.max(1, Math.floor(inChannels / 4)),
          gate: ["swish", "sigmoid"],
          ...swish,
        }),
      );
    }
  }
  x = net.convBn("head", x, 4 * (x.shape.at(-1) ?? 0), 1, swish);
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), 0.2);
  return net.build(net.dense("classifier", features, options.classes ?? 1000));
}

/**
 * Compound scaling: depth α^φ, width β^φ, resolution γ^φ; the cost grows by (α·β²·γ²)^φ.
 *
 * @returns the three multipliers and the growth of the MACs; with the paper's 1.2, 1.1, 1.15 the base is 1.9203, not 2
 * @example compoundScale(1).growth.toFixed(4) // "1.9203"
 * @source Tan & Le, arXiv:1905.11946, equation 3
 */
export function compoundScale(
  phi: number,
  { alpha = 1.2, beta = 1.1, gamma = 1.15 }: { alpha?: number; beta?: number; gamma?: number } = {},
): {
  readonly depth: number;
  readonly width: number;
  readonly resolution: number;
  readonly growth: number;
} {
  const faults = Object.entries({ phi, alpha, beta, gamma }).filter(
    ([name, value]) => !(Number.isFinite(value) && value >= (name === "phi" ? 0 : 1)),
  );
  if (faults.length > 0) {
    throw new OptionError({
      code: "COMPOUND_SCALE",
      summary: "compoundScale: a number would make the net smaller than it was, or nothing at all.",
      given: faults.map(([name, value]) => `${name} ${value}`).join(", "),
      expected: "phi ≥ 0, and alpha, beta, gamma ≥ 1",
      fix: "compoundScale(1) is one step up",
    });
  }
  return {
    depth: alpha ** phi,
    width: beta ** phi,
    resolution: gamma ** phi,
    growth: (alpha * beta ** 2 * gamma ** 2) ** phi,
  };
}
