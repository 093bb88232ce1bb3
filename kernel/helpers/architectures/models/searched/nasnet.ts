import type { Graph, Value } from "../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../graph/net.ts";
import { variantOf } from "../../graph/refuse.ts";
import { halve, project, separableTwice } from "./parts.ts";

/** Maps of the stem, maps before the classifier, normal cells per stage. */
const sizes: Readonly<Record<NasNetSize, readonly [stem: number, last: number, cells: number]>> = {
  mobile: [32, 1056, 4],
  large: [96, 4032, 6],
};

/** The two sizes of the paper. */
export type NasNetSize = "mobile" | "large";

/**
 * NASNet-A: two searched cells, one that keeps the size and one that halves it, stacked.
 *
 * @returns mobile: 5,289,978 parameters; large: 88,753,150
 * @source Zoph et al., arXiv:1707.07012, figure 4
 * @example summary(nasnet("mobile")).trainable // 5,289,978
 */
export function nasnet(size: NasNetSize, options: ModelOptions = {}): Graph {
  const [stem, last, cells] = variantOf("nasnet", sizes, size);
  const filters = last / 24; // the last cell joins six maps of 4·filters
  const net = imageNet(`nasnet_a_${size}`, options, size === "mobile" ? 224 : 331);
  const conv0 = net.conv("conv0", net.input, stem, 3, { stride: 2, bias: false });
  const start = net.batchNorm("conv0.bn", conv0);
  const stem0 = net.scope("stem0", () => stemCell(net, start, Math.floor(filters / 4)));
  let before = stem0;
  let x = net.scope("stem1", () => reductionCell(net, start, stem0, filters / 2));
  for (const stage of [0, 1, 2]) {
    const width = filters * 2 ** stage;
    if (stage > 0) {
      const reduced = net.scope(`reduction${stage}`, () => reductionCell(net, before, x, width));
      [before, x] = [x, reduced];
    }
    for (let cell = 0; cell < cells; cell += 1) {
      const next = net.scope(`stage${stage + 1}.${cell}`, () => normalCell(net, before, x, width));
      [before, x] = [x, next];
    }
  }
  const features = net.dropout("dropout", net.globalAveragePool("avgpool", net.relu("relu", x)));
  return net.build(net.dense("fc", features, options.classes ?? 1000));
}

/** Joins the cell before last and five sums of pairs of branches. */
function normalCell(net: Net, before: Value, x: Value, width: number): Value {
  const left = fit(net, before, x, width);
  const right = project(net, "right", x, width);
  const average = (name: string, y: Value): Value =>
    net.averagePool(name, y, 3, { stride: 1, padding: 1 });
  const sums = [
    net.add(
      "sum0",
      separableTwice(net, "b0l", right, width, 5),
      separableTwice(net, "b0r", left, width, 3),
    ),
    net.add(
      "sum1",
      separableTwice(net, "b1l", left, width, 5),
      separableTwice(net, "b1r", left, width, 3),
    ),
    net.add("sum2", average("b2l", right), left),
    net.add("sum3", average("b3l", left), average("b3r", left)),
    net.add("sum4", separableTwice(net, "b4l", right, width, 3), right),
  ];
  return net.concat("concat", left, ...sums);
}

function reductionCell(net: Net, before: Value, x: Value, width: number): Value {
  return reduce(net, fit(net, before, x, width), project(net, "right", x, width), width);
}

/** The first reduction: both inputs are the stem's map, one of them projected. */
function stemCell(net: Net, x: Value, width: number): Value {
  return reduce(net, x, project(net, "right", x, width), width);
}

function reduce(net: Net, left: Value, right: Value, width: number): Value {
  const half = { stride: 2, padding: 1 } as const;
  const down = (name: string, y: Value, kernel: number): Value =>
    separableTwice(net, name, y, width, kernel, 2);
  const sum0 = net.add("sum0", down("b0l", right, 5), down("b0r", left, 7));
  const sum1 = net.add("sum1", net.maxPool("b1l", right, 3, half), down("b1r", left, 7));
  const sum2 = net.add("sum2", net.averagePool("b2l", right, 3, half), down("b2r", left, 5));
  const sum3 = net.add("sum3", net.averagePool("b3r", sum0, 3, { stride: 1, padding: 1 }), sum1);
  const inner = separableTwice(net, "b4l", sum0, width, 3);
  const sum4 = net.add("sum4", inner, net.maxPool("b4r", right, 3, half));
  return net.concat("concat", sum1, sum2, sum3, sum4);
}

/** The earlier input in the size of the later. */
function fit(net: Net, before: Value, x: Value, width: number): Value {
  if (before.shape[0] === x.shape[0]) return project(net, "left", before, width);
  return halve(net, "left", net.relu("left.relu", before), width);
}
