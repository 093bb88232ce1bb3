import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";

const blocks = { 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3] } as const;

/**
 * ResNet v2: batch norm and ReLU stand before each convolution, so that nothing lies on the way of the shortcut. As in
 * Keras: the stride is in the last block of a stage, and the outer convolutions have biases.
 *
 * @returns 50: 25,568,360 trainable parameters, 25,613,800 with the moving statistics
 * @source He et al., arXiv:1603.05027
 * @example summary(resnetV2(50)).trainable // 25568360
 */
export function resnetV2(depth: keyof typeof blocks, options: ModelOptions = {}): Graph {
  const counts = variantOf("resnetV2", blocks, depth);
  const net = imageNet(`resnet${depth}v2`, options, 224);
  let x = net.conv("conv1", net.input, 64, 7, { stride: 2, padding: 3 });
  x = net.maxPool("pool1", x, 3, { stride: 2, padding: 1 });
  for (const [stage, count] of counts.entries()) {
    for (let block = 0; block < count; block += 1) {
      const stride = block === count - 1 && stage < 3 ? 2 : 1;
      const input = x;
      x = net.scope(`layer${stage + 1}.${block}`, () =>
        preactivatedBlock(net, input, 64 * 2 ** stage, stride, block === 0),
      );
    }
  }
  x = net.relu("post.relu", net.batchNorm("post.bn", x));
  const features = net.globalAveragePool("avgpool", x);
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

/** Norm, ReLU, then 1×1, 3×3 and 1×1; the shortcut is a convolution only where the number of maps changes. */
function preactivatedBlock(
  net: Net,
  x: Value,
  planes: number,
  stride: number,
  project: boolean,
): Value {
  const active = net.relu("preact.relu", net.batchNorm("preact.bn", x));
  const passed = stride > 1 ? net.maxPool("shortcut", x, 1, { stride }) : x;
  const shortcut = project ? net.conv("shortcut", active, planes * 4, 1, { stride }) : passed;
  let y = net.convBn("conv1", active, planes, 1);
  y = net.convBn("conv2", y, planes, 3, { stride, padding: 1 });
  return net.add("add", shortcut, net.conv("conv3", y, planes * 4, 1));
}
