// Errors of the lecture slides that no other test is about: where a slide is wrong, the library is right.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { affineClassifier, lossGradient } from "../../kernel/helpers/adversarial/index.ts";
import { effectiveSize, outSize } from "../../kernel/helpers/arithmetic/index.ts";
import { softmaxCrossEntropy } from "../../kernel/helpers/backprop/index.ts";
import {
  attention,
  conv2d,
  convolve1d,
  convolve2d,
  correlate2d,
  correlate1d,
  maxPool,
} from "../../kernel/helpers/ops/index.ts";
import { logUniform } from "../../kernel/helpers/optim/index.ts";
import {
  random,
  randomNormal,
  Rng,
  tensor,
  type Tensor,
} from "../../kernel/helpers/tensor/index.ts";
import { root } from "../../kernel/install/node24.mjs";

const numbers = ({ data }: Tensor): readonly number[] => [...data];
/** a·x + b·y, entry by entry. */
const combine = (a: number, x: Tensor, b: number, y: Tensor): number[] =>
  numbers(x).map((value, i) => a * value + b * (y.data[i] ?? NaN));
const expectClose = (got: readonly number[], wanted: readonly number[]): void => {
  expect(got.length).toBe(wanted.length);
  got.forEach((value, i) => expect(value).toBeCloseTo(wanted[i] ?? NaN, 9));
};

test("E8 convolution is bilinear: it adds up in each argument, and is not only homogeneous", () => {
  const [f, g, h] = [1, 2, 3].map((seed) => random([5, 4], { seed })) as [Tensor, Tensor, Tensor];
  const added = random([5, 4], { seed: 9 });
  added.data.set(combine(1, g, 1, h));
  const of = (a: Tensor, b: Tensor): Tensor => convolve2d(a, b, "full");
  expect(of(f, added).shape).toEqual([9, 7]);
  expectClose(numbers(of(f, added)), combine(1, of(f, g), 1, of(f, h)));
  expectClose(numbers(of(added, f)), combine(1, of(g, f), 1, of(h, f)));
});

test("E10 dilation spreads the filter's taps, not the map: D = 1 is ordinary, the gap is D − 1", () => {
  // taps 1 and 10, two apart: 1·1 + 10·3 = 31, 1·2 + 10·4 = 42, 1·3 + 10·5 = 53; stretching the map gives other numbers
  const map = tensor([[[[1], [2], [3], [4], [5]]]]);
  const filters = tensor([[[[1]], [[10]]]]);
  const by = (dilation: readonly [number, number]): number[] => [
    ...conv2d(map, filters, undefined, { dilation }).data,
  ];
  expect(by([1, 2])).toEqual([31, 42, 53]);
  expect(by([1, 1])).toEqual([21, 32, 43, 54]);
  expect(effectiveSize(3, 4)).toBe(9); // 4·(3 − 1) + 1
});

test("E11 a step of sign(w) changes w·x by n times the mean of |w|, not of w", () => {
  const w = tensor([[0.5], [-0.25], [0.75], [-1]]);
  const model = affineClassifier(w, [3]);
  const score = (x: Tensor): number => model.logits(x).get(0, 0);
  const step = tensor([[1, -1, 1, -1]]);
  // 0.5 + 0.25 + 0.75 + 1 = 2.5 = 4·0.625; 4 times the mean of w is 0
  expect(score(tensor([[0, 0, 0, 0]]))).toBe(3);
  expect(score(step)).toBeCloseTo(3 + 2.5, 12);
});

test("E12 the loss is linear round the image: L(x + r) ≈ L(x) + r·∇ₓL, up to the square of r", () => {
  const model = affineClassifier(randomNormal([6, 3], { seed: 4 }), [0.1, 0, -0.2]);
  const x = random([1, 6], { seed: 5 });
  const r = randomNormal([1, 6], { seed: 6 });
  const loss = (t: number): number => {
    const moved = random([1, 6], { seed: 5 });
    moved.data.set(combine(1, x, t, r));
    return softmaxCrossEntropy(model.logits(moved), [1]).loss;
  };
  const slope = numbers(lossGradient(model, x, [1])).reduce(
    (sum, value, i) => sum + value * (r.data[i] ?? NaN),
    0,
  );
  const miss = (t: number): number => Math.abs(loss(t) - loss(0) - t * slope);
  // a hundredth of the step, a ten-thousandth of what is missed
  expect(miss(1e-3) / miss(1e-1)).toBeLessThan(2e-4);
  expect(Math.abs(slope)).toBeGreaterThan(0.01);
});

