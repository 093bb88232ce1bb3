import type { Graph } from "../../graph/graph.ts";
import { imageNet, type ModelOptions } from "../../graph/net.ts";
import { invertedResidual } from "../mobile/mobilenet.ts";

/** Expansion, kernel size, stride, maps, blocks. @source Tan et al., arXiv:1807.11626, figure 7 */
const stages: readonly (readonly [number, number, number, number, number])[] = [
  [3, 3, 2, 24, 3], [3, 5, 2, 40, 3], [6, 5, 2, 80, 3], [6, 3, 1, 96, 2], [6, 5, 2, 192, 4], [6, 3, 1, 320, 1],
]; // prettier-ignore

/**
 * MnasNet-B1, found by a search that measured a phone's latency: 4,383,312 parameters.
 *
 * @example summary(mnasnet()).trainable // 4,383,312
 */
export function mnasnet(options: ModelOptions = {}): Graph {
  const net = imageNet("mnasnet1_0", options, 224);
  let x = net.convBn("stem", net.input, 32, 3, { stride: 2, padding: 1 });
  x = net.convBn("depthwise", x, 32, 3, { padding: 1, groups: 32 });
  x = net.convBnLinear("project", x, 16, 1);
  for (const [stage, [expand, kernelSize, firstStride, outChannels, count]] of stages.entries()) {
    for (let index = 0; index < count; index += 1) {
      const input = x;
      const expanded = expand * (input.shape.at(-1) ?? 0);
      const stride = index === 0 ? firstStride : 1;
      x = net.scope(`stage${stage + 1}.${index}`, () =>
        invertedResidual(net, input, {
          expanded,
          outChannels,
          kernelSize,
          stride,
          activation: "relu",
        }),
      );
    }
  }
  x = net.convBn("head", x, 1280, 1);
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), 0.2);
  return net.build(net.dense("classifier", features, options.classes ?? 1000));
}
