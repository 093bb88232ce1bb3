import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gradCheck } from "../../../kernel/helpers/backprop/index.ts";
import * as explain from "../../../kernel/helpers/explain/index.ts";
import { randomNormal, tensor, zeros, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

/** scikit-learn's values; see tsne.py beside the file. */
const frozen = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../../support/frozen/tsne.json"), "utf8"),
) as Readonly<Record<"x" | "y" | "conditional" | "joint" | "gradient", number[][]>> &
  Readonly<Record<"perplexity" | "kl", number>>;

const entropyOf = (row: readonly number[]): number =>
  row.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);

test("V4 every row of p_{j|i} sums to 1, keeps itself out, and has the perplexity that was asked for", () => {
  const cases = fc.record({
    count: fc.integer({ min: 5, max: 20 }),
    spread: fc.constantFrom(1e-4, 1, 1e4),
    seed: fc.integer({ min: 0, max: 1e6 }),
    part: fc.double({ min: 0.1, max: 0.7, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ count, spread, seed, part }) => {
      const perplexity = 1.5 + part * (count - 3);
      const x = randomNormal([count, 3], { seed, std: spread });
      const { conditional, joint, sigmas } = explain.tsneAffinities(x, perplexity);
      for (let i = 0; i < count; i += 1) {
        const row = [...conditional.data.subarray(i * count, (i + 1) * count)];
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
        expect(row[i]).toBe(0);
        expect(2 ** entropyOf(row)).toBeCloseTo(perplexity, 6);
        expect(sigmas.get(i)).toBeGreaterThan(0);
      }
      expect(joint.data.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      expect(joint.get(1, 3)).toBe(joint.get(3, 1));
    }),
    { numRuns: 30 },
  );
});

test("V4 affinities, loss and gradient are scikit-learn's", () => {
  const { conditional, joint } = explain.tsneAffinities(frozen.x, frozen.perplexity);
  // scikit-learn's own search ends at 1e-5 of the entropy, in float32 distances
  expect(conditional).toBeCloseToTensor(frozen.conditional, 2e-5);
  expect(joint).toBeCloseToTensor(frozen.joint, 2e-6);
  const { kl, gradient } = explain.tsneStep(frozen.joint, frozen.y);
  expect(kl).toBeCloseTo(frozen.kl, 9);
  expect(gradient).toBeCloseToTensor(frozen.gradient, 1e-9);
});

test("V4 q sums to 1, and the gradient agrees with differences", () => {
  const { joint } = explain.tsneAffinities(randomLike([9, 5], 1), 3);
  const y = randomLike([9, 2], 2);
  const { gradient, q } = explain.tsneStep(joint, y);
  expect(q.data.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  const f = (at: Tensor): number => explain.tsneStep(joint, at).kl;
  expect(gradCheck(f, y, gradient).worst).toBeLessThan(1e-6);
});

test("V4 by hand: three points in a row in the map", () => {
  // closeness of 0, 1, 2: ½, 1/5, ½ → Σ over both orders 2.4; q₀₁ = 0.5/2.4
  const { q } = explain.tsneStep(zeros([3, 3]), [[0], [1], [2]]);
  expect(q).toBeCloseToTensor([[0, 5 / 24, 2 / 24], [5 / 24, 0, 5 / 24], [2 / 24, 5 / 24, 0]]); // prettier-ignore
});

test("V4 the divergence falls, three clusters come apart, and the seed decides the map", () => {
  const centres = [0, 8, -8];
  const points = centres.flatMap(
    (centre, k) =>
    Array.from({ length: 12 }, (_, i) => [...randomLike([5], 100 * k + i).data].map((v) => v + centre)), // prettier-ignore
  );
  const { embedding, losses, exaggeratedUntil } = explain.tsne(points, { perplexity: 8, iters: 300, seed: 4 }); // prettier-ignore
  expect(embedding.shape).toEqual([36, 2]);
  expect(losses.length).toBe(301);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 4);
  expect(losses.at(-1)).toBeLessThan(losses[exaggeratedUntil] ?? 0);
  // the losses are those of the map at hand: at the end, and before the first step
  const { joint } = explain.tsneAffinities(points, 8);
  expect(losses.at(-1)).toBeCloseTo(explain.tsneStep(joint, embedding).kl, 9);
  const start = explain.tsne(points, { perplexity: 8, iters: 0, seed: 4 });
  expect(start.losses.length).toBe(1);
  expect(start.losses[0]).toBeCloseTo(losses[0] ?? NaN, 12);
  expect(start.losses[0]).toBeCloseTo(explain.tsneStep(joint, start.embedding).kl, 9);
  const labels = centres.flatMap((_, k) => Array<number>(12).fill(k));
  expect(explain.precisionAt(embedding, labels, 5)).toBe(1);
  const again = explain.tsne(points, { perplexity: 8, iters: 300, seed: 4 }).embedding;
  expect(again).toBeCloseToTensor(embedding, 0);
  const other = explain.tsne(points, { perplexity: 8, iters: 20, seed: 5 }).embedding;
  expect(other.data[0]).not.toBe(embedding.data[0]);
});

test("V4 points that coincide do no harm", () => {
  const points = tensor([[0, 0], [0, 0], [0, 0], [5, 5], [5, 5], [9, 0]]); // prettier-ignore
  const { embedding, losses } = explain.tsne(points, { perplexity: 1.5, iters: 50 });
  expect(embedding.data.every(Number.isFinite)).toBe(true);
  expect(losses.every(Number.isFinite)).toBe(true);
});

test("V4 a perplexity that the points cannot have is refused", () => {
  expect(codeOf(() => explain.tsne(randomLike([5, 2], 1), { perplexity: 5 }))).toBe("TSNE_PERPLEXITY"); // prettier-ignore
  expect(codeOf(() => explain.tsne(randomLike([5, 2], 1), { perplexity: 0.5 }))).toBe("TSNE_PERPLEXITY"); // prettier-ignore
  expect(codeOf(() => explain.tsne(randomLike([9, 2], 1), { iters: -1 }))).toBe("EXPLAIN_OPTION");
});
