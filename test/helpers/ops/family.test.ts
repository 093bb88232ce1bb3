import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { conv2dBackward } from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import {
  fromArray,
  mul,
  random,
  reshape,
  sum,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const randomLike = (shape: readonly number[], seed: number): Tensor =>
  random(shape, { seed, low: -1, high: 1 });

const four = (t: Tensor): tf.Tensor4D =>
  tf.tensor4d(Float32Array.from(t.data), t.shape as [number, number, number, number]);
const read = (t: tf.Tensor): Tensor => fromArray(t.dataSync(), t.shape);

test("C20 a dilated convolution is one whose filter has zeros between its taps", () => {
  const [x, w] = [randomLike([2, 9, 8, 2], 1), randomLike([3, 2, 2, 3], 2)];
  for (const dilation of [1, 2, 3]) {
    const spread = ops.insertZeros(w, dilation);
    expect(spread.shape.slice(0, 2)).toEqual([dilation * 2 + 1, dilation + 1]);
    expect(ops.conv2d(x, spread)).toBeCloseToTensor(ops.conv2d(x, w, undefined, { dilation }));
  }
});

test("C21 a locally connected layer with equal weights everywhere is a convolution", () => {
  const [x, w] = [randomLike([2, 5, 6, 2], 1), randomLike([3, 3, 2, 4], 2)];
  const everywhere = zeros([3, 4, 3, 3, 2, 4]);
  for (let place = 0; place < 12; place += 1) everywhere.data.set(w.data, place * w.size);
  expect(ops.locallyConnected(x, everywhere)).toBeCloseToTensor(ops.conv2d(x, w));
});

test("C21 each place has its own weights and its own bias, the same for every image", () => {
  // two images of one row, filters [1, 1] and [10, 1]: 1 + 2, 20 + 3 and 4 + 5, 50 + 6; biases 100 and 200
  const weights = reshape(tensor([1, 1, 10, 1]), [1, 2, 1, 2, 1, 1]);
  const x = reshape(tensor([1, 2, 3, 4, 5, 6]), [2, 1, 3, 1]);
  const out = ops.locallyConnected(x, weights, reshape(tensor([100, 200]), [1, 2, 1]));
  expect([...out.data]).toEqual([103, 223, 109, 256]);
});

test("C21 its weights grow with the image: 28·28·6·75 = 352,800 on 32 pixels with 5×5×3 filters", () => {
  const weights = [28, 28, 5, 5, 3, 6].reduce((a, b) => a * b, 1);
  expect(weights).toBe(352_800);
  expect(codeOf(() => ops.locallyConnected(zeros([1, 4, 4, 1]), zeros([3, 3, 3, 3, 1, 1])))).toBe(
    "LOCAL_SIZES",
  );
});

test("C22 a 1×1 convolution is a dense layer applied to each pixel", () => {
  const [x, w, b] = [randomLike([2, 3, 4, 5], 1), randomLike([5, 6], 2), randomLike([6], 3)];
  const perPixel = ops.dense(reshape(x, [24, 5]), w, b);
  const conv = ops.conv2d(x, reshape(w, [1, 1, 5, 6]), b);
  expect(reshape(conv, [24, 6])).toBeCloseToTensor(perPixel);
});

test("C23 a grouped convolution is split, convolve, concatenate", () => {
  const [x, w] = [randomLike([1, 5, 5, 4], 1), randomLike([3, 3, 2, 6], 2)];
  const grouped = ops.conv2d(x, w, undefined, { groups: 2 });
  const part = (t: Tensor, from: number, to: number): Tensor => {
    const depth = t.shape[3] ?? 0;
    const kept = [...t.data].filter((_, i) => i % depth >= from && i % depth < to);
    return fromArray(kept, [...t.shape.slice(0, 3), to - from]);
  };
  const first = ops.conv2d(part(x, 0, 2), part(w, 0, 3));
  const second = ops.conv2d(part(x, 2, 4), part(w, 3, 6));
  expect(part(grouped, 0, 3)).toBeCloseToTensor(first);
  expect(part(grouped, 3, 6)).toBeCloseToTensor(second);
});

test("C23 C24 depthwise and separable convolutions agree with TensorFlow.js", () => {
  const x = randomLike([2, 7, 6, 3], 1);
  const [deep, point] = [randomLike([3, 2, 3, 2], 2), randomLike([1, 1, 6, 4], 3)];
  for (const [stride, padding] of [
    [1, "same"],
    [2, "valid"],
  ] as const) {
    // prettier-ignore
    const options = { stride, padding, fit: "floor" } as const;
    const depth = read(tf.depthwiseConv2d(four(x), four(deep), stride, padding));
    expect(ops.depthwiseConv2d(x, deep, undefined, options)).toBeCloseToTensor(depth, 1e-4);
    const both = read(tf.separableConv2d(four(x), four(deep), four(point), stride, padding));
    expect(ops.separableConv2d(x, deep, point, undefined, options)).toBeCloseToTensor(both, 1e-4);
  }
});

test("C24 the transposed convolution is the adjoint: ⟨Ax, y⟩ = ⟨x, Aᵀy⟩", () => {
  fc.assert(
    fc.property(
      fc.record({
        size: fc.tuple(fc.integer({ min: 5, max: 9 }), fc.integer({ min: 5, max: 9 })),
        kernelSize: fc.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 })),
        stride: fc.integer({ min: 1, max: 3 }),
        dilation: fc.integer({ min: 1, max: 2 }),
        padding: fc.integer({ min: 0, max: 1 }),
        seed: fc.integer({ min: 0, max: 1e6 }),
      }),
      ({ size, kernelSize, seed, ...options }) => {
        const span = (axis: 0 | 1): number => options.dilation * (kernelSize[axis] - 1) + 1;
        const rest = (axis: 0 | 1): number =>
          (size[axis] + 2 * options.padding - span(axis)) % options.stride;
        fc.pre(rest(0) === rest(1)); // one outputPadding serves both axes
        const x = randomLike([1, ...size, 2], seed);
        const w = randomLike([...kernelSize, 2, 3], seed + 1);
        const ax = ops.conv2d(x, w, undefined, { ...options, fit: "floor" });
        const y = randomLike(ax.shape, seed + 2);
        const aty = ops.convTranspose2d(y, w, undefined, { ...options, outputPadding: rest(0) });
        expect(aty.shape).toEqual(x.shape);
        expect(sum(mul(ax, y))).toBeCloseTo(sum(mul(x, aty)), 9);
        const { gradInput } = conv2dBackward(y, x, w, { ...options, fit: "floor" });
        expect(aty).toBeCloseToTensor(gradInput);
      },
    ),
    { seed: 8, numRuns: 60 },
  );
});

