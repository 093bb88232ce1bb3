import type { Value } from "../../../graph/graph.ts";
import type { Net } from "../../../graph/net.ts";
import { halve, project, separableTwice } from "../parts.ts";
import type { Cell, Operation } from "./cells.ts";

/**
 * Adds a cell of `width` maps.
 *
 * @param inputs the last cell's map and the one before it
 * @param stride of what reads one of these two; sums that read other sums keep the size
 */
export function applyCell(
  net: Net,
  { sums, joined }: Cell,
  [x, before]: readonly [Value, Value],
  width: number,
  stride: 1 | 2,
): Value {
  const states = [project(net, "state0", x, width), fitted(net, before, x, width)];
  for (const [at, [leftOp, leftFrom, rightOp, rightFrom]] of sums.entries()) {
    const name = `state${at + 2}`;
    const side = (of: string, op: Operation, from: number): Value =>
      operate(net, `${name}.${of}`, op, states[from] ?? x, width, from < 2 ? stride : 1);
    const [left, right] = [side("left", leftOp, leftFrom), side("right", rightOp, rightFrom)];
    states.push(net.add(name, left, right));
  }
  const last = states.at(-1) ?? x;
  const parts = joined.map((from) => resized(net, `joined${from}`, states[from] ?? last, last));
  return net.concat("concat", ...parts);
}

/** The map of the cell before last: the last one's size, and `width` maps unless both are the stem's. */
function fitted(net: Net, before: Value, x: Value, width: number): Value {
  if (before === x) return x;
  if (before.shape[0] !== x.shape[0]) {
    return halve(net, "state1", net.relu("state1.relu", before), width);
  }
  return before.shape.at(-1) === width ? before : project(net, "state1", before, width);
}

/** A state in the shape of the last sum: a reduction may have halved that, and the stem's map has other channels. */
function resized(net: Net, name: string, state: Value, last: Value): Value {
  const width = last.shape.at(-1) ?? 0;
  if (state.shape[0] !== last.shape[0]) return halve(net, name, state, width);
  return state.shape.at(-1) === width ? state : net.convBnLinear(name, state, width, 1);
}

function operate(
  net: Net,
  name: string,
  op: Operation,
  x: Value,
  width: number,
  stride: number,
): Value {
  const same = x.shape.at(-1) === width;
  const pooled = (y: Value): Value => (same ? y : net.convBnLinear(`${name}.fit`, y, width, 1));
  const separable = (kernel: number, dilation = 1): Value =>
    separableTwice(net, name, x, width, kernel, stride, dilation);
  switch (op) {
    case "none":
      return stride === 1 && same ? x : project(net, name, x, width, stride);
    case "1x1":
      return project(net, name, x, width, stride);
    case "average 3x3":
      return pooled(net.averagePool(name, x, 3, { stride, padding: 1 }));
    case "max 2x2":
      return pooled(net.maxPool(name, x, 2, { stride, padding: "same" }));
    case "max 3x3":
      return pooled(net.maxPool(name, x, 3, { stride, padding: 1 }));
    case "3x3":
      return bottleneck(net, name, x, width, (y, thin) =>
        net.convBn(`${name}.3x3`, y, thin, 3, { stride, padding: 1 }),
      );
    case "1x7 7x1":
      return bottleneck(net, name, x, width, (y, thin) => {
        const wide = { stride: [1, stride], padding: [0, 3] } as const;
        const tall = { stride: [stride, 1], padding: [3, 0] } as const;
        const once = net.convBn(`${name}.1x7`, y, thin, [1, 7], wide);
        return net.convBn(`${name}.7x1`, once, thin, [7, 1], tall);
      });
    case "separable 3x3":
      return separable(3);
    case "separable 5x5":
      return separable(5);
    case "separable 7x7":
      return separable(7);
    case "dilated separable 5x5":
      return separable(5, 2);
  }
}

/** Full convolutions work on a quarter of the maps: 1×1 down, they, 1×1 up. */
function bottleneck(
  net: Net,
  name: string,
  x: Value,
  width: number,
  inner: (y: Value, thin: number) => Value,
): Value {
  const thin = Math.max(1, Math.floor(width / 4));
  const down = net.convBn(`${name}.down`, net.relu(`${name}.relu`, x), thin, 1);
  return net.convBnLinear(`${name}.up`, inner(down, thin), width, 1);
}
