import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { chain, down, pooledBranch, pooledDown } from "./branches.ts";
import { type Branches, reduce, repeat } from "./residual.ts";

const block35: Branches = [
  [[32, 1]],
  [[32, 1], [32, 3]],
  [[32, 1], [48, 3], [64, 3]],
]; // prettier-ignore
const block17: Branches = [
  [[192, 1]],
  [[128, 1], [160, [1, 7]], [192, [7, 1]]],
]; // prettier-ignore
const block8: Branches = [
  [[192, 1]],
  [[192, 1], [224, [1, 3]], [256, [3, 1]]],
]; // prettier-ignore

/**
 * Inception-ResNet-v2: Inception modules whose result is added to their input.
 *
 * @returns 55,843,464 parameters (Keras' total is 55,873,736: moving statistics, and no scale in its batch norms)
 * @source Szegedy, Ioffe, Vanhoucke & Alemi, arXiv:1602.07261
 * @example summary(inceptionResnetV2()).trainable // 55,843,464
 */
export function inceptionResnetV2(options: ModelOptions = {}): Graph {
  const net = imageNet("inception_resnet_v2", options, 299);
  const plain = { padding: 0 } as const;
  let x = chain(net, "stem", net.input, [[32, 3, down], [32, 3, plain], [64, 3]]); // prettier-ignore
  x = chain(net, "stem2", pooledDown(net, "pool1", x), [[80, 1], [192, 3, plain]]); // prettier-ignore
  x = net.scope("mixed5b", () => mixed5b(net, pooledDown(net, "pool2", x)));
  x = repeat(net, "block35", x, block35, 10);
  x = reduce(net, "mixed6a", x, [[[384, 3, down]], [[256, 1], [256, 3], [384, 3, down]]]); // prettier-ignore
  x = repeat(net, "block17", x, block17, 20);
  x = reduce(net, "mixed7a", x, [
    [[256, 1], [384, 3, down]],
    [[256, 1], [288, 3, down]],
    [[256, 1], [288, 3], [320, 3, down]],
  ]); // prettier-ignore
  x = repeat(net, "block8", x, block8, 10, "last linear");
  x = chain(net, "conv7b", x, [[1536, 1]]);
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), 0.2);
  return net.build(net.dense("classif", features, options.classes ?? 1000));
}

function mixed5b(net: Net, x: Value): Value {
  const one = chain(net, "branch0", x, [[96, 1]]);
  const two = chain(net, "branch1", x, [[48, 1], [64, 5]]); // prettier-ignore
  const three = chain(net, "branch2", x, [[64, 1], [96, 3], [96, 3]]); // prettier-ignore
  return net.concat("concat", one, two, three, pooledBranch(net, "branch3", x, 64));
}
