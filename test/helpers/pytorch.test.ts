// PyTorch and NumPy on the same inputs, in float64, for layers, losses and optimisers: within 1e-9, forward and backward.
import { expect, test } from "vitest";
import * as ops from "../../kernel/helpers/ops/index.ts";
import { fromArray, sum } from "../../kernel/helpers/tensor/index.ts";
import { draw, frozen, kinds, type Stored } from "../support/frozen/torch/kinds.ts";
import "../support/tensors.ts";

const layers = frozen.cases.filter(({ kind }) => kind !== "runningStatistics");
const brief = (options: object): string => JSON.stringify(options).slice(0, 90);

test.each(layers.map((one) => [one.kind, brief(one.options), one] as const))(
  "PyTorch agrees on %s %s",
  (kind, _, { options, inputs, output, gradients }) => {
    const run = kinds[kind];
    const names = Object.entries(inputs);
    const tensors = names.map(([name, shape], i) => [name, draw(shape, i + 1)] as const);
    const ours = run?.(Object.fromEntries(tensors), options as never);
    expect(ours?.output).toBeCloseToTensor(fromArray(output.data, output.shape));
    const found = ours?.gradients(draw(output.shape, 99)) ?? {};
    for (const [name, { data, shape }] of Object.entries(gradients)) {
      expect(found[name], name).toBeCloseToTensor(fromArray(data, shape));
    }
  },
);

test("PyTorch agrees on the running statistics of batch norm, its momentum being one minus ours", () => {
  const stored = frozen.cases.find(({ kind }) => kind === "runningStatistics");
  const known = stored?.output as unknown as Readonly<Record<"mean" | "variance", Stored>>;
  const before = {
    mean: draw([2], 7),
    variance: fromArray(draw([2], 8).data.map((value) => Math.abs(value) + 0.5), [2]),
  }; // prettier-ignore
  const x = draw([3, 4, 5, 2], 1);
  const { state } = ops.batchNorm(x, draw([2], 2), draw([2], 3), { momentum: 0.9 }, before);
  expect(state.mean).toBeCloseToTensor(fromArray(known.mean.data, [2]));
  expect(state.variance).toBeCloseToTensor(fromArray(known.variance.data, [2]));
});

test("the frozen values name their versions, cover every kind, and are not all alike", () => {
  expect(Object.keys(frozen.versions).toSorted()).toEqual(["numpy", "python", "torch"]);
  expect(new Set(layers.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
  const sums = layers.map(({ output }) => sum(fromArray(output.data, output.shape)).toFixed(9));
  expect(new Set(sums).size).toBeGreaterThan(100);
});
