import { expect, test } from "vitest";
import {
  batchNormBackward,
  denseBackward,
  reluBackward,
  softmaxCrossEntropy,
} from "../../../kernel/helpers/backprop/index.ts";
import { batchNorm, dense, relu } from "../../../kernel/helpers/ops/index.ts";
import {
  full,
  map,
  random,
  Rng,
  sub,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";

/** Loss of each step of a net of four layers, 16 wide, with a constant learning rate. */
function losses(rate: number, normalised: boolean): number[] {
  const rng = new Rng(1);
  const x = random([64, 8], { seed: rng, low: -1 });
  const labels = Array.from({ length: 64 }, (_, n) =>
    (x.data[8 * n] ?? 0) > (x.data[8 * n + 1] ?? 0) ? 1 : 0,
  );
  const widths = [8, 16, 16, 16, 2];
  let weights = widths
    .slice(1)
    .map((w, i) => random([widths[i] ?? 0, w], { seed: rng, low: -1, high: 1 }));
  const ones = full([16], 1);
  const history: number[] = [];
  for (let step = 0; step < 40; step += 1) {
    const inputs: Tensor[] = [x];
    const sums: Tensor[] = [];
    const caches: ReturnType<typeof batchNorm>["cache"][] = [];
    for (const [i, w] of weights.entries()) {
      let sum = dense(inputs[i] ?? x, w, zeros([widths[i + 1] ?? 0]));
      if (i < 3 && normalised) {
        const { output, cache } = batchNorm(sum, ones, zeros([16]));
        caches.push(cache);
        sum = output;
      }
      sums.push(sum);
      inputs.push(i < 3 ? relu(sum) : sum);
    }
    const { loss, gradLogits } = softmaxCrossEntropy(sums.at(-1) ?? x, labels);
    history.push(loss);
    if (!Number.isFinite(loss)) break;
    let grad = gradLogits;
    const next = [...weights];
    for (let i = 3; i >= 0; i -= 1) {
      if (i < 3) {
        grad = reluBackward(grad, sums[i] ?? x);
        const cache = caches[i];
        if (cache !== undefined) grad = batchNormBackward(grad, cache).gradInput;
      }
      const back = denseBackward(grad, inputs[i] ?? x, weights[i] ?? x);
      next[i] = sub(
        weights[i] ?? x,
        map(back.gradFilters, (g) => rate * g),
      );
      grad = back.gradInput;
    }
    weights = next;
  }
  return history;
}

const end = (history: readonly number[]): number => history.at(-1) ?? Number.NaN;

test("T19: at a learning rate at which the plain net diverges, the net with batch norm learns", () => {
  const [plain, normalised] = [losses(10, false), losses(10, true)];
  // its first steps go uphill, the rectifiers die, and chance, ln 2, is what remains
  expect(Math.max(...plain)).toBeGreaterThan(5 * (plain[0] ?? Infinity));
  expect(end(plain)).toBeCloseTo(Math.LN2, 1);
  expect(end(normalised)).toBeLessThan(0.1);
});

test("T19: at a small learning rate both learn", () => {
  for (const normalised of [false, true]) {
    const history = losses(0.02, normalised);
    expect(end(history)).toBeLessThan(history[0] ?? 0);
  }
});
