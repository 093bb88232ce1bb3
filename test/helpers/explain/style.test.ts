import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { gradCheck } from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import { matmul, transpose } from "../../../kernel/helpers/ops/index.ts";
import {
  max,
  min,
  random,
  reshape,
  scale,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { gapNet, randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test("V19 the Gram matrix is symmetric, has no negative direction, and does not see where things are", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const f = randomLike([3, 4, 5], seed);
      const g = explain.gram(f);
      expect(g).toBeCloseToTensor(transpose(g), 0);
      const v = randomLike([1, 5], seed + 1);
      expect(matmul(matmul(v, g), transpose(v)).get(0, 0)).toBeGreaterThanOrEqual(-1e-12);
      // the twelve places in another order
      const moved = zeros([12, 5]);
      for (let p = 0; p < 12; p += 1) {
        for (let k = 0; k < 5; k += 1) moved.set((5 * p + 3) % 12, k, f.get(Math.floor(p / 4), p % 4, k)); // prettier-ignore
      }
      expect(explain.gram(reshape(moved, [4, 3, 5]))).toBeCloseToTensor(g, 1e-12);
    }),
    { numRuns: 30 },
  );
});

test("V19 E30 the Gram matrix is the style: moving the picture keeps the style loss at 0, not the content loss", () => {
  const f = randomLike([4, 6, 3], 1);
  const shifted = zeros([4, 6, 3]);
  for (let y = 0; y < 4; y += 1)
    for (let x = 0; x < 6; x += 1)
      for (let c = 0; c < 3; c += 1) shifted.set((y + 1) % 4, (x + 2) % 6, c, f.get(y, x, c));
  expect(explain.styleLoss(shifted, f).loss).toBeLessThan(1e-20);
  expect(explain.contentLoss(shifted, f).loss).toBeGreaterThan(1);
  // two places swapped: G = 1 + 25 in both; the content is off by 4 in each, ½·(16 + 16)
  const swapped = explain.contentLoss([[[1], [5]]], [[[5], [1]]]);
  expect(explain.styleLoss([[[1], [5]]], [[[5], [1]]]).loss).toBe(0);
  expect(swapped.loss).toBe(16);
  expect([...swapped.gradient.data]).toEqual([-4, 4]);
});

/** 1/(4N²M²)·Σ(G − A)² in TensorFlow.js, and its gradient by the maps. */
function theirStyleLoss(f: Tensor, s: Tensor): { loss: number; gradient: Tensor } {
  const maps = f.shape[2] ?? 1;
  const places = f.size / maps;
  const gramOf = (t: tf.Tensor): tf.Tensor => tf.matMul(t as tf.Tensor2D, t as tf.Tensor2D, true);
  const style = gramOf(tf.tensor2d([...s.data], [places, maps]));
  const loss = (t: tf.Tensor): tf.Scalar =>
    gramOf(t).sub(style).square().sum().div(4 * maps ** 2 * places ** 2); // prettier-ignore
  const { value, grad } = tf.valueAndGrad(loss)(tf.tensor2d([...f.data], [places, maps]));
  return { loss: value.dataSync()[0] ?? 0, gradient: reshape(tensor([...grad.dataSync()]), f.shape) }; // prettier-ignore
}

test("V19 style loss and gradient are TensorFlow.js's, on oblong maps", () => {
  const [f, s] = [randomLike([2, 5, 3], 1), randomLike([2, 5, 3], 2)];
  const ours = explain.styleLoss(f, s);
  const theirs = theirStyleLoss(f, s);
  expect(ours.loss).toBeCloseTo(theirs.loss, 6);
  expect(ours.gradient).toBeCloseToTensor(theirs.gradient, 1e-5);
  expect(gradCheck((at) => explain.styleLoss(at, s).loss, f, ours.gradient).worst).toBeLessThan(1e-6); // prettier-ignore
});

