// What the searched cells are made of.
import type { Value } from "../../graph/graph.ts";
import type { Net } from "../../graph/net.ts";

/** ReLU, 1×1, batch norm. */
export function project(net: Net, name: string, x: Value, width: number, stride = 1): Value {
  return net.convBnLinear(name, net.relu(`${name}.relu`, x), width, 1, { stride });
}

/** Half the size without losing every second pixel: 1×1 on the even pixels and on the odd ones, joined, batch norm. */
export function halve(net: Net, name: string, x: Value, width: number): Value {
  const half = Math.floor(width / 2);
  const even = net.conv(`${name}.path1`, x, half, 1, { stride: 2, bias: false });
  const moved = net.apply(`${name}.shift`, { op: "crop", top: 1, left: 1 }, x);
  const odd = net.conv(`${name}.path2`, moved, width - half, 1, {
    stride: 2,
    padding: [
      [0, 1],
      [0, 1],
    ],
    bias: false,
  });
  return net.batchNorm(`${name}.bn`, net.concat(`${name}.concat`, even, odd));
}

/** Two separable convolutions, each with ReLU before and batch norm behind; only the first has the stride. */
export function separableTwice(
  net: Net,
  name: string,
  x: Value,
  width: number,
  kernel: number,
  stride = 1,
  dilation = 1,
): Value {
  const padding = (dilation * (kernel - 1)) / 2;
  const once = (part: string, y: Value, step: number): Value => {
    const active = net.relu(`${name}.${part}.relu`, y);
    const window = { stride: step, padding, dilation, bias: false };
    const thin = net.depthwise(`${name}.${part}.depthwise`, active, kernel, window);
    return net.convBnLinear(`${name}.${part}.pointwise`, thin, width, 1);
  };
  return once("second", once("first", x, stride), 1);
}
