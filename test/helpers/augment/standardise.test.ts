import fc from "fast-check";
import { expect, test } from "vitest";
import { standardise } from "../../../kernel/helpers/augment/index.ts";
import { random, reshape, zeros } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

test("T9: by hand: mean 2 and deviation 1 of the training set are used for the test set too", () => {
  const { sets, mean, std } = standardise(
    [
      [1, 10],
      [3, 10],
    ],
    [[5, 11]],
  );
  expect(mean).toBeCloseToTensor([2, 10]);
  expect(std).toBeCloseToTensor([1, 1]); // the second feature never changes: only shifted
  expect(sets[0]).toBeCloseToTensor([
    [-1, 0],
    [1, 0],
  ]);
  expect(sets[1]).toBeCloseToTensor([[3, 1]]);
});

test("T9: afterwards each channel of the training images has mean 0 and deviation 1, whatever it was", () => {
  const range = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(fc.integer(), range, (seed, low) => {
      const images = random([6, 4, 4, 3], { seed, low, high: low + 7 });
      const [done = zeros([1])] = standardise(images).sets;
      for (let c = 0; c < 3; c += 1) {
        const values = [...done.data].filter((_, i) => i % 3 === c);
        const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
        const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
        expect(mean).toBeCloseTo(0, 9);
        expect(variance).toBeCloseTo(1, 9);
      }
    }),
    { seed: 1, numRuns: 40 },
  );
});

test("T9: what is given stays as it is, and more data come onto the same scale later", () => {
  const train = random([5, 2], { seed: 1 });
  const before = [...train.data];
  const { apply, sets } = standardise(train);
  expect([...train.data]).toEqual(before);
  expect(apply(reshape(train, [5, 1, 2]))).toBeCloseToTensor(reshape(sets[0] ?? train, [5, 1, 2]));
});

test.each<[string, () => unknown, string]>([
  ["an empty training set", () => standardise(zeros([0, 3])), "EMPTY"],
  ["another number of channels", () => standardise([[1, 2]], [[1]]), "CHANNELS"],
  ["NaN in the training set", () => standardise([[Number.NaN]]), "NOT_FINITE"],
  ["infinity in the training set", () => standardise([[Infinity]]), "NOT_FINITE"],
])("%s is refused", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});
