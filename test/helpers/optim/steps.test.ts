import { expect, test } from "vitest";
import {
  adam,
  alexnetMomentum,
  momentum,
  rmsprop,
  sgd,
  type OptimizerState,
  type StepResult,
} from "../../../kernel/helpers/optim/index.ts";
import { tensor, type Tensor } from "../../../kernel/helpers/tensor/index.ts";

const numbers = (t: Tensor): number[] => [...t.data];

type Step = (w: Tensor, g: Tensor, state: OptimizerState | undefined, t: number) => StepResult;

/** Runs a step on f(w) = ½(κ·w₀² + w₁²), whose gradient is (κ·w₀, w₁). */
function descend(step: Step, kappa: number, steps: number, start: readonly number[]): number[][] {
  let w = tensor([...start]);
  let state: OptimizerState | undefined;
  const path = [numbers(w)];
  for (let t = 1; t <= steps; t += 1) {
    const [a = 0, b = 0] = w.data;
    ({ weights: w, state } = step(w, tensor([kappa * a, b]), state, t));
    path.push(numbers(w));
  }
  return path;
}

test("T2 the full-batch gradient is the mean of the per-sample gradients, and so is its step", () => {
  const samples = [[1, 2], [3, -4], [-1, 5]]; // prettier-ignore
  const mean = [1, 1]; // (1 + 3 − 1)/3, (2 − 4 + 5)/3
  const steps = samples.map((g) =>
    numbers(sgd([0, 0], g, undefined, { learningRate: 0.3 }).weights),
  );
  const averaged = [0, 1].map((axis) => steps.reduce((sum, w) => sum + (w[axis] ?? 0) / 3, 0));
  const full = numbers(sgd([0, 0], mean, undefined, { learningRate: 0.3 }).weights);
  averaged.forEach((value, axis) => expect(value).toBeCloseTo(full[axis] ?? 0, 12));
  full.forEach((value) => expect(value).toBeCloseTo(-0.3, 12)); // 0 − 0.3·1
});

test("T3 momentum by hand: v = 0.9·v + g, w = w − 0.1·v", () => {
  // g = 1 at every step: v = 1, 1.9, 2.71; w = −0.1, −0.29, −0.561
  let state: OptimizerState | undefined;
  let weights = tensor([0]);
  const seen = [1, 2, 3].map(() => {
    ({ weights, state } = momentum(weights, [1], state, { learningRate: 0.1, rho: 0.9 }));
    return weights.get(0);
  });
  [-0.1, -0.29, -0.561].forEach((value, i) => expect(seen[i]).toBeCloseTo(value, 12));
});

test("T3 momentum with ρ = 0 is gradient descent", () => {
  const plain = descend((w, g, s) => sgd(w, g, s, { learningRate: 0.03 }), 25, 6, [1, 1]);
  const heavy = descend(
    (w, g, s) => momentum(w, g, s, { learningRate: 0.03, rho: 0 }),
    25,
    6,
    [1, 1],
  );
  expect(heavy).toEqual(plain);
});

test("T4 AlexNet's rule scales the decay by the learning rate", () => {
  // v = 0.9·0 − 0.0005·0.01·2 − 0.01·3 = −0.03001; w = 1.96999
  const first = alexnetMomentum([2], [3], undefined, { learningRate: 0.01 });
  expect(first.weights.get(0)).toBeCloseTo(1.96999, 12);
  // v = 0.9·(−0.03001) − 0.0005·0.01·1.96999 − 0.01·3 = −0.05701884995
  const second = alexnetMomentum(first.weights, [3], first.state, { learningRate: 0.01 });
  expect(second.weights.get(0)).toBeCloseTo(1.96999 - 0.05701884995, 12);
});

test("T5 RMSProp adds ε outside the root", () => {
  // s = 0.01·1e-10 = 1e-12, √s = 1e-6; step = 0.1·1e-5/(1e-6 + 1e-7) = 0.90909…; inside the root it would be 0.0315
  const { weights } = rmsprop([0], [1e-5], undefined, { learningRate: 0.1, rho: 0.99 });
  expect(weights.get(0)).toBeCloseTo(-1e-6 / 1.1e-6, 9);
});

test("T6 Adam's first step has the size of the learning rate in every coordinate", () => {
  const { weights } = adam([0, 0, 0], [1e-3, -5, 400], undefined, { learningRate: 0.001 }, 1);
  [-0.001, 0.001, -0.001].forEach((value, i) => expect(weights.get(i)).toBeCloseTo(value, 6));
});

test("T6 Adam's second step by hand, bias corrected", () => {
  // g = 1, then 0: m = 0.1, then 0.09; m̂ = 0.09/0.19; s = 0.001, then 0.000999; ŝ = 0.000999/0.001999
  const first = adam([0], [1], undefined, { epsilon: 0, learningRate: 1 }, 1);
  const second = adam(first.weights, [0], first.state, { epsilon: 0, learningRate: 1 }, 2);
  const step = 0.09 / 0.19 / Math.sqrt(0.000999 / 0.001999);
  expect(second.weights.get(0)).toBeCloseTo(-1 - step, 12);
});

test("T7 on a quadratic of condition 25 momentum reaches 1e-3 in fewer steps than gradient descent", () => {
  const stepsTo = (step: Step): number =>
    descend(step, 25, 1000, [1, 1]).findIndex((w) => Math.hypot(...w) < 1e-3);
  const plain = stepsTo((w, g, s) => sgd(w, g, s, { learningRate: 0.04 }));
  // the best of Polyak's momentum: ρ = ((√κ − 1)/(√κ + 1))² = 0.444, α = (2/(√κ + 1))² = 0.111
  const heavy = stepsTo((w, g, s) => momentum(w, g, s, { learningRate: 1 / 9, rho: 4 / 9 }));
  expect(heavy).toBeGreaterThan(0);
  expect(heavy).toBeLessThan(plain / 3);
  // in double precision from the first step on: 1 − 0.1·0.1
  const first = momentum([1], [0.1], undefined, { learningRate: 0.1 }).weights.get(0);
  expect(first).toBeCloseTo(0.99, 14);
});

test("T7 gradient descent stays where the gradient is zero, at a saddle too", () => {
  let w = tensor([0, 0]);
  for (let i = 0; i < 100; i += 1) {
    const [x = 0, y = 0] = w.data; // f = x² − y²
    w = sgd(w, tensor([2 * x, -2 * y]), undefined, { learningRate: 0.1 }).weights;
  }
  expect(numbers(w)).toEqual([0, 0]);
});

test("each parameter tensor keeps its own state, and nothing is changed in place", () => {
  const weights = tensor([1, 2]);
  const first = momentum(weights, [1, 1], undefined, { learningRate: 0.1 });
  const other = momentum(tensor([5]), [1], undefined, { learningRate: 0.1 });
  expect(numbers(weights)).toEqual([1, 2]);
  expect(first.state["velocity"]?.shape).toEqual([2]);
  expect(other.state["velocity"]?.shape).toEqual([1]);
});

test.each([
  ["SHAPES_DIFFER", () => sgd([1, 2], [1], undefined, { learningRate: 0.1 })],
  ["OPTIMIZER_OPTION", () => sgd([1], [1], undefined, { learningRate: Number.NaN })],
  ["OPTIMIZER_OPTION", () => momentum([1], [1], undefined, { learningRate: 0.1, rho: 1 })],
  ["ADAM_STEP", () => adam([1], [1], undefined, {}, 0)],
] as const)("%s: settings that make no sense are refused", (code, run) => {
  expect(run).toThrow(expect.objectContaining({ code }));
});
