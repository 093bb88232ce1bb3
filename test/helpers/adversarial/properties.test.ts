// What holds for any affine model, image and strength.
import fc from "fast-check";
import { expect, test } from "vitest";
import * as adversarial from "../../../kernel/helpers/adversarial/index.ts";
import { add, random, sub, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const { affineClassifier, bim, deepFool, fgsm, lossPerExample, predict } = adversarial;
const seed = fc.integer({ min: 0, max: 1e6 });
const strength = fc.double({ min: 0, max: 0.4, noNaN: true });
const model = (s: number, classes = 3): adversarial.Classifier =>
  affineClassifier(randomLike([6, classes], s), randomLike([classes], s + 1));
const norm = (t: Tensor): number => Math.hypot(...t.data);
const largest = (t: Tensor): number => Math.max(...[...t.data].map(Math.abs));

test("X3 X4 whatever the strength: FGSM and BIM stay in ball and box, and on an affine model never lower the loss", () => {
  fc.assert(
    fc.property(seed, strength, fc.boolean(), (s, epsilon, targeted) => {
      const [net, x, labels] = [model(s), random([4, 6], { seed: s + 2 }), [0, 1, 2, 0]];
      for (const attack of [fgsm, bim]) {
        const attacked = attack(net, x, labels, { epsilon, targeted });
        expect(largest(sub(attacked, x))).toBeLessThanOrEqual(epsilon + 1e-12);
        expect(Math.min(...attacked.data)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...attacked.data)).toBeLessThanOrEqual(1);
      }
      // two classes: the gradient's signs are the same everywhere, so that the loss is monotone along the step
      const two = model(s, 2);
      const before = lossPerExample(two, x, [0, 1, 1, 0]);
      const after = lossPerExample(two, fgsm(two, x, [0, 1, 1, 0], { epsilon, targeted }), [0, 1, 1, 0]); // prettier-ignore
      after.forEach((loss, n) => {
        const rise = loss - (before[n] ?? 0);
        expect(targeted ? -rise : rise).toBeGreaterThanOrEqual(-1e-12);
      });
    }),
    { seed: 1, numRuns: 60 },
  );
});

test("X5 on any affine model DeepFool's first step is the shortest way over: any shorter one in its direction does nothing", () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 2, max: 6 }), (s, classes) => {
      const [net, x] = [model(s, classes), randomLike([1, 6], s + 2)];
      const { perturbation, predicted, steps } = deepFool(net, x, { overshoot: 0.001 });
      const own = predict(net, x)[0];
      expect(steps).toBe(1);
      expect(predicted).not.toBe(own);
      expect(predict(net, add(x, perturbation))[0]).toBe(predicted);
      // of twenty other directions none flips the class with a shorter step
      for (let other = 0; other < 20; other += 1) {
        const way = randomLike([1, 6], s + 3 + other);
        const step = way.data.map((v) => (0.99 * v * norm(perturbation)) / norm(way));
        const moved = add(x, [[...step]]);
        expect(predict(net, moved)[0]).toBe(own);
      }
    }),
    { seed: 2, numRuns: 60 },
  );
});

test("X8 the projection is the nearest point of the ball: no point inside is nearer", () => {
  fc.assert(
    fc.property(
      seed,
      fc.constantFrom(2, Infinity),
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      (s, p, xi) => {
        // prettier-ignore
        const [v, inside] = [randomLike([5], s), randomLike([5], s + 1)];
        const size = (t: Tensor): number => (p === 2 ? norm(t) : largest(t));
        const nearest = adversarial.projectBall(v, p, xi);
        expect(size(nearest)).toBeLessThanOrEqual(xi + 1e-12);
        if (size(inside) > xi) return;
        expect(norm(sub(v, nearest))).toBeLessThanOrEqual(norm(sub(v, inside)) + 1e-12);
      },
    ),
    { seed: 3, numRuns: 100 },
  );
});

test("X15 a spectral norm lies between the longest column and the Frobenius norm, and is that of the transpose", () => {
  fc.assert(
    fc.property(
      seed,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      (s, rows, columns) => {
        // prettier-ignore
        const m = randomLike([rows, columns], s);
        const found = adversarial.spectralNorm(m, 500);
        const columnNorms = Array.from({ length: columns }, (_, c) =>
          Math.hypot(...Array.from({ length: rows }, (__, r) => m.get(r, c))),
        );
        expect(found).toBeGreaterThanOrEqual(Math.max(...columnNorms) - 1e-3);
        expect(found).toBeLessThanOrEqual(norm(m) + 1e-9);
        const turned = Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (__, r) => m.get(r, c))); // prettier-ignore
        expect(adversarial.spectralNorm(turned, 500)).toBeCloseTo(found, 3);
      },
    ),
    { seed: 4, numRuns: 60 },
  );
});

test("X6 a robustness curve of any model never rises with the strength, and begins with the clean accuracy", () => {
  fc.assert(
    fc.property(seed, (s) => {
      const [net, x] = [model(s, 2), random([8, 6], { seed: s + 2 })];
      const labels = [0, 1, 0, 1, 0, 1, 0, 1];
      const attack = (epsilon: number): Tensor => fgsm(net, x, labels, { epsilon });
      const curve = adversarial.robustnessCurve(net, x, labels, [0, 0.05, 0.1, 0.2], attack);
      expect(curve[0]).toBe(adversarial.accuracy(net, x, labels));
      curve.slice(1).forEach((value, i) => expect(value).toBeLessThanOrEqual(curve[i] ?? 0));
    }),
    { seed: 5, numRuns: 60 },
  );
});
