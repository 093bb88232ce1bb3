import fc from "fast-check";
import { expect, test } from "vitest";
import { accuracy, confusion, topK } from "../../../kernel/helpers/optim/index.ts";
import { random, zeros } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const scores = [
  [0.1, 0.6, 0.3],
  [0.5, 0.2, 0.3],
  [0.2, 0.2, 0.6],
  [0.4, 0.4, 0.2],
];

test("K1: top-1 and top-2 by hand; of two equal scores the lower class number comes first", () => {
  expect(accuracy(scores, [1, 0, 2, 1])).toBe(3 / 4);
  expect(topK(scores, [1, 0, 2, 1], 2)).toBe(1);
  expect(topK(scores, [0, 1, 0, 2], 2)).toBe(1 / 4);
  expect(topK(scores, [0, 1, 0, 2], 3)).toBe(1);
});

test("K1: the confusion's diagonal is the accuracy, and its rows count the true classes", () => {
  const label = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(label, fc.integer(), (labels, seed) => {
      const z = random([labels.length, 5], { seed });
      const table = confusion(z, labels);
      const diagonal = [0, 1, 2, 3, 4].reduce((sum, k) => sum + table.get(k, k), 0);
      expect(diagonal / labels.length).toBeCloseTo(accuracy(z, labels), 12);
      for (let k = 0; k < 5; k += 1) {
        const row = [0, 1, 2, 3, 4].reduce((sum, c) => sum + table.get(k, c), 0);
        expect(row).toBe(labels.filter((l) => l === k).length);
      }
    }),
    { seed: 1, numRuns: 50 },
  );
});

test.each<[string, () => unknown, string]>([
  ["no examples", () => accuracy(zeros([0, 3]), []), "EMPTY"],
  ["a label too few", () => accuracy(scores, [1]), "LABEL_COUNT"],
  ["a class that does not exist", () => accuracy(scores, [1, 0, 3, 1]), "LABEL_RANGE"],
  ["half a class", () => confusion(scores, [1, 0, 0.5, 1]), "LABEL_RANGE"],
  ["a score of NaN", () => confusion([[Number.NaN, 1]], [0]), "NOT_FINITE"],
  ["k above the number of classes", () => topK(scores, [1, 0, 2, 1], 4), "BAD_OPTIONS"],
  ["one row without a batch", () => topK([1, 2], [0, 1], 1), "WRONG_RANK"],
])("%s is refused", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});
