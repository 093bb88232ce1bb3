// What holds for any weights, gradients, folds and penalties.
import fc from "fast-check";
import { expect, test } from "vitest";
import { gradCheck } from "../../../kernel/helpers/backprop/index.ts";
import * as optim from "../../../kernel/helpers/optim/index.ts";
import { Rng, scale, sum, tensor, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const seed = fc.integer({ min: 0, max: 1e6 });
const rate = fc.double({ min: 1e-4, max: 1, noNaN: true });
const steps: Readonly<Record<string, (w: Tensor, g: Tensor, learningRate: number) => Tensor>> = {
  "T2 SGD": (w, g, learningRate) => optim.sgd(w, g, undefined, { learningRate }).weights,
  "T3 momentum": (w, g, learningRate) => optim.momentum(w, g, undefined, { learningRate }).weights,
  "T3 Nesterov's step": (w, g, learningRate) =>
    optim.nesterov(w, g, undefined, { learningRate }).weights,
  "T4 AlexNet's rule": (w, g, learningRate) =>
    optim.alexnetMomentum(w, g, undefined, { learningRate, decay: 0 }).weights,
  "T5 RMSProp": (w, g, learningRate) => optim.rmsprop(w, g, undefined, { learningRate }).weights,
  "T6 Adam": (w, g, learningRate) => optim.adam(w, g, undefined, { learningRate }).weights,
  "T6 AdamW": (w, g, learningRate) =>
    optim.adamw(w, g, undefined, { learningRate, decay: 0 }).weights,
};

test.each(Object.entries(steps))(
  "%s goes against each gradient's sign, stays where it is 0, and treats each weight for itself",
  (_name, step) => {
    fc.assert(
      fc.property(seed, rate, (s, learningRate) => {
        const [w, g] = [randomLike([5], s), randomLike([5], s + 1)];
        g.set(2, 0);
        const before = [...w.data];
        const moved = step(w, g, learningRate);
        [...moved.data].forEach((value, i) =>
          expect(Math.sign(value - (before[i] ?? 0))).toBe(-Math.sign(g.get(i)) + 0),
        );
        expect([...w.data]).toEqual(before);
        // the weights in another order move in that order
        const turned = step(tensor([...w.data].reverse()), tensor([...g.data].reverse()), learningRate); // prettier-ignore
        expect([...turned.data].reverse()).toEqual([...moved.data]);
      }),
      { seed: 1, numRuns: 50 },
    );
  },
);

test.each([
  ["T5 RMSProp", optim.rmsprop],
  ["T6 Adam", optim.adam],
] as const)("%s takes the same step whatever the gradient is multiplied by", (_name, step) => {
  fc.assert(
    fc.property(seed, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (s, factor) => {
      const [w, g] = [randomLike([4], s), randomLike([4], s + 1)];
      const options = { learningRate: 0.1, epsilon: 1e-30 };
      const once = step(w, g, undefined, options).weights;
      expect(step(w, scale(g, factor), undefined, options).weights).toBeCloseToTensor(once, 1e-9);
    }),
    { seed: 2, numRuns: 50 },
  );
});

test("T2 gradient descent takes that many times the step", () => {
  fc.assert(
    fc.property(seed, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (s, factor) => {
      const [zero, g] = [tensor([0, 0, 0, 0]), randomLike([4], s)];
      const plain = optim.sgd(zero, g, undefined, { learningRate: 0.1 }).weights;
      const more = optim.sgd(zero, scale(g, factor), undefined, { learningRate: 0.1 }).weights;
      expect(more).toBeCloseToTensor(scale(plain, factor));
    }),
    { seed: 2, numRuns: 50 },
  );
});

test("T31 any n and k: the validation parts are disjoint, cover all, differ by one at most, and training is the rest", () => {
  const sizes = fc.integer({ min: 2, max: 60 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 2, max: n }))); // prettier-ignore
  fc.assert(
    fc.property(sizes, seed, ([n, k], s) => {
      const folds = optim.kFold(n, k, new Rng(s));
      const everything = Array.from({ length: n }, (_, i) => i);
      const ascending = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);
      expect(folds.length).toBe(k);
      expect(ascending(folds.flatMap(({ validation }) => validation))).toEqual(everything);
      const lengths = folds.map(({ validation }) => validation.length);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      for (const { train, validation } of folds)
        expect(ascending([...train, ...validation])).toEqual(everything);
    }),
    { seed: 3, numRuns: 100 },
  );
});

