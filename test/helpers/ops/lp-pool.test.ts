// Pooling by a norm: between the sum of a window and its maximum.
import fc from "fast-check";
import { expect, test } from "vitest";
import * as backprop from "../../../kernel/helpers/backprop/index.ts";
import * as ops from "../../../kernel/helpers/ops/index.ts";
import { map, scale, tensor, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { randomLike, spaced, worstError } from "../../support/gradients.ts";
import "../../support/tensors.ts";

const line = (...values: number[]): Tensor => tensor([values.map((value) => [value])]);

test("lpPool by hand: 3, −4 have the norms 7, 5 and (27 + 64)^(1/3)", () => {
  const norm = (p: number): number => ops.lpPool1d(line(3, -4), { size: 2, p }).get(0, 0, 0);
  expect(norm(1)).toBeCloseTo(7, 12);
  expect(norm(2)).toBeCloseTo(5, 12);
  expect(norm(3)).toBeCloseTo(Math.cbrt(91), 12);
  // stride 1: √(9 + 16), √(16 + 0); then a window that hangs over the edge sees one pixel
  const over = ops.lpPool1d(line(3, -4, 0), { size: 2, stride: 1, padding: [0, 1] });
  expect([...over.data]).toEqual([5, 4, 0]);
});

test("lpPool with p = 1 over non-negative pixels is the average times the pixels, with a large p the maximum", () => {
  const x = map(randomLike([2, 7, 6, 3], 1), Math.abs);
  const window = { size: [3, 2], stride: 2, padding: [[1, 0], [0, 0]], fit: "floor" } as const; // prettier-ignore
  const mean = ops.avgPool(x, { ...window, countPadding: true });
  expect(ops.lpPool(x, { ...window, p: 1 })).toBeCloseToTensor(scale(mean, 6));
  const far = ops.lpPool(x, { ...window, p: 4000 });
  expect(far).toBeCloseToTensor(ops.maxPool(x, window), 1e-3);
});

test("lpPool is homogeneous, and its norms fall as p grows", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.double({ min: 1, max: 20, noNaN: true }),
      fc.double({ min: -100, max: 100, noNaN: true }),
      (seed, p, factor) => {
        const x = randomLike([1, 4, 6, 2], seed);
        const own = ops.lpPool(x, { size: 2, p });
        const larger = ops.lpPool(x, { size: 2, p: p + 1 });
        own.data.forEach((value, i) => {
          expect(larger.data[i]).toBeLessThanOrEqual(value + 1e-12);
        });
        const scaled = ops.lpPool(scale(x, factor), { size: 2, p });
        expect(scaled).toBeCloseToTensor(scale(own, Math.abs(factor)));
      },
    ),
    { seed: 5, numRuns: 60 },
  );
});

test("lpPool neither overflows nor underflows where the power of a pixel would", () => {
  const p = 200;
  const [huge] = ops.lpPool1d(line(1e10, -1e10), { size: 2, p }).data;
  expect(huge).toBeCloseTo(1e10 * 2 ** (1 / p), 0);
  const [tiny] = ops.lpPool1d(line(1e-10, 0), { size: 2, p }).data;
  expect(tiny).toBe(1e-10);
  const special = [line(Number.NaN, 1), line(-Infinity, 1), line(0, 0)];
  const results = special.map((x) => ops.lpPool1d(x, { size: 2 }).get(0, 0, 0));
  expect(results).toEqual([Number.NaN, Infinity, 0]);
});

const window1d = { size: 3, stride: 2, padding: [1, 0], fit: "floor" } as const;
const window2d = { size: [3, 2], stride: [2, 1], padding: [[1, 0], [0, 1]], fit: "floor" } as const; // prettier-ignore
const window3d = { size: 2, stride: [1, 2, 1], padding: [[0, 1], [1, 0], [0, 0]], fit: "floor" } as const; // prettier-ignore
type Pool = readonly [
  run: (x: Tensor, p: number) => Tensor,
  back: (g: Tensor, x: Tensor, p: number) => Tensor,
  shape: readonly number[],
];
const pools: Readonly<Record<string, Pool>> = {
  lpPool1d: [(x, p) => ops.lpPool1d(x, { ...window1d, p }), (g, x, p) => backprop.lpPool1dBackward(g, x, { ...window1d, p }), [2, 7, 3]],
  lpPool: [(x, p) => ops.lpPool(x, { ...window2d, p }), (g, x, p) => backprop.lpPoolBackward(g, x, { ...window2d, p }), [2, 5, 4, 2]],
  lpPool3d: [(x, p) => ops.lpPool3d(x, { ...window3d, p }), (g, x, p) => backprop.lpPool3dBackward(g, x, { ...window3d, p }), [1, 3, 4, 3, 2]],
}; // prettier-ignore

test.each(Object.entries(pools))("%s: its gradient agrees with differences for p = 1, 2, 2.5 and 7, windows overlapping", (_, [run, back, shape]) => {
  const x = spaced(shape, 1);
  for (const p of [1, 2, 2.5, 7]) {
    const g = randomLike(run(x, p).shape, 2);
    expect(worstError((at) => run(at, p), x, g, back(g, x, p)), `p = ${p}`).toBeLessThan(1e-6);
  }
}); // prettier-ignore

test("lpPool's gradient is 0 where the window is 0, and nowhere NaN", () => {
  const back = backprop.lpPool1dBackward(line(1, 1), line(0, 0, 0, 2), { size: 2 });
  expect([...back.data]).toEqual([0, 0, 0, 1]);
});