test("C24 the transposed convolution agrees with TensorFlow.js", () => {
  const [x, w] = [randomLike([1, 4, 5, 3], 1), randomLike([3, 3, 2, 3], 2)];
  const oracle = read(tf.conv2dTranspose(four(x), four(w), [1, 9, 11, 2], 2, "valid"));
  expect(ops.convTranspose2d(x, w, undefined, { stride: 2 })).toBeCloseToTensor(oracle, 1e-4);
});

test("C24 the transposed sizes: (H − 1)·s + d·(k − 1) + 1 − 2p + outputPadding", () => {
  const shape = (options: ops.TransposeOptions): readonly number[] =>
    ops.convTranspose2d(zeros([1, 4, 4, 1]), zeros([3, 3, 1, 1]), undefined, options).shape;
  expect(shape({ stride: 2 })).toEqual([1, 9, 9, 1]);
  expect(shape({ stride: 2, padding: 1 })).toEqual([1, 7, 7, 1]);
  expect(shape({ stride: 2, padding: 1, outputPadding: 1 })).toEqual([1, 8, 8, 1]);
  expect(codeOf(() => shape({ stride: 2, outputPadding: 2 }))).toBe("BAD_OPTIONS");
  expect(codeOf(() => shape({ padding: 3 }))).toBe("TRANSPOSE_EMPTY");
});

