import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";

/** Layers per block, growth rate, maps after the stem. @source Huang et al., arXiv:1608.06993, table 1 */
const variants: Readonly<Record<DenseNetDepth, readonly [readonly number[], number, number]>> = {
  121: [[6, 12, 24, 16], 32, 64],
  161: [[6, 12, 36, 24], 48, 96],
  169: [[6, 12, 32, 32], 32, 64],
  201: [[6, 12, 48, 32], 32, 64],
  264: [[6, 12, 64, 48], 32, 64],
};

/** Layers with weights, as the paper counts them. */
export type DenseNetDepth = 121 | 161 | 169 | 201 | 264;

/**
 * DenseNet: every layer of a block reads all maps before it, x_l = H([x_0, …, x_{l−1}]).
 *
 * @example summary(densenet(121)).trainable // 7978856
 */
export function densenet(depth: DenseNetDepth, options: ModelOptions = {}): Graph {
  const [blocks, growth, stem] = variantOf("densenet", variants, depth);
  const net = imageNet(`densenet${depth}`, options, 224);
  let x = net.convBn("conv0", net.input, stem, 7, { stride: 2, padding: 3 });
  x = net.maxPool("pool0", x, 3, { stride: 2, padding: 1 });
  for (const [index, layers] of blocks.entries()) {
    for (let layer = 0; layer < layers; layer += 1) {
      const input = x;
      x = net.scope(`denseblock${index + 1}.${layer + 1}`, () => denseLayer(net, input, growth));
    }
    if (index < blocks.length - 1) x = transition(net, `transition${index + 1}`, x);
  }
  x = net.relu("relu5", net.batchNorm("norm5", x));
  const features = net.globalAveragePool("avgpool", x);
  return net.build(net.dense("classifier", features, options.classes ?? 1000));
}

/**
 * BN, ReLU, 1×1 to four times the growth, BN, ReLU, 3×3 to the growth; the result joins the input.
 *
 * @example const net = new Net("block", [56, 56, 64]); denseLayer(net, net.input, 32).shape // [56, 56, 96]
 */
export function denseLayer(net: Net, x: Value, growth: number): Value {
  let y = net.relu("relu1", net.batchNorm("norm1", x));
  y = net.conv("conv1", y, 4 * growth, 1, { bias: false });
  y = net.relu("relu2", net.batchNorm("norm2", y));
  return net.concat("concat", x, net.conv("conv2", y, growth, 3, { padding: 1, bias: false }));
}

function transition(net: Net, name: string, x: Value): Value {
  const y = net.relu(`${name}.relu`, net.batchNorm(`${name}.norm`, x));
  const half = Math.floor((x.shape.at(-1) ?? 0) / 2);
  return net.averagePool(`${name}.pool`, net.conv(`${name}.conv`, y, half, 1, { bias: false }), 2);
}
