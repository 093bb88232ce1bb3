// What holds for any weights that are pruned, quantised or binarised, and any logits that are distilled.
import fc from "fast-check";
import { expect, test } from "vitest";
import { gradCheck } from "../../../kernel/helpers/backprop/index.ts";
import * as compress from "../../../kernel/helpers/compress/index.ts";
import { scale, sum, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const seed = fc.integer({ min: 0, max: 1e6 });
const share = fc.double({ min: 0, max: 0.99, noNaN: true });
const sizes = (t: Tensor): number[] => [...t.data].map(Math.abs);

test("M2 pruning takes ⌊s·n⌋ weights, none larger than one that stays, and a second time nothing more", () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 40 }), share, (s, count, sparsity) => {
      const w = randomLike([count], s);
      const { weights, mask } = compress.prune(w, sparsity);
      expect(sum(mask)).toBe(count - Math.floor(sparsity * count));
      const gone = sizes(w).filter((_, i) => mask.get(i) === 0);
      const kept = sizes(w).filter((_, i) => mask.get(i) === 1);
      expect(Math.max(0, ...gone)).toBeLessThanOrEqual(Math.min(...kept, Infinity));
      [...weights.data].forEach((value, i) =>
        expect(value).toBeCloseTo(w.get(i) * mask.get(i), 15),
      );
      expect(compress.prune(weights, sparsity).weights).toBeCloseToTensor(weights, 0);
    }),
    { seed: 1, numRuns: 100 },
  );
});

test("M3 filters that stay are never weaker than those that go, and keep their order", () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 0, max: 4 }), (s, count) => {
      const filters = randomLike([2, 2, 3, 5], s);
      const pair = { filters, bias: randomLike([5], s + 1), next: randomLike([1, 1, 5, 2], s + 2) };
      const { kept, bias } = compress.pruneFilters(pair, count);
      const norms = compress.filterNorms(filters);
      const gone = norms.filter((_, k) => !kept.includes(k));
      expect(kept.length).toBe(5 - count);
      expect(kept.toSorted((a, b) => a - b)).toEqual(kept);
      expect(Math.max(0, ...gone)).toBeLessThanOrEqual(Math.min(...kept.map((k) => norms[k] ?? 0)));
      expect([...bias.data]).toEqual(kept.map((k) => pair.bias.get(k)));
    }),
    { seed: 2, numRuns: 60 },
  );
});

test("M1 M5 a quantised weight is at most half a step off, keeps its sign, and is quantised to itself", () => {
  fc.assert(
    fc.property(
      seed,
      fc.integer({ min: 2, max: 12 }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      (s, bits, factor) => {
        // prettier-ignore
        const w = scale(randomLike([20], s), factor);
        const { codes, step, weights } = compress.quantise(w, bits);
        const most = 2 ** (bits - 1) - 1;
        [...weights.data].forEach((value, i) => {
          expect(Math.abs(value - w.get(i))).toBeLessThanOrEqual(step / 2 + 1e-12 * factor);
          expect(value * w.get(i)).toBeGreaterThanOrEqual(0);
          expect(Math.abs(codes[i] ?? NaN)).toBeLessThanOrEqual(most);
        });
        expect(Math.max(...[...codes].map(Math.abs))).toBe(most);
        expect([...compress.quantise(weights, bits).codes]).toEqual([...codes]);
      },
    ),
    { seed: 3, numRuns: 100 },
  );
});

test("M1 a binarised weight has the sign it had; scaled, no other size is nearer to all of them", () => {
  fc.assert(
    fc.property(seed, (s) => {
      const w = randomLike([12], s);
      const plain = compress.binarise(w);
      [...plain.data].forEach((value, i) => expect(value).toBe(w.get(i) < 0 ? -1 : 1));
      expect(compress.binarise(plain)).toBeCloseToTensor(plain, 0);
      const distance = (b: Tensor): number =>
        [...b.data].reduce((total, value, i) => total + (value - w.get(i)) ** 2, 0);
      const scaled = compress.binarise(w, { scaled: true });
      for (const factor of [0.9, 0.99, 1.01, 1.1])
        expect(distance(scaled)).toBeLessThan(distance(scale(scaled, factor)));
    }),
    { seed: 4, numRuns: 60 },
  );
});

test("M4 the student's gradient agrees with differences and is 0 where it says what the teacher says", () => {
  fc.assert(
    fc.property(seed, fc.double({ min: 0.5, max: 20, noNaN: true }), (s, temperature) => {
      const [student, teacher] = [randomLike([3, 4], s), randomLike([3, 4], s + 1)];
      const { gradLogits } = compress.distillLoss(student, teacher, temperature);
      const at = (z: Tensor): number => compress.distillLoss(z, teacher, temperature).loss;
      expect(gradCheck(at, student, gradLogits).worst).toBeLessThan(1e-6);
      const same = compress.distillLoss(teacher, teacher, temperature);
      sizes(same.gradLogits).forEach((g) => expect(g).toBeLessThan(1e-12));
      expect(same.loss).toBeLessThanOrEqual(compress.distillLoss(student, teacher, temperature).loss); // prettier-ignore
    }),
    { seed: 5, numRuns: 40 },
  );
});