test("V19 E30 the factor 1/(4N²M²) makes the loss the same for the same texture at any size; the sum without it is not", () => {
  const small = randomLike([2, 3, 4], 3);
  const other = randomLike([2, 3, 4], 4);
  // each place three times: M is three times as large, every Gram entry too
  const thrice = (t: Tensor): Tensor => reshape(tensor([[...t.data, ...t.data, ...t.data]]), [6, 3, 4]); // prettier-ignore
  const once = explain.styleLoss(small, other).loss;
  expect(explain.styleLoss(thrice(small), thrice(other)).loss).toBeCloseTo(once, 12);
  expect(explain.styleLoss(small, thrice(other)).loss).toBeCloseTo(once, 12);
  const plainSum = (a: Tensor, b: Tensor): number => {
    const [g, h] = [explain.gram(a), explain.gram(b)];
    return [...g.data].reduce((sum, value, i) => sum + (value - (h.data[i] ?? 0)) ** 2, 0);
  };
  expect(plainSum(thrice(small), thrice(other))).toBeCloseTo(9 * plainSum(small, other), 9);
  // by hand: N = 1, M = 2; G = 1 + 1, A = 1 + 4; (2 − 5)²/(4·1·4)
  expect(explain.styleLoss([[[1], [1]]], [[[1], [2]]]).loss).toBe(9 / 16); // prettier-ignore
});

test("V19 the content loss is half the sum of squares, its gradient the difference", () => {
  const [f, p] = [randomLike([2, 3, 2], 5), randomLike([2, 3, 2], 6)];
  const { loss, gradient } = explain.contentLoss(f, p);
  expect(loss).toBeCloseTo([...f.data].reduce((sum, v, i) => sum + (v - (p.data[i] ?? 0)) ** 2, 0) / 2, 12); // prettier-ignore
  expect(gradCheck((at) => explain.contentLoss(at, p).loss, f, gradient).worst).toBeLessThan(1e-6);
});

const content = random([10, 8, 2], { seed: 9 });
const style = scale(random([8, 12, 2], { seed: 10 }), 0.5);

test("V19 the style loss falls by at least 90 %, the whole loss never rises, pixels stay in the box", () => {
  const options = { contentLayer: "relu2", styleLayers: ["relu1", "relu2"], steps: 60 };
  const made = explain.transferStyle(gapNet, content, style, options);
  expect(made.image.shape).toEqual([10, 8, 2]);
  expect(made.styleLoss).toBeLessThan(0.1 * made.startStyleLoss);
  made.losses.slice(1).forEach((loss, i) => expect(loss).toBeLessThanOrEqual(made.losses[i] ?? 0));
  expect(min(made.image)).toBeGreaterThanOrEqual(0);
  expect(max(made.image)).toBeLessThanOrEqual(1);
});

test("V19 with β = 0 the content comes back from noise, with α = 0 only the style counts", () => {
  const options = { contentLayer: "relu1", styleLayers: ["relu2"], steps: 60, start: "noise" } as const; // prettier-ignore
  const like = explain.transferStyle(gapNet, content, style, { ...options, beta: 0 });
  const free = explain.transferStyle(gapNet, content, style, { ...options, alpha: 0 });
  expect(like.contentLoss).toBeLessThan(0.05 * free.contentLoss);
  expect(free.styleLoss).toBeLessThan(0.1 * like.styleLoss);
});

test("V19 what has no style is refused", () => {
  expect(codeOf(() => explain.gram([1, 2]))).toBe("STYLE_MAPS");
  expect(codeOf(() => explain.styleLoss(randomLike([2, 2, 3], 1), randomLike([2, 2, 2], 1)))).toBe("STYLE_MAPS"); // prettier-ignore
  const options = { contentLayer: "relu1", styleLayers: [] };
  expect(codeOf(() => explain.transferStyle(gapNet, content, style, options))).toBe("STYLE_LAYERS");
});