test("C25 conv3d agrees with TensorFlow.js", () => {
  const [x, w, b] = [
    randomLike([2, 4, 5, 6, 2], 1),
    randomLike([2, 3, 2, 2, 3], 2),
    randomLike([3], 3),
  ];
  const five = (t: Tensor): tf.Tensor5D =>
    tf.tensor5d(Float32Array.from(t.data), t.shape as [number, number, number, number, number]);
  for (const [stride, padding] of [
    [1, "same"],
    [2, "valid"],
  ] as const) {
    // prettier-ignore
    const oracle = read(tf.add(tf.conv3d(five(x), five(w), stride, padding), tf.tensor1d([...b.data])));
    expect(ops.conv3d(x, w, b, { stride, padding, fit: "floor" })).toBeCloseToTensor(oracle, 1e-4);
  }
  expect(codeOf(() => ops.conv3d(zeros([1, 3, 3, 3, 2]), zeros([2, 2, 2, 1, 1])))).toBe(
    "CONV3D_CHANNELS",
  );
});

test("C26 a filter of rank one is two passes, and seven times cheaper per 7×7", () => {
  const x = randomLike([1, 9, 9, 1], 1);
  const [column, row] = [randomLike([7, 1], 2), randomLike([1, 7], 3)];
  const product = ops.matmul(column, row);
  expect(ops.matmul([[1], [2]], [[3, 4]])).toBeCloseToTensor([[3, 4], [6, 8]]); // prettier-ignore
  const twoPasses = ops.conv2d(
    ops.conv2d(x, reshape(column, [7, 1, 1, 1])),
    reshape(row, [1, 7, 1, 1]),
  );
  expect(ops.conv2d(x, reshape(product, [7, 7, 1, 1]))).toBeCloseToTensor(twoPasses);
});

test("C8 a convolution is a matrix: A·vec(x), Aᵀ as its gradient, nine weights repeated, the rest zeros", () => {
  const [x, w] = [randomLike([1, 5, 6, 1], 1), randomLike([3, 3], 2)];
  const a = ops.convMatrix(w, [5, 6], { padding: "same" });
  const vector = (t: Tensor): Tensor => reshape(t, [t.size, 1]);
  const options = { padding: "same" } as const;
  const filters = reshape(w, [3, 3, 1, 1]);
  expect(ops.matmul(a, vector(x))).toBeCloseToTensor(
    vector(ops.conv2d(x, filters, undefined, options)),
  );
  const y = randomLike([1, 5, 6, 1], 3);
  const { gradInput } = conv2dBackward(y, x, filters, options);
  expect(ops.matmul(ops.transpose(a), vector(y))).toBeCloseToTensor(vector(gradInput));
  expect(new Set([...a.data].filter((value) => value !== 0)).size).toBe(9);
});

test("C8 the Laplacian's matrix is symmetric", () => {
  const a = ops.convMatrix([[0, 1, 0], [1, -4, 1], [0, 1, 0]], [4, 5], { padding: "same" }); // prettier-ignore
  expect(ops.transpose(a)).toBeCloseToTensor(a);
});

test("A21 shuffling with g and then with C/g groups gives the channels back, and is a permutation", () => {
  const x = tensor([[0, 1, 2, 3, 4, 5]]);
  const shuffled = ops.channelShuffle(x, 2);
  expect([...shuffled.data]).toEqual([0, 3, 1, 4, 2, 5]);
  expect(ops.channelShuffle(shuffled, 3)).toBeCloseToTensor(x);
  expect(codeOf(() => ops.channelShuffle(x, 4))).toBe("SHUFFLE_GROUPS");
});
