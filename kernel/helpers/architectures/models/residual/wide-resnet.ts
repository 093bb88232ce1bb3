import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { checkCount } from "../../graph/refuse.ts";

/**
 * Wide ResNet for 32×32 images: 6N + 4 layers, three groups of 16k, 32k and 64k maps, pre-activation blocks.
 *
 * @param depth 6N + 4, for example 28 or 16
 * @param widen k ≥ 1
 * @returns WRN-28-10: 36,479,194 parameters; WRN-16-8: 10,961,370
 * @source Zagoruyko & Komodakis, arXiv:1605.07146
 * @example summary(wideResnet(16, 8)).trainable // 10,961,370
 */
export function wideResnet(depth: number, widen: number, options: ModelOptions = {}): Graph {
  const blocks = (depth - 4) / 6;
  checkCount("wideResnet", "(depth − 4)/6", blocks, 1, 200);
  checkCount("wideResnet", "widen", widen, 1, 100);
  const net = imageNet(`wrn-${depth}-${widen}`, options, 32);
  let x = net.conv("conv1", net.input, 16, 3, { padding: 1, bias: false });
  for (const group of [0, 1, 2]) {
    for (let block = 0; block < blocks; block += 1) {
      const stride = block === 0 && group > 0 ? 2 : 1;
      const input = x;
      x = net.scope(`group${group + 1}.${block}`, () =>
        preActivationBlock(net, input, 16 * widen * 2 ** group, stride),
      );
    }
  }
  x = net.relu("relu", net.batchNorm("bn", x));
  const features = net.globalAveragePool("avgpool", x);
  return net.build(net.dense("fc", features, options.classes ?? 10));
}

/**
 * BN, ReLU, convolution, twice; the shortcut starts behind the first ReLU where it needs a projection.
 *
 * @example const net = new Net("block", [32, 32, 16], "floor"); preActivationBlock(net, net.input, 32, 2).shape // [16, 16, 32]
 */
export function preActivationBlock(net: Net, x: Value, channels: number, stride: number): Value {
  const start = net.relu("relu1", net.batchNorm("bn1", x));
  let y = net.conv("conv1", start, channels, 3, { stride, padding: 1, bias: false });
  y = net.relu("relu2", net.batchNorm("bn2", y));
  y = net.conv("conv2", y, channels, 3, { padding: 1, bias: false });
  const identity = stride === 1 && x.shape.at(-1) === channels;
  return net.add(
    "add",
    y,
    identity ? x : net.conv("shortcut", start, channels, 1, { stride, bias: false }),
  );
}
