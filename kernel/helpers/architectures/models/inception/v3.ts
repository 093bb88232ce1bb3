import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { chain, down, pooledBranch, pooledDown } from "./branches.ts";

/**
 * Inception-v3: factorised convolutions, 1×7 and 7×1 instead of 7×7.
 *
 * @returns 23,834,568 parameters; 27,161,264 with the auxiliary classifier (Keras has no scale in its batch norms)
 * @source Szegedy et al., arXiv:1512.00567
 * @example summary(inceptionV3()).trainable // 23,834,568
 */
export function inceptionV3({
  aux = false,
  ...options
}: ModelOptions & { readonly aux?: boolean } = {}): Graph {
  const net = imageNet("inception_v3", options, 299);
  const classes = options.classes ?? 1000;
  const plain = { padding: 0 } as const;
  let x = chain(net, "stem", net.input, [
    [32, 3, down],
    [32, 3, plain],
    [64, 3],
  ]);
  x = pooledDown(net, "pool1", x);
  x = chain(net, "stem2", x, [
    [80, 1],
    [192, 3, plain],
  ]);
  x = pooledDown(net, "pool2", x);
  for (const [index, pool] of [32, 64, 64].entries())
    x = within(net, `a${index + 1}`, x, (y) => moduleA(net, y, pool));
  x = within(net, "b", x, (y) => reduceB(net, y));
  for (const [index, width] of [128, 160, 160, 192].entries()) {
    x = within(net, `c${index + 1}`, x, (y) => moduleC(net, y, width));
  }
  const heads = aux ? [within(net, "aux", x, (y) => auxiliary(net, y, classes))] : [];
  x = within(net, "d", x, (y) => reduceD(net, y));
  for (const index of [1, 2]) x = within(net, `e${index}`, x, (y) => moduleE(net, y));
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", x));
  return net.build(net.dense("fc", features, classes), ...heads);
}

const within = (net: Net, name: string, x: Value, module: (x: Value) => Value): Value =>
  net.scope(name, () => module(x));

function moduleA(net: Net, x: Value, pool: number): Value {
  const one = chain(net, "branch1x1", x, [[64, 1]]);
  const five = chain(net, "branch5x5", x, [[48, 1], [64, 5]]); // prettier-ignore
  const double = chain(net, "branch3x3dbl", x, [[64, 1], [96, 3], [96, 3]]); // prettier-ignore
  return net.concat("concat", one, five, double, pooledBranch(net, "branch_pool", x, pool));
}

function reduceB(net: Net, x: Value): Value {
  const three = chain(net, "branch3x3", x, [[384, 3, down]]);
  const double = chain(net, "branch3x3dbl", x, [[64, 1], [96, 3], [96, 3, down]]); // prettier-ignore
  return net.concat("concat", three, double, pooledDown(net, "branch_pool", x));
}

function moduleC(net: Net, x: Value, width: number): Value {
  const one = chain(net, "branch1x1", x, [[192, 1]]);
  const seven = chain(net, "branch7x7", x, [[width, 1], [width, [1, 7]], [192, [7, 1]]]); // prettier-ignore
  const double = chain(net, "branch7x7dbl", x, [
    [width, 1], [width, [7, 1]], [width, [1, 7]], [width, [7, 1]], [192, [1, 7]],
  ]); // prettier-ignore
  return net.concat("concat", one, seven, double, pooledBranch(net, "branch_pool", x, 192));
}

function reduceD(net: Net, x: Value): Value {
  const three = chain(net, "branch3x3", x, [[192, 1], [320, 3, down]]); // prettier-ignore
  const seven = chain(net, "branch7x7x3", x, [
    [192, 1], [192, [1, 7]], [192, [7, 1]], [192, 3, down],
  ]); // prettier-ignore
  return net.concat("concat", three, seven, pooledDown(net, "branch_pool", x));
}

function moduleE(net: Net, x: Value): Value {
  const one = chain(net, "branch1x1", x, [[320, 1]]);
  const three = fork(net, "branch3x3", chain(net, "branch3x3", x, [[384, 1]]), 384);
  const double = fork(net, "branch3x3dbl", chain(net, "branch3x3dbl", x, [[448, 1], [384, 3]]), 384); // prettier-ignore
  return net.concat("concat", one, three, double, pooledBranch(net, "branch_pool", x, 192));
}

/**
 * 1×3 and 3×1 side by side.
 *
 * @example const net = new Net("block", [8, 8, 384]); fork(net, "b", net.input, 384).shape // [8, 8, 768]
 */
export function fork(net: Net, name: string, x: Value, channels: number): Value {
  const wide = chain(net, `${name}.wide`, x, [[channels, [1, 3]]]);
  const tall = chain(net, `${name}.tall`, x, [[channels, [3, 1]]]);
  return net.concat(`${name}.concat`, wide, tall);
}

function auxiliary(net: Net, x: Value, classes: number): Value {
  const pooled = net.averagePool("pool", x, 5, { stride: 3 });
  const thin = chain(net, "conv", pooled, [[128, 1], [768, 5, { padding: 0 }]]); // prettier-ignore
  return net.dense("fc", net.globalAveragePool("avgpool", thin), classes);
}
