import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";

/**
 * ShuffleNet v2 ×1.0: half of the channels pass by, the other half is worked on, then both are shuffled.
 *
 * @returns 2,278,604 parameters
 * @source Ma et al., arXiv:1807.11164
 * @example summary(shufflenetV2()).trainable // 2,278,604
 */
export function shufflenetV2(options: ModelOptions = {}): Graph {
  const net = imageNet("shufflenet_v2_x1_0", options, 224);
  let x = net.convBn("conv1", net.input, 24, 3, { stride: 2, padding: 1 });
  x = net.maxPool("maxpool", x, 3, { stride: 2, padding: 1 });
  for (const [stage, count] of [4, 8, 4].entries()) {
    const channels = 116 * 2 ** stage;
    for (let index = 0; index < count; index += 1) {
      const input = x;
      x = net.scope(`stage${stage + 2}.${index}`, () =>
        index === 0 ? shuffleDown(net, input, channels) : shuffleUnit(net, input),
      );
    }
  }
  const features = net.globalAveragePool("avgpool", net.convBn("conv5", x, 1024, 1));
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

function shuffleUnit(net: Net, x: Value): Value {
  const channels = x.shape.at(-1) ?? 0;
  const half = channels / 2;
  const kept = net.apply("keep", { op: "slice", from: 0, to: half }, x);
  const worked = branch(
    net,
    net.apply("work", { op: "slice", from: half, to: channels }, x),
    half,
    1,
  );
  const joined = net.concat("concat", kept, worked);
  return net.apply("shuffle", { op: "channelShuffle", groups: 2 }, joined);
}

function shuffleDown(net: Net, x: Value, channels: number): Value {
  const inChannels = x.shape.at(-1) ?? 0;
  const window = { stride: 2, padding: 1, groups: inChannels };
  const thin = net.convBnLinear("branch1.depthwise", x, inChannels, 3, window);
  const left = net.convBn("branch1.pointwise", thin, channels / 2, 1);
  const joined = net.concat("concat", left, branch(net, x, channels / 2, 2));
  return net.apply("shuffle", { op: "channelShuffle", groups: 2 }, joined);
}

function branch(net: Net, x: Value, channels: number, stride: number): Value {
  const y = net.convBn("branch2.in", x, channels, 1);
  const window = { stride, padding: 1, groups: channels };
  return net.convBn(
    "branch2.out",
    net.convBnLinear("branch2.depthwise", y, channels, 3, window),
    channels,
    1,
  );
}
