import { describe, expect, test } from "vitest";
import {
  blockOrderErrors,
  cifarResnet,
  forward,
  summary,
  type BlockOrder,
  type Graph,
  type Weights,
} from "../../../../kernel/helpers/architectures/index.ts";
import { random } from "../../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../../support/codes.ts";
import { wholeWeights } from "../../../support/whole-weights.ts";

const orders: readonly BlockOrder[] = [
  "original",
  "batch norm after addition",
  "ReLU before addition",
  "ReLU-only pre-activation",
  "full pre-activation",
];

const image = random([1, 16, 16, 3], { seed: 4, low: -1 });
const run = (graph: Graph, weights: Weights, keep: string[] = []) =>
  forward(graph, weights, image, { keep });
const small = { inputSize: 16 };

describe("A14 the five orders of a residual unit", () => {
  test.each(orders)("%s: has the parameters and shapes of the original", (order) => {
    // each map is normed once, before or behind, and the filters are the same: ResNet-20 and ResNet-110
    expect(summary(cifarResnet(3, { order })).trainable).toBe(269_722);
    expect(summary(cifarResnet(18, { order })).trainable).toBe(1_727_962);
    const shapes = (graph: Graph): string[] =>
      graph.nodes
        .filter(({ layer }) => layer.op === "conv" || layer.op === "add")
        .map(({ shape }) => shape.join("x"));
    expect(shapes(cifarResnet(3, { order }))).toEqual(shapes(cifarResnet(3)));
  });

  test("outputs differ, with the same filters everywhere", () => {
    const outputs = orders.map((order) => {
      const graph = cifarResnet(2, { ...small, order });
      return [...(run(graph, wholeWeights(graph)).outputs[0]?.data ?? [])];
    });
    for (const [i, one] of outputs.entries()) {
      expect(one).toHaveLength(10);
      for (const other of outputs.slice(i + 1)) {
        const apart = Math.max(...one.map((value, k) => Math.abs(value - (other[k] ?? 0))));
        expect(apart).toBeGreaterThan(1e-3);
      }
    }
  });

  test("layers of a unit stand in the order of the figure", () => {
    const unit = (order: BlockOrder): string =>
      cifarResnet(2, { order })
        .nodes.filter(({ name }) => name.startsWith("layer1.1."))
        .map(({ layer }) =>
          layer.op === "activation" ? "relu" : layer.op === "batchNorm" ? "bn" : layer.op,
        )
        .join(" ");
    expect(orders.map(unit)).toEqual([
      "conv bn relu conv bn add relu",
      "conv bn relu conv add bn relu",
      "conv bn relu conv bn relu add",
      "relu conv bn relu conv bn add",
      "bn relu conv bn relu conv add",
    ]);
  });

  test("nothing lies on the way through all sums of full pre-activation", () => {
    const graph = cifarResnet(3, { ...small, order: "full pre-activation" });
    const weights = wholeWeights(graph);
    // with F = 0 the last sum of the first stage is the first unit's input
    for (const [name, tensor] of Object.entries(weights))
      if (name.includes("conv2.conv")) tensor.data.fill(0);
    const { kept } = run(graph, weights, ["conv1.act", "layer1.2.add"]);
    expect(kept["layer1.2.add"]?.data).toEqual(kept["conv1.act"]?.data);
  });
});

test("A14 the published errors name the five orders; full pre-activation is the best of them", () => {
  expect(Object.keys(blockOrderErrors)).toEqual(orders);
  for (const depth of ["resnet110", "resnet164"] as const) {
    const errors = Object.entries(blockOrderErrors).map(
      ([order, row]) => [row[depth], order] as const,
    );
    expect(errors.toSorted(([a], [b]) => a - b)[0]?.[1]).toBe("full pre-activation");
  }
});

test("A14 an order that is not there is refused", () => {
  expect(codeOf(() => cifarResnet(3, { order: "pre" as "original" }))).toBe("NO_SUCH_VARIANT");
});
