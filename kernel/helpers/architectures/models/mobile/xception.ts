import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";

/** Maps of each separable convolution and the stride of the block's pool. */
type Block = readonly [widths: readonly number[], stride: number];

/**
 * Xception: depthwise-separable convolutions in residual blocks, 22,855,952 parameters (Keras' total, with batch norm's
 * moving statistics, is 22,910,480).
 *
 * @source Chollet, arXiv:1610.02357, figure 5
 * @example summary(xception()).trainable // 22,855,952
 */
export function xception(options: ModelOptions = {}): Graph {
  const net = imageNet("xception", options, 299);
  let x = net.convBn("conv1", net.input, 32, 3, { stride: 2 });
  x = net.convBn("conv2", x, 64, 3);
  const middle: readonly Block[] = Array.from({ length: 8 }, () => [[728, 728, 728], 1] as const);
  const blocks: readonly Block[] = [
    [[128, 128], 2],
    [[256, 256], 2],
    [[728, 728], 2],
    ...middle,
    [[728, 1024], 2],
  ];
  for (const [index, [widths, stride]] of blocks.entries()) {
    const input = x;
    x = net.scope(`block${index + 1}`, () => xceptionBlock(net, input, widths, stride, index > 0));
  }
  x = net.relu("relu3", net.batchNorm("bn3", separable(net, "conv3", x, 1536)));
  x = net.relu("relu4", net.batchNorm("bn4", separable(net, "conv4", x, 2048)));
  const features = net.globalAveragePool("avgpool", x);
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

function xceptionBlock(
  net: Net,
  x: Value,
  widths: readonly number[],
  stride: number,
  startWithRelu: boolean,
): Value {
  let y = x;
  for (const [index, channels] of widths.entries()) {
    if (index > 0 || startWithRelu) y = net.relu(`relu${index + 1}`, y);
    y = net.batchNorm(`bn${index + 1}`, separable(net, `conv${index + 1}`, y, channels));
  }
  if (stride === 1) return net.add("add", y, x);
  y = net.maxPool("pool", y, 3, { stride, padding: 1 });
  const skip = net.convBnLinear("skip", x, y.shape.at(-1) ?? 0, 1, { stride });
  return net.add("add", y, skip);
}

/**
 * 3×3 for each channel on its own, then 1×1 across channels.
 *
 * @example const net = new Net("block", [19, 19, 728]); separable(net, "sep", net.input, 1024).shape // [19, 19, 1024]
 */
export function separable(net: Net, name: string, x: Value, channels: number): Value {
  const y = net.depthwise(`${name}.depthwise`, x, 3, { padding: 1, bias: false });
  return net.conv(`${name}.pointwise`, y, channels, 1, { bias: false });
}
