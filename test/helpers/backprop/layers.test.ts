import fc from "fast-check";
import { expect, test } from "vitest";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import {
  add,
  mul,
  random,
  scale,
  sum,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const { gradCheck } = backprop;

/** Σ gradOutput·layer(x): its gradient by x is what a backward function returns for gradOutput. */
const against =
  (layer: (x: Tensor) => Tensor, gradOutput: Tensor) =>
  (x: Tensor): number =>
    sum(mul(layer(x), gradOutput));

const randomLike = (shape: readonly number[], seed: number): Tensor =>
  random(shape, { seed, low: -1, high: 1 });

test("C27 the 1-D example: dx = dy ∗ w with w flipped back, dw = the input under the gradient", () => {
  // x = [1, 2, 3], w = [10, 20]; out = [1·10 + 2·20, 2·10 + 3·20]; dy = [1, 2]
  const x = tensor([[[[1], [2], [3]]]]);
  const w = tensor([[[[10]], [[20]]]]);
  const { gradInput, gradFilters, gradBias } = backprop.conv2dBackward([[[[1], [2]]]], x, w);
  expect([...gradInput.data]).toEqual([10, 40, 40]); // 1·10, 1·20 + 2·10, 2·20
  expect([...gradFilters.data]).toEqual([5, 8]); // 1·1 + 2·2, 1·2 + 2·3
  expect([...gradBias.data]).toEqual([3]);
});

const convCases = fc.record({
  size: fc.tuple(fc.integer({ min: 5, max: 7 }), fc.integer({ min: 5, max: 7 })),
  kernelSize: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  dilation: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  padding: fc.constantFrom<ops.Padding>("valid", "same", "full", "circular", 1, [[0, 2], [1, 0]]), // prettier-ignore
  groups: fc.constantFrom(1, 2),
  batch: fc.integer({ min: 1, max: 2 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

test("T1 C27 conv2d's gradients agree with differences: any stride, remainder, dilation, groups, lopsided padding", () => {
  fc.assert(
    fc.property(convCases, ({ size, kernelSize, batch, seed, groups, ...rest }) => {
      const options = { ...rest, groups, fit: "floor" } as const;
      const x = randomLike([batch, ...size, 2], seed);
      const w = randomLike([...kernelSize, 2 / groups, 4], seed + 1);
      const b = randomLike([4], seed + 2);
      const g = randomLike(ops.conv2d(x, w, b, options).shape, seed + 3);
      const grads = backprop.conv2dBackward(g, x, w, options);
      const byInput = against((at) => ops.conv2d(at, w, b, options), g);
      const byFilters = against((at) => ops.conv2d(x, at, b, options), g);
      const byBias = against((at) => ops.conv2d(x, w, at, options), g);
      expect(gradCheck(byInput, x, grads.gradInput).worst).toBeLessThan(1e-6);
      expect(gradCheck(byFilters, w, grads.gradFilters).worst).toBeLessThan(1e-6);
      expect(gradCheck(byBias, b, grads.gradBias).worst).toBeLessThan(1e-6);
    }),
    { seed: 5, numRuns: 60 },
  );
});

test("C27 28 → 14 with 3/2/1 leaves a remainder row, and its gradient is right", () => {
  const x = randomLike([1, 28, 28, 1], 1);
  const w = randomLike([3, 3, 1, 1], 2);
  const options = { stride: 2, padding: 1, fit: "floor" } as const;
  const g = randomLike([1, 14, 14, 1], 3);
  const { gradInput } = backprop.conv2dBackward(g, x, w, options);
  const f = against((at) => ops.conv2d(at, w, undefined, options), g);
  expect(gradCheck(f, x, gradInput, { samples: 784 }).worst).toBeLessThan(1e-6);
});

test("C27 gradients sum over the batch, and a zero gradient gives zeros", () => {
  const x = randomLike([1, 5, 5, 2], 1);
  const w = randomLike([3, 3, 2, 3], 2);
  const g = randomLike([1, 3, 3, 3], 3);
  const twice = (t: Tensor): Tensor => tensor([t, t].map((part) => nested(part)[0] ?? []) as never);
  const one = backprop.conv2dBackward(g, x, w);
  const both = backprop.conv2dBackward(twice(g), twice(x), w);
  expect(both.gradFilters).toBeCloseToTensor(scale(one.gradFilters, 2));
  expect(both.gradBias).toBeCloseToTensor(scale(one.gradBias, 2));
  expect(backprop.conv2dBackward(zeros([1, 3, 3, 3]), x, w).gradFilters).toBeCloseToTensor(
    zeros([3, 3, 2, 3]),
  );
});

function nested(t: Tensor): unknown[] {
  const [n = 0, h = 0, w = 0, c = 0] = t.shape;
  return Array.from({ length: n }, (_, a) =>
    Array.from({ length: h }, (_unused, i) =>
      Array.from({ length: w }, (_none, j) =>
        Array.from({ length: c }, (_zero, k) => t.get(a, i, j, k)),
      ),
    ),
  );
}

test("D1 dense by hand and by differences", () => {
  expect([...ops.dense([[1, 2]], [[3, 4], [5, 6]], [10, 20]).data]).toEqual([23, 36]); // prettier-ignore
  const [x, w, b, g] = [
    randomLike([3, 4], 1),
    randomLike([4, 2], 2),
    randomLike([2], 3),
    randomLike([3, 2], 4),
  ];
  const grads = backprop.denseBackward(g, x, w);
  expect(
    gradCheck(
      against((at) => ops.dense(at, w, b), g),
      x,
      grads.gradInput,
    ).worst,
  ).toBeLessThan(1e-6);
  expect(
    gradCheck(
      against((at) => ops.dense(x, at, b), g),
      w,
      grads.gradFilters,
    ).worst,
  ).toBeLessThan(1e-6);
  expect(
    gradCheck(
      against((at) => ops.dense(x, w, at), g),
      b,
      grads.gradBias,
    ).worst,
  ).toBeLessThan(1e-6);
});

test.each([
  ["ReLU", ops.relu, backprop.reluBackward],
  ["leaky ReLU", ops.leakyRelu, backprop.leakyReluBackward],
  ["sigmoid", ops.sigmoid, backprop.sigmoidBackward],
  ["tanh", ops.tanh, backprop.tanhBackward],
] as const)("D2 %s and its derivative agree with differences", (_name, forward, backward) => {
  const x = add(scale(random([40], { seed: 9 }), 6), -3);
  const g = randomLike([40], 8);
  expect(
    gradCheck(
      against((at) => forward(at), g),
      x,
      backward(g, x),
    ).worst,
  ).toBeLessThan(1e-6);
});

test("D2 σ' is at most 1/4, saturates without overflow, and ReLU'(0) is 0", () => {
  expect(backprop.sigmoidBackward([1, 1, 1], [0, 800, -800]).data).toEqual(
    Float64Array.of(0.25, 0, 0),
  );
  expect([...ops.sigmoid([800, -800]).data]).toEqual([1, 0]);
  expect([...backprop.reluBackward([1, 1, 1], [-1, 0, 1]).data]).toEqual([0, 0, 1]);
});

test("D3 softmax sums to one, does not move when all logits do, and survives ±1000", () => {
  const z = randomLike([4, 5], 3);
  const p = ops.softmax(z);
  for (let n = 0; n < 4; n += 1) {
    expect([0, 1, 2, 3, 4].reduce((total, k) => total + p.get(n, k), 0)).toBeCloseTo(1, 12);
  }
  expect(ops.softmax(add(z, 100))).toBeCloseToTensor(p);
  expect([...ops.softmax([[1000, -1000, 1000]]).data]).toEqual([0.5, 0, 0.5]);
});

test("D4 cross-entropy is ln 10 at equal logits, and its gradient is (p − y)/N", () => {
  const { loss, gradLogits } = backprop.softmaxCrossEntropy(zeros([2, 10]), [3, 7]);
  expect(loss).toBeCloseTo(Math.LN10, 6);
  expect(gradLogits.get(0, 3)).toBeCloseTo((0.1 - 1) / 2, 12);
  expect(gradLogits.get(1, 3)).toBeCloseTo(0.1 / 2, 12);
});

test("D4 the loss's gradient agrees with differences, for class numbers and for soft labels", () => {
  const z = scale(randomLike([3, 4], 6), 3);
  const soft = tensor([[0.7, 0.1, 0.1, 0.1], [0, 1, 0, 0], [0.25, 0.25, 0.25, 0.25]]); // prettier-ignore
  for (const labels of [[0, 3, 2], soft]) {
    const f = (at: Tensor): number => backprop.softmaxCrossEntropy(at, labels).loss;
    expect(gradCheck(f, z, backprop.softmaxCrossEntropy(z, labels).gradLogits).worst).toBeLessThan(
      1e-6,
    );
  }
  const loss = backprop.softmaxCrossEntropy([[1000, -1000]], [1]).loss;
  expect(loss).toBe(2000);
});

test("P4 overlapping max pooling adds up what arrives at a pixel", () => {
  // windows of 3, stride 2 on 1 2 9 2 1: both see the 9
  const x = tensor([[[[1], [2], [9], [2], [1]]]]);
  const options = { size: [1, 3], stride: [1, 2] } as const;
  expect([...ops.maxPool(x, options).data]).toEqual([9, 9]);
  expect([...backprop.maxPoolBackward([[[[3], [4]]]], x, options).data]).toEqual([0, 0, 7, 0, 0]);
});

test("P4 at a tie the first pixel gets the whole gradient, so that the sum is kept", () => {
  const x = tensor([[[[5], [5]], [[5], [5]]]]); // prettier-ignore
  expect([...backprop.maxPoolBackward([[[[1]]]], x, { size: 2 }).data]).toEqual([1, 0, 0, 0]);
});

test("P1 P2 max and average of the classic 4×4 map", () => {
  const x = tensor([[[[1], [1], [2], [4]], [[5], [6], [7], [8]], [[3], [2], [1], [0]], [[1], [2], [3], [4]]]]); // prettier-ignore
  expect([...ops.maxPool(x, { size: 2 }).data]).toEqual([6, 8, 3, 4]);
  expect([...ops.avgPool(x, { size: 2 }).data]).toEqual([3.25, 5.25, 2, 2]);
  // every image and every channel for itself: a second image, and the negative beside each number
  const four = tensor([[[[1, -1], [2, -2]]], [[[3, -3], [4, -4]]]]); // prettier-ignore
  expect([...ops.maxPool(four, { size: [1, 2] }).data]).toEqual([2, -1, 4, -3]);
  expect([...ops.avgPool(four, { size: [1, 2] }).data]).toEqual([1.5, -1.5, 3.5, -3.5]);
});

test("P1 zeros of the padding never win, even among negative pixels", () => {
  const x = tensor([[[[-3], [-2]], [[-1], [-4]]]]); // prettier-ignore
  expect([...ops.maxPool(x, { size: 3, stride: 2, padding: 1, fit: "floor" }).data]).toEqual([-1]);
});

test("P2 padding is left out of an average, or counted where asked for", () => {
  const x = tensor([[[[4], [8]], [[12], [16]]]]); // prettier-ignore
  const options = { size: 2, stride: 2, padding: 1 } as const;
  expect([...ops.avgPool(x, options).data]).toEqual([4, 8, 12, 16]);
  expect([...ops.avgPool(x, { ...options, countPadding: true }).data]).toEqual([1, 2, 3, 4]);
});

test("P4 pooling's gradients agree with differences: strides, padding, remainders", () => {
  fc.assert(
    fc.property(
      fc.record({
        size: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        padding: fc.constantFrom("valid", "same"),
        countPadding: fc.boolean(),
        seed: fc.integer({ min: 0, max: 1e6 }),
      }),
      ({ seed, ...rest }) => {
        const options = { ...rest, fit: "floor" } as const;
        const x = randomLike([2, 6, 5, 2], seed);
        const g = randomLike(ops.avgPool(x, options).shape, seed + 1);
        const average = backprop.avgPoolBackward(g, x, options);
        const largest = backprop.maxPoolBackward(g, x, options);
        expect(
          gradCheck(
            against((at) => ops.avgPool(at, options), g),
            x,
            average,
          ).worst,
        ).toBeLessThan(1e-6);
        expect(
          gradCheck(
            against((at) => ops.maxPool(at, options), g),
            x,
            largest,
          ).worst,
        ).toBeLessThan(1e-6);
        expect(sum(largest)).toBeCloseTo(sum(g), 9);
      },
    ),
    { seed: 6, numRuns: 60 },
  );
});

test("P5 global pooling is a window of the full size", () => {
  const x = randomLike([2, 3, 5, 2], 4);
  expect([...ops.globalAveragePool(x).data]).toEqual([...ops.avgPool(x, { size: [3, 5] }).data]);
  expect(ops.globalMaxPool(x).shape).toEqual([2, 2]);
});

test("A31 attention's rows of weights sum to one, and permuting keys and values together changes nothing", () => {
  const [q, k, v] = [randomLike([2, 3], 1), randomLike([4, 3], 2), randomLike([4, 5], 3)];
  const weights = ops.attentionWeights(q, k);
  for (const row of [0, 1]) {
    expect([0, 1, 2, 3].reduce((total, column) => total + weights.get(row, column), 0)).toBeCloseTo(
      1,
      12,
    );
  }
  const order = [2, 0, 3, 1];
  const permute = (t: Tensor): Tensor =>
    tensor(order.map((row) => Array.from({ length: t.shape[1] ?? 0 }, (_, c) => t.get(row, c))));
  expect(ops.attention(q, permute(k), permute(v))).toBeCloseToTensor(ops.attention(q, k, v));
  expect(ops.attention(q, k, v, { scale: false })).not.toBeCloseToTensor(ops.attention(q, k, v));
});

test("K4 T1 the whole gradient of a small net, every parameter, agrees with differences", () => {
  const x = randomLike([2, 7, 6, 1], 1);
  const labels = [0, 2];
  const w1 = randomLike([3, 3, 1, 2], 2);
  const w2 = scale(randomLike([12, 3], 3), 0.5);
  const forward = (filters: Tensor, weights: Tensor) => {
    const conv = ops.conv2d(x, filters, undefined, { padding: "same" });
    const active = ops.relu(conv);
    const pooled = ops.maxPool(active, { size: 3, stride: 2, padding: "valid", fit: "floor" });
    const flat = tensor(flatten(pooled, 2));
    return {
      conv,
      active,
      pooled,
      flat,
      ...backprop.softmaxCrossEntropy(ops.dense(flat, weights), labels),
    };
  };
  const net = forward(w1, w2);
  const top = backprop.denseBackward(net.gradLogits, net.flat, w2);
  const options = { size: 3, stride: 2, padding: "valid", fit: "floor" } as const;
  const unflat = { ...net.pooled, data: top.gradInput.data } as Tensor;
  const gradActive = backprop.maxPoolBackward(reshapeLike(unflat, net.pooled), net.active, options);
  const gradConv = backprop.reluBackward(gradActive, net.conv);
  const { gradFilters } = backprop.conv2dBackward(gradConv, x, w1, { padding: "same" });
  expect(gradCheck((at) => forward(w1, at).loss, w2, top.gradFilters).worst).toBeLessThan(1e-6);
  expect(gradCheck((at) => forward(at, w2).loss, w1, gradFilters).worst).toBeLessThan(1e-6);
});

function flatten(t: Tensor, rows: number): number[][] {
  const columns = t.size / rows;
  return Array.from({ length: rows }, (_, row) =>
    Array.from(t.data.subarray(row * columns, (row + 1) * columns)),
  );
}

function reshapeLike(flat: Tensor, shaped: Tensor): Tensor {
  const copy = zeros(shaped.shape);
  copy.data.set(flat.data);
  return copy;
}

test.each([
  [
    "SHAPES_DIFFER",
    () => backprop.conv2dBackward(zeros([1, 2, 2, 1]), zeros([1, 5, 5, 1]), zeros([3, 3, 1, 1])),
  ],
  [
    "CONV2DBACKWARD_CHANNELS",
    () => backprop.conv2dBackward(zeros([1, 3, 3, 1]), zeros([1, 5, 5, 2]), zeros([3, 3, 1, 1])),
  ],
  ["DENSE_SIZES", () => ops.dense([[1, 2]], [[1]])],
  ["DENSE_BIAS", () => ops.dense([[1]], [[1]], [1, 2])],
  ["LABEL_RANGE", () => backprop.softmaxCrossEntropy([[1, 2]], [2])],
  ["LABEL_COUNT", () => backprop.softmaxCrossEntropy([[1, 2]], [0, 1])],
  ["WRONG_RANK", () => ops.maxPool([[1, 2]], { size: 2 })],
  ["DOES_NOT_FIT", () => ops.maxPool(zeros([1, 5, 5, 1]), { size: 2 })],
] as const)("%s: what does not fit is refused before any work", (code, run) => {
  expect(codeOf(run)).toBe(code);
});
