import type { Graph } from "../../graph/graph.ts";
import { imageNet, type ModelOptions } from "../../graph/net.ts";

/** Which maps of S2 each map of C3 reads. @source LeCun et al., Proc. IEEE 86 (1998), table I */
const connections: readonly (readonly number[])[] = [
  [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
  [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
  [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
]; // prettier-ignore

/**
 * LeNet-5 as it is usually rewritten: 32×32 → 28×28×6 → 14 → 10×10×16 → 5 → 120 → 84 → 10, every map connected.
 *
 * @returns 61,706 parameters
 * @source LeCun, Bottou, Bengio & Haffner, Proc. IEEE 86 (1998)
 * @example summary(lenet5()).trainable // 61,706
 */
export function lenet5(options: ModelOptions = {}): Graph {
  const net = imageNet("lenet5", options, 32, 1);
  let x = net.act("c1.act", net.conv("c1", net.input, 6, 5), "tanh");
  x = net.averagePool("s2", x, 2);
  x = net.act("c3.act", net.conv("c3", x, 16, 5), "tanh");
  x = net.averagePool("s4", x, 2);
  x = net.act("c5.act", net.dense("c5", net.flatten("flatten", x), 120), "tanh");
  x = net.act("f6.act", net.dense("f6", x, 84), "tanh");
  return net.build(net.dense("output", x, options.classes ?? 10));
}

/**
 * LeNet-5 up to F6 as printed in 1998: C3 reads only some maps (1,516 parameters), sub-sampling has a weight and a bias
 * per map, the output units are radial basis functions without trained parameters.
 *
 * @returns 60,000 parameters
 * @source LeCun, Bottou, Bengio & Haffner, Proc. IEEE 86 (1998)
 * @example summary(lenet5Original()).trainable // 60,000
 */
export function lenet5Original(): Graph {
  const net = imageNet("lenet5Original", {}, 32, 1);
  let x = net.act("c1.act", net.conv("c1", net.input, 6, 5), "tanh");
  x = net.act("s2.act", net.apply("s2", { op: "subsample", size: 2 }, x), "sigmoid");
  x = net.apply("c3", { op: "tableConv", table: connections, kernelSize: 5 }, x);
  x = net.act("c3.act", x, "tanh");
  x = net.act("s4.act", net.apply("s4", { op: "subsample", size: 2 }, x), "sigmoid");
  x = net.act("c5.act", net.conv("c5", x, 120, 5), "tanh");
  x = net.dense("f6", net.flatten("flatten", x), 84);
  return net.build(net.act("f6.act", x, "tanh"));
}

/**
 * The net of the adamharley viewer: 6 and 16 maps by 5×5 filters, dense 120 and 100, 10 classes.
 *
 * @example summary(digitsViewerNet()).trainable // 63,802
 */
export function digitsViewerNet(): Graph {
  const net = imageNet("digitsViewerNet", {}, 32, 1);
  let x = net.maxPool("pool1", net.relu("relu1", net.conv("conv1", net.input, 6, 5)), 2);
  x = net.maxPool("pool2", net.relu("relu2", net.conv("conv2", x, 16, 5)), 2);
  x = net.relu("relu3", net.dense("fc1", net.flatten("flatten", x), 120));
  x = net.relu("relu4", net.dense("fc2", x, 100));
  return net.build(net.dense("fc3", x, 10));
}

/**
 * The tiny VGG that CNN Explainer draws: 64 → 62 → 60 → 30 → 28 → 26 → 13 pixels, 10 maps everywhere, 10 classes.
 *
 * @example summary(cnnExplainer()).trainable // 19,920
 */
export function cnnExplainer(): Graph {
  const net = imageNet("cnnExplainer", {}, 64);
  let x = net.input;
  for (const block of [1, 2]) {
    for (const layer of [1, 2]) {
      const name = `conv_${block}_${layer}`;
      x = net.relu(`relu_${block}_${layer}`, net.conv(name, x, 10, 3));
    }
    x = net.maxPool(`max_pool_${block}`, x, 2);
  }
  return net.build(net.dense("output", net.flatten("flatten", x), 10));
}
