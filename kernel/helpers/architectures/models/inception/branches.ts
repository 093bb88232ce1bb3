import type { Value } from "../../graph/graph.ts";
import type { Pair } from "../../graph/layers.ts";
import type { Net, WindowOptions } from "../../graph/net.ts";

/** One convolution of a branch: maps, kernel size, and a window when it is not stride 1 with the size kept. */
export type Step = readonly [channels: number, kernelSize: Pair, window?: WindowOptions];

/** Zeros that keep the size of an odd window. */
function keepSize(kernelSize: Pair): readonly [number, number] {
  const [height, width] = typeof kernelSize === "number" ? [kernelSize, kernelSize] : kernelSize;
  return [(height - 1) / 2, (width - 1) / 2];
}

/** Convolutions with batch norm and ReLU, one after the other. */
export function chain(net: Net, name: string, x: Value, steps: readonly Step[]): Value {
  return steps.reduce((input, [channels, kernelSize, window], index) => {
    const options = window ?? { padding: keepSize(kernelSize) };
    return net.convBn(`${name}.${index}`, input, channels, kernelSize, options);
  }, x);
}

/** Half the size: 3×3, stride 2, no padding. */
export const down: WindowOptions = { stride: 2, padding: 0 };

/** 3×3 average pooling that keeps the size, then 1×1. */
export function pooledBranch(net: Net, name: string, x: Value, channels: number): Value {
  const pooled = net.averagePool(`${name}.pool`, x, 3, { stride: 1, padding: 1 });
  return chain(net, name, pooled, [[channels, 1]]);
}

/** 3×3 max pooling with stride 2. */
export function pooledDown(net: Net, name: string, x: Value): Value {
  return net.maxPool(name, x, 3, { stride: 2 });
}
