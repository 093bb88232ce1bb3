import fc from "fast-check";
import { expect, test } from "vitest";
import { gradCheck, numericGradient, Value } from "../../../kernel/helpers/backprop/index.ts";
import { tensor } from "../../../kernel/helpers/tensor/index.ts";
import "../../support/tensors.ts";

test("a value used twice gets the sum of both ways", () => {
  const x = new Value(3);
  x.mul(x).add(x).backward();
  expect(x.gradient).toBe(7); // 2·3 + 1
});

test("an inner value used twice passes its gradient on once, when it is complete", () => {
  const x = new Value(2);
  const y = x.mul(3); // 6
  y.mul(y).backward(); // 9x², slope 18x
  expect(x.gradient).toBe(36);
});

test("E9 the chain rule sums over both inner functions: dx = dy0·c + dy1·b + dy2·a", () => {
  const x = new Value(0.5);
  const y = [x.mul(2), x.pow(2), x.exp()] as const;
  const [a, b, c] = [3, 5, 7];
  y[0].mul(c).add(y[1].mul(b)).add(y[2].mul(a)).backward();
  const slope = 2 * c + 2 * 0.5 * b + Math.exp(0.5) * a;
  expect(x.gradient).toBeCloseTo(slope, 12);
  // another loss of the same x adds to it: d(x³) = 3x²
  x.pow(3).backward();
  expect(x.gradient).toBeCloseTo(slope + 0.75, 12);
});

test("gradients sum up over backward passes until they are set to zero", () => {
  const x = new Value(2);
  const y = x.pow(3);
  y.backward();
  y.backward();
  expect(x.gradient).toBe(24);
  y.zeroGradients();
  y.backward();
  expect(x.gradient).toBe(12);
});

test("a chain of 100,000 operations does not overflow the stack", () => {
  const x = new Value(1);
  let y = x;
  for (let i = 0; i < 100_000; i += 1) y = y.add(1e-6);
  y.backward();
  expect(x.gradient).toBe(1);
});

test("the graph lists operands before results, each value once", () => {
  const x = new Value(2, "x");
  const y = x.mul(x).add(x);
  const graph = y.graph();
  expect(new Set(graph).size).toBe(graph.length);
  for (const value of graph) {
    for (const operand of value.operands) {
      expect(graph.indexOf(operand)).toBeLessThan(graph.indexOf(value));
    }
  }
});

const unary = ["exp", "tanh", "sigmoid", "relu"] as const;

test("every operation's slope agrees with central differences", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 2, noNaN: true }),
      fc.double({ min: 0.2, max: 2, noNaN: true }),
      fc.constantFrom(...unary),
      (a, b, name) => {
        const compute = (x: Value, y: Value): Value =>
          x.mul(y).add(x.div(y))[name]().add(x.log()).sub(y.pow(1.5)).max(-100);
        const f = (at: { get: (i: number) => number }): number =>
          compute(new Value(at.get(0)), new Value(at.get(1))).data;
        const [x, y] = [new Value(a), new Value(b)];
        compute(x, y).backward();
        expect(gradCheck(f, [a, b], [x.gradient, y.gradient]).worst).toBeLessThan(1e-6);
      },
    ),
    { seed: 3, numRuns: 100 },
  );
});

test("T1 the check finds a gradient that is wrong in one coordinate, and names it", () => {
  const f = (x: { data: ArrayLike<number> }): number =>
    Array.from(x.data).reduce((sum, v) => sum + v * v, 0);
  const result = gradCheck(f, [[1, 2], [3, 4]], [[2, 4], [6.01, 8]]); // prettier-ignore
  expect(result.worstIndex).toEqual([1, 0]);
  expect(result.analytic).toBe(6.01);
  expect(result.worst).toBeGreaterThan(1e-3);
  expect(result.checked).toBe(4);
});

test("T1 a gradient of NaN never passes", () => {
  const result = gradCheck((x) => x.get(0) + x.get(1), [1, 1], [Number.NaN, 1]);
  expect(result.worst).toBeNaN();
  expect(result.worst < 1e-6).toBe(false);
});

test("T1 kinks within the step are left out and counted", () => {
  const f = (x: { get: (i: number) => number }): number => Math.max(0, x.get(0)) + x.get(1) ** 2;
  const result = gradCheck(f, [1e-6, 3], [1, 6]);
  expect(result.kinks).toBe(1);
  expect(result.checked).toBe(1);
  expect(result.worst).toBeLessThan(1e-6);
});

test("T1 of many coordinates a sample is drawn, the same for the same seed", () => {
  const x = tensor(Array.from({ length: 1000 }, (_, i) => i / 100));
  const wrong = numericGradient((t) => t.get(0), x);
  const one = gradCheck((t) => t.get(0), x, wrong, { samples: 50, seed: 4 });
  expect(one.checked).toBe(50);
  expect(gradCheck((t) => t.get(0), x, wrong, { samples: 50, seed: 4 })).toEqual(one);
});

test("T1 differences on both sides give the slope of x²·y: 2xy and x²", () => {
  const slopes = numericGradient((t) => t.get(0) ** 2 * t.get(1), [3, 5]);
  expect(slopes).toBeCloseToTensor([30, 9], 1e-8);
});

test("the check leaves its argument as it was", () => {
  const x = tensor([1, 2, 3]);
  gradCheck((t) => t.get(1), x, [0, 1, 0]);
  expect([...x.data]).toEqual([1, 2, 3]);
});
