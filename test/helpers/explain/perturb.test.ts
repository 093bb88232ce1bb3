import fc from "fast-check";
import { expect, test } from "vitest";
import {
  denseLayer,
  flattenLayer,
  logitsOf,
  network,
} from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import { softmax } from "../../../kernel/helpers/ops/index.ts";
import {
  copy,
  fromArray,
  ones,
  reshape,
  scale,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { gapNet, randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const image = randomLike([6, 8, 2], 1);

/** The same by loops over places and pixels. */
function slowOcclusion(
  x: Tensor,
  chosen: number,
  size: number,
  tops: number[],
  lefts: number[],
): number[][] {
  // prettier-ignore
  return tops.map((top) =>
    lefts.map((left) => {
      const hidden = copy(x);
      for (let y = 0; y < size; y += 1)
        for (let column = 0; column < size; column += 1)
          for (let c = 0; c < 2; c += 1) hidden.set(top + y, left + column, c, 0.25);
      return softmax(logitsOf(gapNet, reshape(hidden, [1, 6, 8, 2]))).get(0, chosen);
    }),
  );
}

test("V10 each score is the model's answer to the image with that square hidden; the last square ends at the border", () => {
  const seen = explain.occlusionMap(gapNet, image, { size: 3, stride: 2, value: 0.25, class: 1 });
  expect(seen.tops).toEqual([0, 2, 3]); // 6 rows: 0–2, 2–4, 3–5
  expect(seen.lefts).toEqual([0, 2, 4, 5]);
  expect(seen.scores).toBeCloseToTensor(slowOcclusion(image, 1, 3, [0, 2, 3], [0, 2, 4, 5]));
  const whole = softmax(logitsOf(gapNet, reshape(image, [1, 6, 8, 2]))).get(0, 1);
  expect(seen.whole).toBeCloseTo(whole, 12);
});

test("V10 a pixel's value is the mean over the squares that covered it", () => {
  const seen = explain.occlusionMap(gapNet, image, { size: 2, stride: 1, class: 0 });
  const { scores, map } = seen;
  // what is hidden there costs the class so much
  expect(seen.drop.get(2, 3)).toBeCloseTo(seen.whole - map.get(2, 3), 12);
  expect(map.shape).toEqual([6, 8]);
  expect(map.get(0, 0)).toBeCloseTo(scores.get(0, 0), 12);
  const four = [scores.get(1, 2), scores.get(1, 3), scores.get(2, 2), scores.get(2, 3)];
  expect(map.get(2, 3)).toBeCloseTo(four.reduce((a, b) => a + b) / 4, 12);
});

/** A model whose logits are linear in the pixels. */
const linear = (weights: Tensor): ReturnType<typeof network> =>
  network([flattenLayer("flat"), denseLayer("out", { filters: weights, bias: [0.5, 0] })]);

test("V11 where the model is linear in the segments, LIME finds the planted weights exactly", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      // 4×6 pixels in 6 segments of 2×2; the score is 0.5 + Σ planted·(sum of the segment's pixels)
      const planted = randomLike([6], seed);
      const segments = explain.gridSegments([4, 6], 2);
      const weights = zeros([24, 2]);
      segments.data.forEach((s, pixel) => weights.set(pixel, 0, planted.get(s)));
      const found = explain.lime(linear(weights), ones([4, 6, 1]), {
        segments,
        class: 0,
        off: 0,
        measure: "logit",
        ridge: 0,
        seed,
      });
      // each segment holds four ones
      expect(found.weights).toBeCloseToTensor(scale(planted, 4));
      expect(found.intercept).toBeCloseTo(0.5, 9);
      expect(found.r2).toBeCloseTo(1, 9);
      expect(found.map.get(3, 5)).toBe(found.weights.get(5));
    }),
    { numRuns: 20 },
  );
});

test("V11 segments at the right and lower edge are what the side leaves over", () => {
  expect([...explain.gridSegments([3, 5], 2).data]).toEqual([0, 0, 1, 1, 2, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5]); // prettier-ignore
});

test("V11 a segment switched off may show its own mean, and the same seed asks the same questions", () => {
  const segments = explain.gridSegments([6, 8], 4);
  const options = { segments, off: "mean", seed: 3 } as const;
  const first = explain.lime(gapNet, image, options);
  expect(explain.lime(gapNet, image, options).weights).toBeCloseToTensor(first.weights, 0);
  expect(explain.lime(gapNet, image, { ...options, seed: 4 }).weights.data).not.toEqual(first.weights.data); // prettier-ignore
  // where every pixel is the mean, switching off changes nothing
  const flat = explain.lime(gapNet, fromArray(Array<number>(96).fill(0.3), [6, 8, 2]), options);
  expect(Math.max(...flat.weights.data.map(Math.abs))).toBeLessThan(1e-9);
});

test("V11 samples near the whole image count more: the weights follow the slope there", () => {
  // AND of two segments: with few samples far away the plane through (1,1), (0,1), (1,0) has slope 1 for both
  const and = {
    layers: [{ name: "and", kind: "other" as const }],
    forward: (x: Tensor) => ({
      outputs: [
        tensor(Array.from({ length: x.shape[0] ?? 0 }, (_, n) => [Math.min(x.get(n, 0, 0, 0), x.get(n, 0, 1, 0))])), // prettier-ignore
      ],
      gradient: () => zeros([1, 1, 2, 1]),
    }),
  };
  const options = { segments: [[0, 1]], class: 0, off: 0, measure: "logit", ridge: 0 } as const;
  const near = explain.lime(and, [[[1], [1]]], { ...options, width: 0.2, samples: 200 });
  const wide = explain.lime(and, [[[1], [1]]], { ...options, width: 100, samples: 2000 });
  near.weights.data.forEach((w) => expect(w).toBeGreaterThan(0.95));
  wide.weights.data.forEach((w) => expect(w).toBeCloseTo(0.5, 1));
});
