import { expect, test } from "vitest";
import { gradCheck, softmaxCrossEntropy } from "../../../kernel/helpers/backprop/index.ts";
import * as compress from "../../../kernel/helpers/compress/index.ts";
import { conv2d, softmax } from "../../../kernel/helpers/ops/index.ts";
import {
  random,
  scale,
  sub,
  mean,
  tensor,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const randomLike = (shape: readonly number[], seed: number): Tensor =>
  random(shape, { seed, low: -1, high: 1 });

test("M1 binarised weights are ±1, or ± the mean of |w|, which is 32 times smaller than float32", () => {
  expect([...compress.binarise([0.3, -2, 0]).data]).toEqual([1, -1, 1]);
  expect([...compress.binarise([1, -3], { scaled: true }).data]).toEqual([2, -2]);
  expect(compress.compressionRate(1, 1)).toBe(32);
});

test("M1 the straight-through gradient is clipped beyond |w| = 1", () => {
  const gradient = compress.binariseBackward([5, 5, 5, 5], [0.2, -1, 1.01, -3]);
  expect([...gradient.data]).toEqual([5, 5, 0, 0]);
});

test("M2 exactly the asked share is pruned, ties included, and the mask keeps it so", () => {
  const w = tensor([[1, -1, 1], [2, -0.5, 1]]); // prettier-ignore
  const { weights, mask } = compress.prune(w, 0.5);
  expect([...mask.data]).toEqual([0, 0, 1, 1, 0, 1]);
  expect([...weights.data]).toEqual([0, -0, 1, 2, -0, 1]);
  expect(codeOf(() => compress.prune(w, 1))).toBe("SPARSITY");
});

test("M2 it is the size that counts: −3 stays, 1 goes", () => {
  expect([...compress.prune([-3, 1, 2], 1 / 3).mask.data]).toEqual([1, 0, 1]);
});

test("M5 the largest size sets the step, on whichever side of 0 it lies", () => {
  // three levels on each side: 2/3 a step; 1 is 1.5 steps
  const { codes, step } = compress.quantise([-2, 1], 3);
  expect(step).toBeCloseTo(2 / 3, 12);
  expect([...codes]).toEqual([-3, 2]);
  expect(compress.quantise([1], 8).step).toBeCloseTo(1 / 127, 15); // 2⁷ − 1 levels a side
});

test("M2 E29 the printed pruning rates of 12.1, 12.0, 9.1 and 13.4 follow from the parameters that remain", () => {
  // LeNet-300-100: 267K → 22K, LeNet-5 (431,080): 431K → 36K; AlexNet and VGG-16 in millions
  const rates = [[267, 22], [431, 36], [61, 6.7], [138, 10.3]].map(([before = 0, after = 1]) => before / after); // prettier-ignore
  expect(rates.map((rate) => Number(rate.toFixed(1)))).toEqual([12.1, 12, 9.1, 13.4]);
});

test("M3 a pruned pair computes what the original does with those maps at zero", () => {
  const [x, filters, bias] = [
    randomLike([1, 7, 7, 2], 1),
    randomLike([3, 3, 2, 5], 2),
    randomLike([5], 3),
  ];
  const next = randomLike([3, 3, 5, 4], 4);
  const pruned = compress.pruneFilters({ filters, bias, next }, 2);
  const small = conv2d(conv2d(x, pruned.filters, pruned.bias), pruned.next);
  const maps = conv2d(x, filters, bias);
  const zeroed = maps.data.map((value, i) => (pruned.kept.includes(i % 5) ? value : 0));
  maps.data.set(zeroed);
  expect(small).toBeCloseToTensor(conv2d(maps, next));
  // two filters of two weights each: 1 + 2 and 3 + 4
  expect(compress.filterNorms([[[[1, 3]]], [[[-2, 4]]]])).toEqual([3, 7]);
  const norms = compress.filterNorms(filters);
  const smallestKept = Math.min(...pruned.kept.map((k) => norms[k] ?? 0));
  const removed = norms.filter((_, k) => !pruned.kept.includes(k));
  expect(removed).toHaveLength(2);
  expect(Math.max(...removed)).toBeLessThanOrEqual(smallestKept);
  expect(codeOf(() => compress.pruneFilters({ filters, bias, next }, 5))).toBe("FILTER_COUNT");
});

test("M4 the gradient of distillation is (q − p)/(T·N) and agrees with differences", () => {
  const [z, v] = [scale(randomLike([3, 4], 1), 3), scale(randomLike([3, 4], 2), 3)];
  const { gradLogits } = compress.distillLoss(z, v, 2.5);
  const byHand = scale(sub(softmax(z, 2.5), softmax(v, 2.5)), 1 / (2.5 * 3));
  expect(gradLogits).toBeCloseToTensor(byHand);
  expect(
    gradCheck((at) => compress.distillLoss(at, v, 2.5).loss, z, gradLogits).worst,
  ).toBeLessThan(1e-6);
});

test("M4 at a high temperature the gradient matches logits of mean zero: (z − v)/(N·K·T²)", () => {
  const centred = (t: Tensor): Tensor => sub(t, mean(t) as number);
  const [z, v] = [centred(randomLike([1, 5], 1)), centred(randomLike([1, 5], 2))];
  const hot = 1e4;
  const { gradLogits } = compress.distillLoss(z, v, hot);
  expect(scale(gradLogits, hot ** 2)).toBeCloseToTensor(scale(sub(z, v), 1 / 5), 1e-4);
});

test("M4 at temperature 1 distillation is plain cross-entropy with the teacher's probabilities", () => {
  const [z, v] = [randomLike([2, 3], 1), randomLike([2, 3], 2)];
  expect(compress.distillLoss(z, v, 1)).toEqual(softmaxCrossEntropy(z, softmax(v)));
});

test("M5 pruning and quantising multiply: SqueezeNet's 510 is 50.1 smaller times about ten", () => {
  const { codes, step, weights } = compress.quantise([1, -0.5, 0.26], 3);
  expect([...codes]).toEqual([3, -1, 1]); // −0.5·3 = −1.5 rounds towards +∞
  expect(step).toBeCloseTo(1 / 3, 12);
  expect([...weights.data]).toEqual([1, -1 / 3, 1 / 3]);
  expect(compress.compressionRate(1 / 9, 8)).toBeCloseTo(36, 9);
});
