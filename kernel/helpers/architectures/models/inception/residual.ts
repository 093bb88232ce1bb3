// What the two Inception-ResNets share: modules whose joined branches are added to their input.
import type { Value } from "../../graph/graph.ts";
import type { Net } from "../../graph/net.ts";
import { chain, pooledDown, type Step } from "./branches.ts";

/** Convolutions of each branch of a module. */
export type Branches = readonly (readonly Step[])[];

/** `count` residual modules; with "last linear" the last has no ReLU behind its sum. */
export function repeat(
  net: Net,
  name: string,
  x: Value,
  branches: Branches,
  count: number,
  end: "relu" | "last linear" = "relu",
): Value {
  let y = x;
  for (let index = 1; index <= count; index += 1) {
    const input = y;
    const linear = end === "last linear" && index === count;
    y = net.scope(`${name}.${index}`, () => residualModule(net, input, branches, linear));
  }
  return y;
}

function residualModule(net: Net, x: Value, branches: Branches, linear: boolean): Value {
  const maps = branches.map((steps, index) => chain(net, `branch${index}`, x, steps));
  const up = net.conv("up", net.concat("concat", ...maps), x.shape.at(-1) ?? 0, 1);
  const sum = net.add("add", x, up);
  return linear ? sum : net.relu("relu", sum);
}

/** Branches side by side, and a max-pool with stride 2 as one more. */
export function reduce(net: Net, name: string, x: Value, branches: Branches): Value {
  return net.scope(name, () => {
    const maps = branches.map((steps, index) => chain(net, `branch${index}`, x, steps));
    return net.concat("concat", ...maps, pooledDown(net, "pool", x));
  });
}
