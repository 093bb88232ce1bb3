import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import {
  batchNormBackward,
  gradCheck,
  lrnBackward,
} from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import {
  add,
  fromArray,
  mul,
  random,
  Rng,
  scale,
  sum,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const randomLike = (shape: readonly number[], seed: number): Tensor =>
  random(shape, { seed, low: -1, high: 1 });

test("T17 batch norm uses the biased variance with ε inside the root", () => {
  // 1, 3: μ = 2, σ² = 1 (not 2); (1 − 2)/√(1 + 3) = −0.5
  const { output } = ops.batchNorm([[1], [3]], [2], [10], { eps: 3 });
  expect([...output.data]).toEqual([9, 11]);
});

test("T17 the output has mean β and standard deviation γ, per channel over batch, height and width", () => {
  const x = add(scale(randomLike([3, 4, 5, 2], 1), 7), 2);
  const { output } = ops.batchNorm(x, [2, 0.5], [1, -1], { eps: 0 });
  const { mean, variance } = ops.channelStats(output);
  expect(mean).toBeCloseToTensor([1, -1]);
  expect(variance).toBeCloseToTensor([4, 0.25]);
});

test.each([[[6, 3]], [[2, 3, 3, 2]]])(
  "T17 batch norm's gradients agree with differences through mean and variance, shape %j",
  (shape) => {
    const channels = shape.at(-1) ?? 0;
    const [x, g] = [randomLike(shape, 3), randomLike(shape, 4)];
    const [gamma, beta] = [randomLike([channels], 5), randomLike([channels], 6)];
    const { cache } = ops.batchNorm(x, gamma, beta);
    const grads = batchNormBackward(g, cache);
    const f = (at: Tensor, a: Tensor, b: Tensor): number =>
      sum(mul(ops.batchNorm(at, a, b).output, g));
    expect(gradCheck((at) => f(at, gamma, beta), x, grads.gradInput).worst).toBeLessThan(1e-6);
    expect(gradCheck((at) => f(x, at, beta), gamma, grads.gradGamma).worst).toBeLessThan(1e-6);
    expect(gradCheck((at) => f(x, gamma, at), beta, grads.gradBeta).worst).toBeLessThan(1e-6);
    expect(batchNormBackward(g, cache).gradInput).toBeCloseToTensor(grads.gradInput);
  },
);

test("T18 population statistics multiply the mean of the biased variances by m/(m − 1)", () => {
  // variances 1 and 4, m = 2: 2·2.5 = 5; means 2 and 6
  const { mean, variance } = ops.populationStats([[[1], [3]], [[4], [8]]]); // prettier-ignore
  expect([mean.get(0), variance.get(0)]).toEqual([4, 5]);
});

test("T18 in test mode an example's output does not depend on the rest of its batch", () => {
  const state = ops.populationStats([randomLike([8, 3], 1), randomLike([8, 3], 2)]);
  const both = ops.batchNorm([[1, 2, 3], [9, 9, 9]], [1, 1, 1], [0, 0, 0], { mode: "test" }, state); // prettier-ignore
  const alone = ops.batchNorm([[1, 2, 3]], [1, 1, 1], [0, 0, 0], { mode: "test" }, state);
  expect([...both.output.data.subarray(0, 3)]).toEqual([...alone.output.data]);
  expect(codeOf(() => ops.batchNorm([[1]], [1], [0], { mode: "test" }))).toBe("NO_STATISTICS");
});

test("T18 a batch norm folded into its convolution changes nothing", () => {
  const x = randomLike([2, 6, 6, 2], 1);
  const [filters, bias] = [randomLike([3, 3, 2, 4], 2), randomLike([4], 3)];
  const state = ops.populationStats([ops.conv2d(x, filters, bias)]);
  const [gamma, beta] = [randomLike([4], 4), randomLike([4], 5)];
  const normed = ops.batchNorm(
    ops.conv2d(x, filters, bias),
    gamma,
    beta,
    { mode: "test" },
    state,
  ).output;
  const folded = ops.foldBatchNorm({ filters, bias }, { ...state, gamma, beta });
  expect(ops.conv2d(x, folded.filters, folded.bias)).toBeCloseToTensor(normed);
});

test("T17 running statistics follow the batches with the given momentum", () => {
  const { state } = ops.batchNorm([[1], [3]], [1], [0], { momentum: 0.9 });
  expect(state.mean.get(0)).toBeCloseTo(0.2, 12); // 0.9·0 + 0.1·2
  expect(state.variance.get(0)).toBeCloseTo(1.1, 12); // 0.9·1 + 0.1·2, unbiased
});

test("T15 dropout keeps the mean within 1 %, is the identity at test time, and its gradient uses the same mask", () => {
  const x = tensor(Array.from({ length: 100_000 }, () => 1));
  const { output, mask } = ops.dropout(x, 0.5, new Rng(1));
  expect(Math.abs(sum(output) / 100_000 - 1)).toBeLessThan(0.01);
  expect(new Set(output.data)).toEqual(new Set([0, 2]));
  expect(mul(x, mask)).toBeCloseToTensor(output);
  expect([...ops.dropout([1, 2, 3], 0.5).output.data]).toEqual([1, 2, 3]);
  expect(codeOf(() => ops.dropout([1], 1))).toBe("DROP_RATE");
});

test("T16 DropConnect masks weights", () => {
  const { output } = ops.dropConnect(tensor([[1, 2], [3, 4]]), 0.5, new Rng(3)); // prettier-ignore
  const kept = [...output.data].filter((w) => w !== 0);
  expect(kept.every((w) => [2, 4, 6, 8].includes(w))).toBe(true);
});

test("T20 stochastic depth: linear survival, expected depth (3L − 1)/4, test output scaled by p", () => {
  expect([1, 27, 54].map((l) => ops.survival(l, 54))).toEqual([1 - 0.5 / 54, 0.75, 0.5]);
  expect(ops.expectedDepth(54)).toBeCloseTo((3 * 54 - 1) / 4, 9);
  expect([...ops.stochasticDepth([2, 4], 0.75).output.data]).toEqual([1.5, 3]);
  const rng = new Rng(5);
  const runs = Array.from({ length: 4000 }, () =>
    ops.stochasticDepth([1], 0.75, rng).output.get(0),
  );
  expect(new Set(runs)).toEqual(new Set([0, 1]));
  expect(Math.abs(runs.reduce((a, b) => a + b, 0) / 4000 - 0.75)).toBeLessThan(0.03);
});

test("P9 LRN agrees with TensorFlow.js, whose α is not divided by the size", async () => {
  await tf.setBackend("cpu");
  const x = scale(randomLike([1, 2, 2, 7], 8), 10);
  const settings = { size: 5, alpha: 0.1, beta: 0.75, k: 2 };
  const out = tf.localResponseNormalization(
    tf.tensor4d(Float32Array.from(x.data), [1, 2, 2, 7]),
    2,
    2,
    0.1,
    0.75,
  );
  expect(ops.lrn(x, settings)).toBeCloseToTensor(fromArray(out.dataSync(), [1, 2, 2, 7]), 1e-5);
  const divided = ops.lrn(x, { ...settings, alpha: 0.5, alphaOverSize: true });
  expect(divided).toBeCloseToTensor(ops.lrn(x, settings));
});

test("P9 LRN's gradient agrees with differences", () => {
  const [x, g] = [randomLike([2, 6], 1), randomLike([2, 6], 2)];
  const options = { size: 3, alpha: 0.5, beta: 0.75, k: 1 };
  const f = (at: Tensor): number => sum(mul(ops.lrn(at, options), g));
  expect(gradCheck(f, x, lrnBackward(g, x, options)).worst).toBeLessThan(1e-6);
});

test("P8 fractional bounds run from 0 to n in steps of one and two, whatever the start", () => {
  for (const u of [0.01, 0.3, 0.5, 0.77, 0.99]) {
    const bounds = ops.fractionalBounds(25, 18, u);
    expect([bounds[0], bounds.at(-1), bounds.length]).toEqual([0, 25, 19]);
    const steps = bounds.slice(1).map((b, i) => b - (bounds[i] ?? 0));
    expect(steps.every((step) => step === 1 || step === 2)).toBe(true);
  }
});

test("P8 fractional max pooling with given bounds, disjoint and overlapping", () => {
  const x = tensor([[[[1], [2], [3], [4], [5]]]]);
  const row = [0, 1];
  expect([...ops.fractionalMaxPool(x, row, [0, 2, 3, 5]).data]).toEqual([2, 3, 5]);
  expect([...ops.fractionalMaxPool(x, row, [0, 2, 3, 5], { overlapping: true }).data]).toEqual([
    3, 4, 5,
  ]);
});

test("statistics of the wrong size are refused", () => {
  expect(codeOf(() => ops.batchNorm(zeros([2, 3]), [1], [0, 0, 0]))).toBe("CHANNELS");
  expect(codeOf(() => ops.populationStats([[[1]]]))).toBe("NO_STATISTICS");
  expect(codeOf(() => ops.fractionalBounds(3, 4, 0.5))).toBe("FRACTIONAL_SIZE");
});
