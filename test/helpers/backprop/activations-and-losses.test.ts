// Activations and losses: values by hand, gradients by differences, sums against means.
import { expect, test } from "vitest";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import { add, scale, tensor, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { worstError, randomLike, spaced } from "../../support/gradients.ts";
import "../../support/tensors.ts";

const { gradCheck } = backprop;

const activations: Readonly<
  Record<string, readonly [(x: Tensor) => Tensor, (g: Tensor, x: Tensor) => Tensor]>
> = {
  relu: [ops.relu, backprop.reluBackward],
  relu6: [ops.relu6, backprop.relu6Backward],
  leakyRelu: [(x) => ops.leakyRelu(x, 0.2), (g, x) => backprop.leakyReluBackward(g, x, 0.2)],
  elu: [(x) => ops.elu(x, 0.7), (g, x) => backprop.eluBackward(g, x, 0.7)],
  selu: [ops.selu, backprop.seluBackward],
  gelu: [ops.gelu, backprop.geluBackward],
  softplus: [ops.softplus, backprop.softplusBackward],
  softsign: [ops.softsign, backprop.softsignBackward],
  swish: [ops.swish, backprop.swishBackward],
  mish: [ops.mish, backprop.mishBackward],
  hardSigmoid: [ops.hardSigmoid, backprop.hardSigmoidBackward],
  hardSwish: [ops.hardSwish, backprop.hardSwishBackward],
  sigmoid: [ops.sigmoid, backprop.sigmoidBackward],
  tanh: [ops.tanh, backprop.tanhBackward],
  softmax: [(x) => ops.softmax(x, 0.7), (g, x) => backprop.softmaxBackward(g, x, 0.7)],
  logSoftmax: [ops.logSoftmax, backprop.logSoftmaxBackward],
};

test.each(Object.entries(activations))("D2 %s and its gradient agree with differences", (_, [run, back]) => {
  // from −8 to 8, and nowhere within 0.005 of a corner at 0, 3 or 6
  const x = scale(spaced([20, 5], 1), 3.2);
  const g = randomLike([20, 5], 2);
  expect(worstError(run, x, g, back(g, x))).toBeLessThan(1e-6);
}); // prettier-ignore

test("D2 values of the newer activations, by hand", () => {
  const at = (run: (x: readonly number[]) => Tensor, x: number): number => run([x]).get(0);
  expect(at(ops.elu, -1)).toBeCloseTo(Math.exp(-1) - 1, 12);
  expect(at(ops.gelu, 1)).toBeCloseTo(0.8413447460685429, 12); // Φ(1)
  expect(at(ops.gelu, -2)).toBeCloseTo(-2 * 0.022750131948179195, 12); // −2·Φ(−2)
  expect(at(ops.softplus, 0)).toBeCloseTo(Math.LN2, 12);
  expect(at(ops.swish, 1)).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  expect(at(ops.mish, 0)).toBe(0);
  expect(at(ops.hardSwish, 1)).toBeCloseTo(4 / 6, 12);
});

test("D2 large arguments overflow nowhere, and NaN stays NaN in value and gradient", () => {
  for (const [name, [run, back]] of Object.entries(activations)) {
    const x = tensor([[800, -800]]);
    const values = [...run(x).data, ...back(tensor([[1, 1]]), x).data];
    expect(values.every(Number.isFinite), name).toBe(true);
    const lost = tensor([[Number.NaN, 1]]);
    expect(run(lost).data[0], name).toBeNaN();
    expect(back(tensor([[1, 1]]), lost).data[0], name).toBeNaN();
  }
});

test("D3 log-softmax is the logarithm of softmax, and finite where softmax underflows", () => {
  const z = randomLike([3, 4], 1);
  expect(ops.logSoftmax(z)).toBeCloseToTensor(tensor(logged(ops.softmax(z))));
  expect([...ops.logSoftmax([[0, -2000]]).data]).toEqual([0, -2000]);
  // over the last axis, however many stand before it: log ¼, log ¾ and twice log ½
  const out = ops.logSoftmax([[[0, Math.log(3)]], [[5, 5]]]);
  expect(out.shape).toEqual([2, 1, 2]);
  [1 / 4, 3 / 4, 1 / 2, 1 / 2].forEach((p, i) => expect(out.data[i]).toBeCloseTo(Math.log(p), 12));
});

function logged(p: Tensor): number[][] {
  return Array.from({ length: p.shape[0] ?? 0 }, (_, n) =>
    Array.from({ length: p.shape[1] ?? 0 }, (_unused, k) => Math.log(p.get(n, k))),
  );
}

type Loss = (at: Tensor, options?: backprop.LossOptions) => backprop.LossResult;
const soft = tensor([[0.7, 0.1, 0.2, 0], [0, 1, 0, 0], [0.25, 0.25, 0.25, 0.25]]); // prettier-ignore
const targets = randomLike([3, 4], 9);
const bits = tensor([[1, 0, 1, 0.3], [0, 0, 1, 1], [1, 1, 0, 0]]); // prettier-ignore
const losses: Readonly<Record<string, readonly [loss: Loss, count: number]>> = {
  "softmax cross-entropy, classes": [(z, o) => backprop.softmaxCrossEntropy(z, [0, 3, 2], o), 3],
  "softmax cross-entropy, soft labels": [(z, o) => backprop.softmaxCrossEntropy(z, soft, o), 3],
  "softmax cross-entropy, labels of another mass": [
    (z, o) => backprop.softmaxCrossEntropy(z, scale(soft, 1.5), o),
    3,
  ],
  "Kullback–Leibler": [(z, o) => backprop.klDivergence(z, soft, o), 3],
  "binary cross-entropy": [(z, o) => backprop.binaryCrossEntropy(z, bits, o), 12],
  hinge: [(z, o) => backprop.hingeLoss(z, [0, 3, 2], { ...o, margin: 0.8 }), 3],
  "mean squared error": [(z, o) => backprop.meanSquaredError(z, targets, o), 12],
  "mean absolute error": [(z, o) => backprop.meanAbsoluteError(z, targets, o), 12],
  Huber: [(z, o) => backprop.huberLoss(z, targets, { ...o, delta: 0.4 }), 12],
};

test.each(Object.entries(losses))("D4 %s: its gradient agrees with differences, and a sum is the mean times its count", (_, [loss, count]) => {
  const z = scale(spaced([3, 4], 3), 4);
  for (const reduction of ["mean", "sum"] as const) {
    const { gradLogits } = loss(z, { reduction });
    const checked = gradCheck((at) => loss(at, { reduction }).loss, z, gradLogits, { skipKinks: false });
    expect(checked.checked).toBe(12);
    expect(checked.worst).toBeLessThan(1e-6);
  }
  const [mean, sum] = [loss(z), loss(z, { reduction: "sum" })];
  expect(sum.loss).toBeCloseTo(mean.loss * count, 9);
  expect(sum.gradLogits).toBeCloseToTensor(scale(mean.gradLogits, count));
}); // prettier-ignore

test("D4 losses by hand", () => {
  // scores 3.2 5.1 −1.7, class 0: max(0, 5.1 − 3.2 + 1) + max(0, −1.7 − 3.2 + 1) = 2.9
  expect(backprop.hingeLoss([[3.2, 5.1, -1.7]], [0]).loss).toBeCloseTo(2.9, 12);
  expect(backprop.binaryCrossEntropy([0, 1000], [1, 1]).loss).toBeCloseTo(Math.LN2 / 2, 12);
  expect(backprop.klDivergence([[0, 0]], [[1, 0]]).loss).toBeCloseTo(Math.LN2, 12);
  // cross-entropy = KL + entropy of the labels
  const z = randomLike([3, 4], 5);
  const entropy = [...soft.data].reduce((s, y) => (y === 0 ? s : s - y * Math.log(y)), 0) / 3;
  const cross = backprop.softmaxCrossEntropy(z, soft).loss;
  expect(cross).toBeCloseTo(backprop.klDivergence(z, soft).loss + entropy, 12);
});

test("D4 the loss does not move when all logits of a row do, and survives ±1000", () => {
  const z = randomLike([3, 4], 6);
  const { loss, gradLogits } = backprop.softmaxCrossEntropy(z, [1, 2, 3]);
  const moved = backprop.softmaxCrossEntropy(add(z, 1000), [1, 2, 3]);
  expect(moved.loss).toBeCloseTo(loss, 9);
  expect(moved.gradLogits).toBeCloseToTensor(gradLogits);
  expect(backprop.softmaxCrossEntropy([[-1000, 1000]], [0]).loss).toBe(2000);
});

test.each([
  ["LABEL_RANGE", () => backprop.softmaxCrossEntropy([[1, 2]], [[Number.NaN, 1]])],
  ["LABEL_RANGE", () => backprop.softmaxCrossEntropy([[1, 2]], [[-0.5, 1.5]])],
  ["LABEL_RANGE", () => backprop.binaryCrossEntropy([1], [Number.NaN])],
  ["LABEL_RANGE", () => backprop.hingeLoss([[1, 2]], [2])],
  ["BAD_OPTIONS", () => backprop.huberLoss([1], [2], { delta: 0 })],
  ["BAD_OPTIONS", () => backprop.meanSquaredError([1], [2], { reduction: "none" as "sum" })],
  ["EMPTY", () => backprop.meanSquaredError([], [])],
] as const)("%s: a label or setting that means nothing is refused", (code, run) => {
  expect(codeOf(run)).toBe(code);
});
