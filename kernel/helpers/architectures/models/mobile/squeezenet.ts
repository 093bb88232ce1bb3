import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";

/**
 * SqueezeNet 1.0: fire modules instead of wide 3×3 layers; 49 times fewer parameters than AlexNet.
 *
 * @example summary(squeezenet()).trainable // 1248424
 * @source Iandola et al., arXiv:1602.07360
 */
export function squeezenet(options: ModelOptions = {}): Graph {
  const net = imageNet("squeezenet1_0", options, 224);
  const pool = { stride: 2, fit: "ceil" } as const;
  let x = net.relu("relu1", net.conv("conv1", net.input, 96, 7, { stride: 2 }));
  x = net.maxPool("pool1", x, 3, pool);
  x = fire(net, "fire2", x, 16, 64);
  x = fire(net, "fire3", x, 16, 64);
  x = net.maxPool("pool4", fire(net, "fire4", x, 32, 128), 3, pool);
  x = fire(net, "fire5", x, 32, 128);
  x = fire(net, "fire6", x, 48, 192);
  x = fire(net, "fire7", x, 48, 192);
  x = net.maxPool("pool8", fire(net, "fire8", x, 64, 256), 3, pool);
  x = net.dropout("drop9", fire(net, "fire9", x, 64, 256));
  x = net.relu("relu10", net.conv("conv10", x, options.classes ?? 1000, 1));
  return net.build(net.globalAveragePool("avgpool", x));
}

/**
 * Squeeze by 1×1, then half of the maps by 1×1 and half by 3×3.
 *
 * @example const net = new Net("block", [55, 55, 96]); fire(net, "fire2", net.input, 16, 64).shape // [55, 55, 128]
 */
export function fire(net: Net, name: string, x: Value, squeeze: number, expand: number): Value {
  return net.scope(name, () => {
    const s = net.relu("squeeze.relu", net.conv("squeeze", x, squeeze, 1));
    const e1 = net.relu("expand1x1.relu", net.conv("expand1x1", s, expand, 1));
    const e3 = net.relu("expand3x3.relu", net.conv("expand3x3", s, expand, 3, { padding: 1 }));
    return net.concat("concat", e1, e3);
  });
}