test("E15 attention divides by √d as the paper does, or not, as the slide prints it", () => {
  const q = [[2, 0, 0, 0]];
  const k = [
    [1, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  // scores 2 and 0, and 2/√4 = 1 and 0
  expect(attention(q, k, [[1], [0]]).get(0, 0)).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  expect(attention(q, k, [[1], [0]], { scale: false }).get(0, 0)).toBeCloseTo(
    1 / (1 + Math.exp(-2)),
    12,
  );
});

test("E17 max pooling follows a shift by its stride exactly, and a shift by one pixel only nearly", () => {
  const image = random([1, 8, 12, 1], { seed: 7 });
  const shifted = (by: number): Tensor => {
    const moved = random([1, 8, 12, 1], { seed: 8 });
    for (let y = 0; y < 8; y += 1)
      for (let x = 0; x < 12; x += 1) moved.set(0, y, x, 0, image.get(0, y, (x - by + 12) % 12, 0));
    return moved;
  };
  const pooled = maxPool(image, { size: 2 });
  const byStride = maxPool(shifted(2), { size: 2 });
  const byOne = maxPool(shifted(1), { size: 2 });
  let changed = 0;
  for (let y = 0; y < 4; y += 1)
    for (let x = 0; x < 6; x += 1) {
      expect(byStride.get(0, y, (x + 1) % 6, 0)).toBe(pooled.get(0, y, x, 0));
      changed += Number(byOne.get(0, y, x, 0) !== pooled.get(0, y, x, 0));
    }
  expect(changed).toBeGreaterThan(0);
  // two windows of a row: {1, 2, 0, 0} and {0, 3, 4, 0}; a pixel further {3, 1, 0, 0} and {2, 0, 0, 4}
  const asImage = (rows: readonly (readonly number[])[]): number[][][][] => [rows.map((row) => row.map((v) => [v]))]; // prettier-ignore
  const still = maxPool(asImage([[1, 2, 0, 3], [0, 0, 4, 0]]), { size: 2 }); // prettier-ignore
  const moved = maxPool(asImage([[3, 1, 2, 0], [0, 0, 0, 4]]), { size: 2 }); // prettier-ignore
  expect([...still.data, ...moved.data]).toEqual([2, 4, 3, 4]);
});

test("E23 a pool's size counts its padding: ResNet's 3×3/2 with one pixel gives 56, not 55", () => {
  expect(outSize(112, 3, { stride: 2, padding: 1, fit: "floor" })).toBe(56);
  expect(outSize(112, 3, { stride: 2, fit: "floor" })).toBe(55);
});

test("E32 the layer slides its filters as they are; the slide's K(i − m, j − n) is a true convolution", () => {
  const signal = tensor([1, 2, 3, 4]);
  // 1·1 + 2·10 = 21 …; with the filter flipped 10·1 + 1·2 = 12 …
  expect(numbers(correlate1d(signal, tensor([1, 10]), "valid"))).toEqual([21, 32, 43]);
  expect(numbers(convolve1d(signal, tensor([1, 10]), "valid"))).toEqual([12, 23, 34]);
  const layer = conv2d(tensor([[[[1], [2], [3], [4]]]]), tensor([[[[1]], [[10]]]]));
  expect(numbers(layer)).toEqual([21, 32, 43]);
  // in two directions, too: (i − m, j − n) turns the filter by 180°
  const image = tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]]); // prettier-ignore
  const filter = tensor([[1, 10], [100, 1000]]); // prettier-ignore
  expect(numbers(correlate2d(image, filter, "valid"))).toEqual([5421, 6532, 8754, 9865]);
  expect(numbers(convolve2d(image, filter, "valid"))).toEqual([1245, 2356, 4578, 5689]);
});

test("E33 rates are drawn as powers of ten: 10^U(−4, −3) lies between 0.0001 and 0.001", () => {
  const rng = new Rng(3);
  for (let draw = 0; draw < 100; draw += 1) {
    const rate = logUniform(-4, -3, rng);
    expect(rate).toBeGreaterThanOrEqual(1e-4);
    expect(rate).toBeLessThan(1e-3);
  }
});

test("E16 E19 E31 no page, docstring or lab repeats the slides' misprinted names and figures", () => {
  const misprints = [/RNN\*/, /Fast R-NN/, /Hubert/, /2,000 GPU-hours/, /gorilla 99/];
  const texts = ["kernel/helpers", "docs", "labs", "solutions"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(ts|md|ipynb)$/.test(file))
      .map((file) => join(root, folder, file)),
  );
  expect(texts.length).toBeGreaterThan(100);
  const repeated = texts.filter((file) => {
    const text = readFileSync(file, "utf8");
    return misprints.some((misprint) => misprint.test(text));
  });
  expect(repeated).toEqual([]);
});
