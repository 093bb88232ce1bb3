import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { gate } from "./resnet.ts";

/**
 * SENet-154: ResNeXt-152 64×4d with gates, a deeper stem and 3×3 shortcuts.
 *
 * @returns 115,088,984 parameters
 * @source Hu, Shen & Sun, arXiv:1709.01507
 * @example summary(senet154()).trainable // 115,088,984
 */
export function senet154(options: ModelOptions = {}): Graph {
  const net = imageNet("senet154", options, 224);
  let x = net.convBn("conv1", net.input, 64, 3, { stride: 2, padding: 1 });
  x = net.convBn("conv2", x, 64, 3, { padding: 1 });
  x = net.convBn("conv3", x, 128, 3, { padding: 1 });
  x = net.maxPool("pool", x, 3, { stride: 2, fit: "ceil" });
  for (const [stage, count] of [3, 8, 36, 3].entries()) {
    for (let index = 0; index < count; index += 1) {
      const stride = index === 0 && stage > 0 ? 2 : 1;
      const input = x;
      x = net.scope(`layer${stage + 1}.${index}`, () => block(net, input, 64 * 2 ** stage, stride));
    }
  }
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), 0.2);
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

function block(net: Net, x: Value, planes: number, stride: number): Value {
  let y = net.convBn("conv1", x, 2 * planes, 1);
  y = net.convBn("conv2", y, 4 * planes, 3, { stride, padding: 1, groups: 64 });
  y = gate(net, net.convBnLinear("conv3", y, 4 * planes, 1), planes / 4);
  return net.relu("relu", net.add("add", y, shortcut(net, x, 4 * planes, stride)));
}

function shortcut(net: Net, x: Value, channels: number, stride: number): Value {
  if (stride === 2) return net.convBnLinear("downsample", x, channels, 3, { stride, padding: 1 });
  if (x.shape.at(-1) === channels) return x;
  return net.convBnLinear("downsample", x, channels, 1);
}
