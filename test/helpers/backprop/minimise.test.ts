import fc from "fast-check";
import { expect, test } from "vitest";
import { minimise, type Objective } from "../../../kernel/helpers/backprop/index.ts";
import { tensor, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { randomLike } from "../../support/small-nets.ts";

/** (1 − x)² + 100(y − x²)², the curved valley whose floor gradient descent crawls along. */
function rosenbrock(at: Tensor): Objective {
  const [x, y] = [at.get(0), at.get(1)];
  const bend = y - x * x;
  const gradient = tensor([-2 * (1 - x) - 400 * x * bend, 200 * bend]);
  return { loss: (1 - x) ** 2 + 100 * bend ** 2, gradient };
}

const falls = (losses: readonly number[]): boolean =>
  losses.slice(1).every((loss, i) => loss <= (losses[i] ?? 0));

test("L-BFGS walks down Rosenbrock's valley to (1, 1); without memory it is not there yet", () => {
  const { x, loss, losses } = minimise(rosenbrock, [-1.2, 1]);
  expect([...x.data].map((v) => Number(v.toFixed(5)))).toEqual([1, 1]);
  expect(loss).toBeLessThan(1e-12);
  expect(falls(losses)).toBe(true);
  expect(minimise(rosenbrock, [-1.2, 1], { memory: 0 }).loss).toBeGreaterThan(1e-3);
});

test("X2 in a box a separable bowl's minimum is the clipped centre, and no step leaves the box", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const [centre, start] = [randomLike([6], seed), randomLike([6], seed + 1)];
      const seen: number[] = [];
      const { x, losses } = minimise(
        (at) => {
          seen.push(...at.data);
          const d = [...at.data].map((v, i) => v - (centre.data[i] ?? 0));
          const loss = d.reduce((sum, v, i) => sum + (i + 1) * v * v, 0);
          return { loss, gradient: tensor(d.map((v, i) => 2 * (i + 1) * v)) };
        },
        start,
        { box: [-0.4, 0.5] },
      );
      x.data.forEach((v, i) => {
        expect(v).toBeCloseTo(Math.min(0.5, Math.max(-0.4, centre.data[i] ?? 0)), 6);
      });
      expect(Math.min(...seen)).toBeGreaterThanOrEqual(-0.4);
      expect(Math.max(...seen)).toBeLessThanOrEqual(0.5);
      expect(falls(losses)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("X2 in a box a slanted bowl's minimum has no slope left but those that the bounds hold", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      // ½xᵀ(MᵀM + 0.05·I)x − bᵀx: the directions pull on one another
      const m = randomLike([8, 8], seed);
      const b = randomLike([8], seed + 1);
      const slopeAt = (x: Tensor): number[] =>
        Array.from({ length: 8 }, (_, i) => {
          let sum = 0.05 * x.get(i) - b.get(i);
          for (let j = 0; j < 8; j += 1)
            for (let k = 0; k < 8; k += 1) sum += m.get(k, i) * m.get(k, j) * x.get(j);
          return sum;
        });
      const { x } = minimise(
        (at) => {
          const g = slopeAt(at);
          const loss = g.reduce((sum, v, i) => sum + (v - b.get(i)) * at.get(i), 0) / 2;
          return { loss, gradient: tensor(g) };
        },
        randomLike([8], seed + 2),
        { box: [-0.3, 0.4], steps: 400 },
      );
      slopeAt(x).forEach((slope, i) => {
        const [low, high] = [x.get(i) <= -0.3, x.get(i) >= 0.4];
        const left = (low && slope > 0) || (high && slope < 0) ? 0 : slope;
        expect(Math.abs(left)).toBeLessThan(1e-4);
      });
    }),
    { numRuns: 30 },
  );
});

test("X2 where a bound cuts Rosenbrock's valley, the minimum lies on the bound", () => {
  // with x ≤ 0.5 the best is x = 0.5, y = 0.25: loss 0.25
  const { x, loss } = minimise(rosenbrock, [-0.2, 0.4], { box: [-0.5, 0.5], steps: 300 });
  expect(x.get(0)).toBeCloseTo(0.5, 6);
  expect(x.get(1)).toBeCloseTo(0.25, 4);
  expect(loss).toBeCloseTo(0.25, 6);
});

test("settings without sense, and a start without a loss, are refused", () => {
  expect(codeOf(() => minimise(rosenbrock, [0, 0], { box: [1, 1] }))).toBe("MINIMISE_OPTION");
  expect(codeOf(() => minimise(rosenbrock, [0, 0], { steps: 1.5 }))).toBe("MINIMISE_OPTION");
  expect(codeOf(() => minimise(rosenbrock, [Number.NaN, 0]))).toBe("NOT_FINITE");
  expect(codeOf(() => minimise(rosenbrock, [0, 0, 0]))).toBe("SHAPES_DIFFER");
});
