// Five orders of the same layers in a residual unit.
import type { Value } from "../../../graph/graph.ts";
import type { Net } from "../../../graph/net.ts";

/** Where batch norm and ReLU stand in a residual unit. */
export type BlockOrder =
  | "original"
  | "batch norm after addition"
  | "ReLU before addition"
  | "ReLU-only pre-activation"
  | "full pre-activation";

type Part = "conv" | "bn" | "relu";

/** A unit's layers in order, those behind its sum, and those behind the last unit. */
interface Order {
  readonly branch: readonly Part[];
  readonly after: readonly Part[];
  readonly end: readonly Part[];
}

/** @source He et al., arXiv:1603.05027, figure 4 */
export const orders: Readonly<Record<BlockOrder, Order>> = {
  original: { branch: ["conv", "bn", "relu", "conv", "bn"], after: ["relu"], end: [] },
  "batch norm after addition": {
    branch: ["conv", "bn", "relu", "conv"],
    after: ["bn", "relu"],
    end: [],
  },
  "ReLU before addition": {
    branch: ["conv", "bn", "relu", "conv", "bn", "relu"],
    after: [],
    end: [],
  },
  "ReLU-only pre-activation": {
    branch: ["relu", "conv", "bn", "relu", "conv", "bn"],
    after: [],
    end: ["relu"],
  },
  "full pre-activation": {
    branch: ["bn", "relu", "conv", "bn", "relu", "conv"],
    after: [],
    end: ["bn", "relu"],
  },
};

/** The parts one after the other; the first convolution has the stride. */
export function applyParts(
  net: Net,
  parts: readonly Part[],
  x: Value,
  channels: number,
  stride: number,
): Value {
  const seen = { conv: 0, bn: 0, relu: 0 };
  return parts.reduce((y, part) => {
    const at = (seen[part] += 1);
    if (part === "bn") return net.batchNorm(`conv${at}.bn`, y);
    if (part === "relu") return net.relu(`conv${at}.act`, y);
    const window = { stride: at === 1 ? stride : 1, padding: 1, bias: false };
    return net.conv(`conv${at}.conv`, y, channels, 3, window);
  }, x);
}

/** Parts behind a sum, by their own names. */
export const finish = (net: Net, parts: readonly Part[], x: Value): Value =>
  parts.reduce((y, part) => (part === "bn" ? net.batchNorm("bn", y) : net.relu("relu", y)), x);