test("T14 penalties are never negative, even in w, and their gradients agree with differences", () => {
  const kinds = fc.constantFrom("l1", "l2", "elastic");
  fc.assert(
    fc.property(kinds, seed, rate, rate, (kind, s, lambda, beta) => {
      const w = randomLike([6], s);
      const { value, gradient } = optim.penalty(kind, w, lambda, beta);
      expect(value).toBeGreaterThan(0);
      expect(optim.penalty(kind, scale(w, -1), lambda, beta).value).toBeCloseTo(value, 12);
      const at = (x: Tensor): number => optim.penalty(kind, x, lambda, beta).value;
      expect(gradCheck(at, w, gradient).worst).toBeLessThan(1e-6);
    }),
    { seed: 4, numRuns: 50 },
  );
});

test("T14 the soft threshold is the nearest point that pays t a unit: no other does better", () => {
  fc.assert(
    fc.property(seed, rate, (s, t) => {
      const w = randomLike([1], s).get(0);
      const best = optim.softThreshold([w], t).get(0);
      const cost = (x: number): number => (x - w) ** 2 / 2 + t * Math.abs(x);
      for (const other of [0, w, best + 1e-3, best - 1e-3, -w])
        expect(cost(best)).toBeLessThanOrEqual(cost(other) + 1e-12);
    }),
    { seed: 5, numRuns: 200 },
  );
});

test("T25 smoothed labels keep their sum and their order; an average lies between what it is made of", () => {
  fc.assert(
    fc.property(seed, fc.double({ min: 0, max: 0.99, noNaN: true }), (s, share) => {
      const classes = 2 + (s % 8);
      const labels = Array.from({ length: classes }, (_, k) => (k === s % classes ? 1 : 0));
      const smooth = optim.labelSmooth([labels], share);
      expect(sum(smooth)).toBeCloseTo(1, 12);
      expect([...smooth.data].indexOf(Math.max(...smooth.data))).toBe(s % classes);
      const [a, b] = [randomLike([4], s), randomLike([4], s + 1)];
      [...optim.ema(a, b, share).data].forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(Math.min(a.get(i), b.get(i)) - 1e-12);
        expect(value).toBeLessThanOrEqual(Math.max(a.get(i), b.get(i)) + 1e-12);
      });
    }),
    { seed: 6, numRuns: 100 },
  );
});

test("T26 T27 an ensemble does not see the order of its members, and a cycle's rate falls from step to step", () => {
  fc.assert(
    fc.property(
      seed,
      fc.integer({ min: 4, max: 60 }),
      fc.integer({ min: 1, max: 4 }),
      (s, total, cycles) => {
        // prettier-ignore
        const members = [0, 1, 2].map((i) => randomLike([2, 3], s + i));
        expect(optim.ensemble(members.toReversed())).toBeCloseToTensor(optim.ensemble(members), 1e-12); // prettier-ignore
        const { rate: at, snapshots } = optim.snapshotSchedule(total, cycles, 0.1);
        const length = Math.ceil(total / cycles);
        const all = Array.from({ length: total - 1 }, (_, i) => i + 1);
        const ends = all.filter((t) => t % length === 0);
        for (const t of ends) expect(at(t + 1)).toBeCloseTo(0.1, 12);
        for (const t of all.filter((one) => !ends.includes(one)))
          expect(at(t + 1)).toBeLessThan(at(t));
        expect(snapshots.length).toBe(cycles);
        for (const end of snapshots) expect(end).toBeLessThanOrEqual(total);
      },
    ),
    { seed: 7, numRuns: 60 },
  );
});

test.each(Object.entries(steps))("%s leaves weights as precise as they were", (_name, step) => {
  for (const dtype of ["float32", "float64"] as const) {
    const weights = tensor([[1, -2, 0.5]], { dtype });
    const next = step(weights, tensor([[0.1, 0.2, -0.3]], { dtype }), 0.1);
    expect(next.data.constructor).toBe(weights.data.constructor);
    expect(next.shape).toEqual([1, 3]);
  }
});
