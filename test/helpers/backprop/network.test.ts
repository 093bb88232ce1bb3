import fc from "fast-check";
import { expect, test } from "vitest";
import * as nets from "../../../kernel/helpers/backprop/index.ts";
import { add, copy, tensor, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { flatNet, gapNet, randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const residualNet = nets.network([
  nets.convLayer("conv1", { filters: randomLike([3, 3, 2, 3], 1) }, { padding: "same" }),
  nets.residualLayer(
    "block1",
    [
      nets.convLayer("a", { filters: randomLike([3, 3, 3, 4], 2) }, { padding: "same", stride: 2 }),
      nets.batchNormLayer("norm", {
        mean: randomLike([4], 3),
        variance: tensor([1, 2, 3, 4]),
        gamma: [1, -1, 2, 0.5],
        beta: [0, 1, 0, -1],
      }),
      nets.reluLayer("relu"),
    ],
    [
      nets.convLayer(
        "shortcut",
        { filters: randomLike([1, 1, 3, 4], 4) },
        { stride: 2, fit: "floor" },
      ),
    ],
  ),
  nets.avgPoolLayer("pool", { size: 2 }),
  nets.globalAverageLayer("gap"),
  nets.denseLayer("logits", { filters: randomLike([4, 3], 5), bias: [0, 0, 0] }),
]);

test("T1 a network's gradients by every parameter agree with differences, residual blocks and norms included", () => {
  for (const [net, side] of [
    [gapNet, 6],
    [flatNet, 8],
    [residualNet, 7],
  ] as const) {
    // prettier-ignore
    const x = randomLike([2, side, side, 2], 6);
    const { gradients, loss } = net.lossGradients(x, [0, 2]);
    expect(loss).toBeGreaterThan(0);
    net.parameters.forEach((parameter, at) => {
      const lossAt = (value: Tensor): number =>
        net.withParameters(net.parameters.with(at, value)).lossGradients(x, [0, 2]).loss;
      const { worst, checked } = nets.gradCheck(lossAt, parameter, gradients[at] ?? [], {
        samples: 12,
      });
      expect(checked).toBeGreaterThan(0);
      expect(worst).toBeLessThan(1e-6);
    });
  }
});

test("T1 the gradient of any layer by any earlier one agrees with differences", () => {
  const x = randomLike([1, 8, 8, 2], 7);
  const pass = flatNet.forward(x);
  const [from, to] = [nets.layerNumber(flatNet, "hidden"), nets.layerNumber(flatNet, "pool1")];
  expect([nets.layerNumber(flatNet, "conv1"), to]).toEqual([0, 2]);
  const seed = randomLike([1, 6], 8);
  const gradient = pass.gradient(seed, { from, to });
  const tail = nets.network(flatNet.layers.slice(to + 1, from + 1));
  const f = (at: Tensor): number =>
    nets.logitsOf(tail, at).data.reduce((sum, value, i) => sum + value * (seed.data[i] ?? 0), 0);
  const pooled = pass.outputs[to] ?? tensor([0]);
  expect(gradient.shape).toEqual(pooled.shape);
  expect(nets.gradCheck(f, pooled, gradient).worst).toBeLessThan(1e-6);
});

test("a network never changes: a run, a gradient and new parameters leave it as it was", () => {
  const before = gapNet.parameters.map(copy);
  const x = randomLike([1, 6, 6, 2], 9);
  const kept = copy(x);
  const first = nets.logitsOf(gapNet, x);
  gapNet.forward(x).gradient(randomLike([1, 3], 1), { relu: (g) => g });
  gapNet.withParameters(gapNet.parameters.map((p) => add(p, 1)));
  expect(nets.logitsOf(gapNet, x)).toBeCloseToTensor(first, 0);
  expect(x).toBeCloseToTensor(kept, 0);
  gapNet.parameters.forEach((p, i) => expect(p).toBeCloseToTensor(before[i] ?? [], 0));
});

test("A10 with an identity shortcut the gradient contains gradOutput itself", () => {
  const block = nets.residualLayer("block", [nets.denseLayer("f", { filters: [[0, 0], [0, 0]] })]); // prettier-ignore
  fc.assert(
    fc.property(fc.tuple(fc.integer(), fc.integer()), ([a, b]) => {
      const pass = block.run(tensor([[1, 2]]));
      expect([...pass.output.data]).toEqual([1, 2]);
      const { gradInput } = pass.backward(tensor([[a, b]]), (g) => g);
      expect([...gradInput.data]).toEqual([a, b]);
    }),
  );
});

test("a network without layers, with a name twice, or with wrong parameters is refused", () => {
  expect(codeOf(() => nets.network([]))).toBe("NO_LAYERS");
  expect(codeOf(() => nets.network([nets.reluLayer("a"), nets.reluLayer("a")]))).toBe(
    "LAYER_NAMES",
  );
  expect(codeOf(() => gapNet.withParameters([]))).toBe("PARAMETER_COUNT");
  expect(codeOf(() => gapNet.withParameters(gapNet.parameters.toReversed()))).toBe("SHAPES_DIFFER");
  expect(codeOf(() => nets.layerNumber(gapNet, "conv9"))).toBe("NO_SUCH_LAYER");
  const pass = gapNet.forward(randomLike([1, 4, 4, 2], 1));
  expect(codeOf(() => pass.gradient(tensor([[1, 0, 0]]), { to: 7 }))).toBe("GRADIENT_PATH");
  expect(codeOf(() => pass.gradient(tensor([[1, 0]])))).toBe("SHAPES_DIFFER");
});

test("a notebook shows a network as a table of its layers, not as all its numbers", () => {
  const show: unknown = Reflect.get(gapNet, Symbol.for("Jupyter.display"));
  const text = (show as () => Record<string, string>)()["text/plain"] ?? "";
  const lines = text.split("\n");
  // 3·3·2·4 + 4, 3·3·4·5 + 5, 5·3 + 3
  expect(lines[0]).toBe("network of 7 layers, 279 parameters");
  expect(lines[1]).toMatch(/^ {2}conv1 +conv2d +\[3, 3, 2, 4\] \+ \[4\] +76$/);
  expect(lines[2]).toMatch(/^ {2}relu1 +relu$/);
  expect(lines.length).toBe(8);
  expect(Object.keys(gapNet)).not.toContain("display");
});
