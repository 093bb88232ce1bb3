import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { chain, down, pooledBranch, pooledDown } from "./branches.ts";
import { fork } from "./v3.ts";

/**
 * Inception-v4: the same ideas, made regular.
 *
 * @returns 42,679,816 parameters
 * @source Szegedy, Ioffe, Vanhoucke & Alemi, arXiv:1602.07261
 * @example summary(inceptionV4()).trainable // 42,679,816
 */
export function inceptionV4(options: ModelOptions = {}): Graph {
  const net = imageNet("inception_v4", options, 299);
  let x = stem(net);
  for (const index of [1, 2, 3, 4]) x = net.scope(`a${index}`, () => moduleA(net, x));
  x = net.scope("reductionA", () => reduceA(net, x));
  for (const index of [1, 2, 3, 4, 5, 6, 7]) x = net.scope(`b${index}`, () => moduleB(net, x));
  x = net.scope("reductionB", () => reduceB(net, x));
  for (const index of [1, 2, 3]) x = net.scope(`c${index}`, () => moduleC(net, x));
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x), 0.2);
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

const plain = { padding: 0 } as const;

function stem(net: Net): Value {
  const x = chain(net, "stem", net.input, [[32, 3, down], [32, 3, plain], [64, 3]]); // prettier-ignore
  const a = net.concat(
    "mixed3a",
    pooledDown(net, "pool3a", x),
    chain(net, "conv3a", x, [[96, 3, down]]),
  );
  const left = chain(net, "mixed4a.left", a, [[64, 1], [96, 3, plain]]); // prettier-ignore
  const right = chain(net, "mixed4a.right", a, [
    [64, 1], [64, [1, 7]], [64, [7, 1]], [96, 3, plain],
  ]); // prettier-ignore
  const b = net.concat("mixed4a", left, right);
  return net.concat(
    "mixed5a",
    chain(net, "conv5a", b, [[192, 3, down]]),
    pooledDown(net, "pool5a", b),
  );
}

function moduleA(net: Net, x: Value): Value {
  const one = chain(net, "branch0", x, [[96, 1]]);
  const two = chain(net, "branch1", x, [[64, 1], [96, 3]]); // prettier-ignore
  const three = chain(net, "branch2", x, [[64, 1], [96, 3], [96, 3]]); // prettier-ignore
  return net.concat("concat", one, two, three, pooledBranch(net, "branch3", x, 96));
}

function reduceA(net: Net, x: Value): Value {
  const one = chain(net, "branch0", x, [[384, 3, down]]);
  const two = chain(net, "branch1", x, [[192, 1], [224, 3], [256, 3, down]]); // prettier-ignore
  return net.concat("concat", one, two, pooledDown(net, "branch2", x));
}

function moduleB(net: Net, x: Value): Value {
  const one = chain(net, "branch0", x, [[384, 1]]);
  const two = chain(net, "branch1", x, [[192, 1], [224, [1, 7]], [256, [7, 1]]]); // prettier-ignore
  const three = chain(net, "branch2", x, [
    [192, 1], [192, [7, 1]], [224, [1, 7]], [224, [7, 1]], [256, [1, 7]],
  ]); // prettier-ignore
  return net.concat("concat", one, two, three, pooledBranch(net, "branch3", x, 128));
}

function reduceB(net: Net, x: Value): Value {
  const one = chain(net, "branch0", x, [[192, 1], [192, 3, down]]); // prettier-ignore
  const two = chain(net, "branch1", x, [
    [256, 1], [256, [1, 7]], [320, [7, 1]], [320, 3, down],
  ]); // prettier-ignore
  return net.concat("concat", one, two, pooledDown(net, "branch2", x));
}

function moduleC(net: Net, x: Value): Value {
  const one = chain(net, "branch0", x, [[256, 1]]);
  const two = fork(net, "branch1", chain(net, "branch1", x, [[384, 1]]), 256);
  const three = chain(net, "branch2", x, [[384, 1], [448, [3, 1]], [512, [1, 3]]]); // prettier-ignore
  const forked = fork(net, "branch2", three, 256);
  return net.concat("concat", one, two, forked, pooledBranch(net, "branch3", x, 256));
}
