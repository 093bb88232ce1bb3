import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";

const leaky = { activation: "leakyRelu" } as const;
const wide = { padding: 1, ...leaky } as const;

/**
 * Darknet-19, the backbone of YOLOv2: 20,842,376 parameters. @source Redmon & Farhadi, arXiv:1612.08242, table 6
 *
 * @example summary(darknet19()).trainable // 20,842,376
 */
export function darknet19(options: ModelOptions = {}): Graph {
  const net = imageNet("darknet19", options, 224);
  const stages = [
    [32],
    [64],
    [128, 64, 128],
    [256, 128, 256],
    [512, 256, 512, 256, 512],
    [1024, 512, 1024, 512, 1024],
  ];
  let x = net.input;
  for (const [stage, widths] of stages.entries()) {
    if (stage > 0) x = net.maxPool(`pool${stage}`, x, 2);
    for (const [index, channels] of widths.entries()) {
      const name = `conv${stage + 1}_${index + 1}`;
      x =
        index % 2 === 0
          ? net.convBn(name, x, channels, 3, wide)
          : net.convBn(name, x, channels, 1, leaky);
    }
  }
  return net.build(
    net.globalAveragePool("avgpool", net.conv("conv7", x, options.classes ?? 1000, 1)),
  );
}

/**
 * Darknet-53, the backbone of YOLOv3: 41,609,928 parameters. @source Redmon & Farhadi, arXiv:1804.02767, table 1
 *
 * @example summary(darknet53()).trainable // 41,609,928
 */
export function darknet53(options: ModelOptions = {}): Graph {
  const net = imageNet("darknet53", options, 256);
  let x = net.convBn("conv1", net.input, 32, 3, wide);
  for (const [stage, count] of [1, 2, 8, 8, 4].entries()) {
    const channels = 64 * 2 ** stage;
    x = net.convBn(`down${stage + 1}`, x, channels, 3, { stride: 2, ...wide });
    for (let index = 0; index < count; index += 1) {
      x = darkBlock(net, `stage${stage + 1}.${index}`, x, channels / 2, channels);
    }
  }
  const features = net.globalAveragePool("avgpool", x);
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

/**
 * CSPDarknet-53, the backbone of YOLOv4: half of the maps take the blocks, the other half goes round them.
 *
 * @returns 27,642,184 parameters
 * @source Wang et al., arXiv:1911.11929; Bochkovskiy et al., arXiv:2004.10934
 * @example summary(cspDarknet53()).trainable // 27,642,184
 */
export function cspDarknet53(options: ModelOptions = {}): Graph {
  const net = imageNet("cspdarknet53", options, 256);
  let x = net.convBn("stem", net.input, 32, 3, wide);
  for (const [stage, count] of [1, 2, 8, 8, 4].entries()) {
    const channels = 64 * 2 ** stage;
    const input = net.convBn(`down${stage + 1}`, x, channels, 3, { stride: 2, ...wide });
    x = net.scope(`stage${stage + 1}`, () => crossStage(net, input, count, stage === 0));
  }
  const features = net.globalAveragePool("avgpool", x);
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

function crossStage(net: Net, x: Value, count: number, first: boolean): Value {
  const channels = x.shape.at(-1) ?? 0;
  const expanded = first ? 2 * channels : channels;
  const half = expanded / 2;
  const split = net.convBn("expand", x, expanded, 1, leaky);
  const round = net.apply("round", { op: "slice", from: 0, to: half }, split);
  let y = net.apply("through", { op: "slice", from: half, to: expanded }, split);
  for (let index = 0; index < count; index += 1) {
    y = darkBlock(net, `${index}`, y, first ? half / 2 : half, half);
  }
  y = net.convBn("transitionBlock", y, half, 1, leaky);
  return net.convBn("transition", net.concat("concat", round, y), channels, 1, leaky);
}

function darkBlock(net: Net, name: string, x: Value, hidden: number, channels: number): Value {
  const thin = net.convBn(`${name}.conv1`, x, hidden, 1, leaky);
  return net.add(`${name}.add`, x, net.convBn(`${name}.conv2`, thin, channels, 3, wide));
}
