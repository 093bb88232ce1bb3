// What an architecture or a layer is not made of.
import { OptionError } from "../../../core/index.ts";
import { type Layer, pair } from "./layers.ts";
import type { Shape } from "./shapes.ts";

const isWhole = (value: unknown, least: number): boolean =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= least;

/** An entry of a table of variants; refuses one that is not there and lists those that are. */
export function variantOf<Key extends string | number, Value>(
  who: string,
  table: Readonly<Record<Key, Value>>,
  key: Key,
): Value {
  if (Object.hasOwn(table, key)) return table[key];
  throw new OptionError({
    code: "NO_SUCH_VARIANT",
    summary: `${who}: there is no such variant.`,
    given: JSON.stringify(key) ?? String(key),
    expected: Object.keys(table).join(", "),
    fix: "choose one of these",
  });
}

/** Refuses a number of blocks, columns or the like that no net has. */
export function checkCount(
  who: string,
  name: string,
  value: number,
  least: number,
  most: number,
): void {
  if (isWhole(value, least) && value <= most) return;
  throw new OptionError({
    code: "NO_SUCH_VARIANT",
    summary: `${who}: ${name} is outside what makes a net.`,
    given: `${name} ${String(value)}`,
    expected: `a whole number from ${least} to ${most}`,
    fix: "correct it",
  });
}

/** Refuses what is no graph, in particular a net that was not built yet. */
export function checkGraph(who: string, given: unknown): void {
  if (typeof given === "object" && given !== null && "nodes" in given && "outputs" in given) return;
  throw new OptionError({
    code: "NOT_A_GRAPH",
    summary: `${who}: this is not an architecture.`,
    given: typeof given === "object" ? "an object without nodes" : typeof given,
    expected: "what resnet(18) or net.build(output) gives",
    fix: `${who}(lenet5()), or net.build(output) if it is your own net`,
  });
}

/** Refuses settings of a layer that mean nothing, before its shape is worked out. */
export function checkLayer(where: string, layer: Layer, input: Shape): void {
  const faults = faultsOf(layer, input).filter((fault) => fault !== "");
  if (faults.length === 0) return;
  throw new OptionError({
    code: "GRAPH_LAYER",
    summary: `${where}: ${faults.length === 1 ? "a setting does" : "some settings do"} not make sense.`,
    given: faults.join("\n"),
    expected: "whole numbers of channels and units, rates from 0 to below 1",
    fix: "correct what is named above",
  });
}

function faultsOf(layer: Layer, input: Shape): string[] {
  const channels = input.at(-1) ?? 0;
  const whole = (name: string, value: unknown, least = 1): string =>
    isWhole(value, least) ? "" : `${name} is ${String(value)}: a whole number ≥ ${least}`;
  switch (layer.op) {
    case "conv":
      return [whole("outChannels", layer.outChannels), whole("groups", layer.groups)];
    case "dense":
      return [whole("units", layer.units)];
    case "dropout":
    case "stochasticDepth":
      return [layer.rate >= 0 && layer.rate < 1 ? "" : `rate is ${layer.rate}: 0 to below 1`];
    case "lrn":
      return [isWhole(layer.size, 1) && layer.size % 2 === 1 ? "" : `size is ${layer.size}: odd`];
    case "adaptiveAveragePool":
      return [whole("height", layer.size[0]), whole("width", layer.size[1])];
    case "channelShuffle":
      return [
        whole("groups", layer.groups),
        channels % layer.groups === 0
          ? ""
          : `groups ${layer.groups} do not divide ${channels} channels`,
      ];
    case "slice": {
      const inside =
        isWhole(layer.from, 0) && isWhole(layer.to, layer.from + 1) && layer.to <= channels;
      return [inside ? "" : `channels ${layer.from} to ${layer.to}: within 0 to ${channels}`];
    }
    case "crop": {
      const { top, left, bottom = 0, right = 0 } = layer;
      const sides = Object.entries({ top, left, bottom, right });
      const [height = 1, width = 1] = input;
      const leaves = top + bottom < height && left + right < width;
      const nothing = leaves ? "" : `of ${height} × ${width} pixels nothing is left`;
      return [...sides.map(([side, rows]) => whole(side, rows, 0)), nothing];
    }
    case "rescale": {
      const finite = Number.isFinite(layer.factor) && Number.isFinite(layer.offset);
      return [finite ? "" : `factor ${layer.factor}, offset ${layer.offset}: finite numbers`];
    }
    case "upsample":
      return [whole("factor", layer.factor)];
    case "zeroChannels":
      return [whole("count", layer.count, 0)];
    case "tableConv": {
      const read = layer.table.flat();
      const inside = read.every((c) => isWhole(c, 0) && c < channels);
      return [
        whole("kernelSize", layer.kernelSize),
        inside ? "" : `the table names channels outside 0 to ${channels - 1}`,
      ];
    }
    case "subsample":
      return [whole("size", layer.size)];
    case "maxPool":
    case "averagePool": {
      const [height, width] = pair(layer.kernelSize);
      return [whole("kernelSize", height), whole("kernelSize", width)];
    }
    default:
      return [];
  }
}
