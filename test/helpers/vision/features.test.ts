import { describe, expect, test } from "vitest";
import { standardise } from "../../../kernel/helpers/augment/index.ts";
import * as nets from "../../../kernel/helpers/backprop/index.ts";
import { accuracy } from "../../../kernel/helpers/optim/index.ts";
import {
  add,
  fromArray,
  random,
  Rng,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { histogramFeatures, hogLike } from "../../../kernel/helpers/vision/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

test("T29: a histogram counts shares of pixels per channel, the brightest in the last bin", () => {
  const image = [
    [
      [0, 1],
      [0.24, 1],
      [0.25, 1],
      [1, 0],
    ],
  ];
  expect(histogramFeatures(image, 4)).toBeCloseToTensor([0.5, 0.25, 0, 0.25, 0.25, 0, 0, 0.75]);
});

test("T29: an upright edge answers in direction 0, a lying one in the middle, a slanting one between", () => {
  const edge = (of: (y: number, x: number) => boolean): number[] => {
    const image = zeros([4, 4, 1]);
    for (let y = 0; y < 4; y += 1)
      for (let x = 0; x < 4; x += 1) image.set(y, x, 0, of(y, x) ? 1 : 0);
    const found = [...hogLike(image, { cell: 4, orientations: 4 }).data];
    return found.map((v) => Math.round(v * 100) / 100);
  };
  expect(edge((_, x) => x >= 2)).toEqual([1, 0, 0, 0]);
  expect(edge((_, x) => x < 2)).toEqual([1, 0, 0, 0]); // bright and dark exchanged
  expect(edge((y) => y >= 2)).toEqual([0, 0, 1, 0]);
  const slanting = edge((y, x) => x + y >= 4);
  expect(slanting.indexOf(Math.max(...slanting))).toBe(1);
});

test("T29: a picture of one colour has no edges", () => {
  expect(
    hogLike(fromArray(Array<number>(64).fill(0.4), [8, 8, 1])).data.every((v) => v === 0),
  ).toBe(true);
});

/** Four shapes, dark on bright or bright on dark, anywhere. */
function shapes(
  count: number,
  seed: number,
): { readonly images: Tensor; readonly labels: number[] } {
  const rng = new Rng(seed);
  const size = 12;
  const images = random([count, size, size, 1], { seed: rng, high: 0.15 });
  const labels = Array.from({ length: count }, () => rng.integer(4));
  for (const [n, label] of labels.entries()) {
    const r = 3 + rng.integer(2);
    const [cy, cx] = [r + rng.integer(size - 2 * r), r + rng.integer(size - 2 * r)];
    const flip = rng.uniform() < 0.5;
    for (let y = 0; y < size; y += 1) {
      for (let x = 0; x < size; x += 1) {
        const [dy, dx] = [Math.abs(y - cy), Math.abs(x - cx)];
        const inside = [
          Math.max(dy, dx) < r, // square
          dy + dx < r, // diamond
          dy < 2 && dx < r, // lying bar
          dx < 2 && dy < r, // upright bar
        ][label];
        const at = (n * size + y) * size + x;
        const value = (images.data[at] ?? 0) + (inside === true ? 0.8 : 0);
        images.data[at] = flip ? 1 - value : value;
      }
    }
  }
  return { images, labels };
}

describe("T29: features by hand against pixels and against a convolutional net", () => {
  const [train, held] = [shapes(240, 1), shapes(200, 2)];

  /** Steps of SGD with momentum 0.9. */
  const fit = (net: nets.Network, x: Tensor, epochs: number, rate: number): nets.Network => {
    let fitted = net;
    let speed = net.parameters.map(({ shape }) => zeros(shape));
    const [count = 0] = x.shape;
    const each = x.size / count;
    for (let step = 0; step < epochs * (count / 24); step += 1) {
      const from = (step * 24) % count;
      const batch = fromArray(x.data.subarray(from * each, (from + 24) * each), [
        24,
        ...x.shape.slice(1),
      ]);
      const { gradients } = fitted.lossGradients(batch, train.labels.slice(from, from + 24));
      speed = speed.map((v, i) => {
        const g = gradients[i]?.data ?? [];
        return fromArray(
          v.data.map((value, k) => 0.9 * value - rate * (g[k] ?? 0)),
          v.shape,
        );
      });
      fitted = fitted.withParameters(fitted.parameters.map((p, i) => add(p, speed[i] ?? p)));
    }
    return fitted;
  };
  const featuresOf = (
    { images }: { readonly images: Tensor },
    of: (image: Tensor) => Tensor,
  ): Tensor => {
    const rows = Array.from({ length: images.shape[0] ?? 0 }, (_, n) =>
      of(images.pick(n, null, null, null)),
    );
    return fromArray(
      rows.flatMap(({ data }) => [...data]),
      [rows.length, rows[0]?.size ?? 0],
    );
  };
  const linear = (of: (image: Tensor) => Tensor): number => {
    const [x, y] = [featuresOf(train, of), featuresOf(held, of)];
    const start = zeros([x.shape[1] ?? 0, 4]);
    const net = fit(
      nets.network([nets.denseLayer("logits", { filters: start, bias: zeros([4]) })]),
      x,
      40,
      0.2,
    );
    return accuracy(nets.logitsOf(net, y), held.labels);
  };
  const pixels = linear((image) =>
    fromArray(image.data.slice(image.offset, image.offset + 144), [144]),
  );
  const byHand = linear((image) => hogLike(image, { cell: 3 }));

  test("histograms of gradients beat raw pixels by far", () => {
    expect(pixels).toBeGreaterThan(0.2);
    expect(byHand).toBeGreaterThan(pixels + 0.2);
  });

  test("and lose to a small convolutional net", () => {
    const rng = new Rng(3);
    const weights = (shape: readonly number[]): Tensor => {
      const inputs = shape.slice(0, -1).reduce((a, b) => a * b, 1);
      return random(shape, { seed: rng, low: -Math.sqrt(6 / inputs), high: Math.sqrt(6 / inputs) });
    };
    const net = nets.network([
      nets.convLayer(
        "conv1",
        { filters: weights([3, 3, 1, 8]), bias: zeros([8]) },
        { padding: "same" },
      ),
      nets.reluLayer("relu1"),
      nets.maxPoolLayer("pool1", { size: 2 }),
      nets.convLayer(
        "conv2",
        { filters: weights([3, 3, 8, 16]), bias: zeros([16]) },
        { padding: "same" },
      ),
      nets.reluLayer("relu2"),
      nets.globalAverageLayer("mean"),
      nets.denseLayer("logits", { filters: weights([16, 4]), bias: zeros([4]) }),
    ]);
    const [x = held.images, y = held.images] = standardise(train.images, held.images).sets;
    const fitted = fit(net, x, 30, 0.05);
    expect(accuracy(nets.logitsOf(fitted, y), held.labels)).toBeGreaterThan(byHand);
  }, 60_000);
});

test.each<[string, () => unknown, string]>([
  ["a batch", () => hogLike(zeros([1, 8, 8, 1])), "WRONG_RANK"],
  ["NaN", () => histogramFeatures([[[Number.NaN]]]), "NOT_FINITE"],
  ["no bins", () => histogramFeatures([[[1]]], 0), "BAD_OPTIONS"],
  ["one direction", () => hogLike(zeros([8, 8, 1]), { orientations: 1 }), "BAD_OPTIONS"],
  ["cells of half a pixel", () => hogLike(zeros([8, 8, 1]), { cell: 0.5 }), "BAD_OPTIONS"],
])("%s is refused", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});
