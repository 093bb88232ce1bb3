// Gradients against central differences, on inputs that stay away from kinks.
import { expect } from "vitest";
import { gradCheck } from "../../kernel/helpers/backprop/index.ts";
import {
  copy,
  mul,
  random,
  Rng,
  shuffled,
  sum,
  zeros,
  type Tensor,
} from "../../kernel/helpers/tensor/index.ts";

/** Random numbers in (−1, 1). */
export const randomLike = (shape: readonly number[], seed: number): Tensor =>
  random(shape, { seed, low: -1, high: 1 });

/**
 * Distinct numbers in random order, at least 0.03 from each other and from 0: a step of 1e-5 changes no maximum and crosses
 * no corner at 0.
 */
export function spaced(shape: readonly number[], seed: number): Tensor {
  const out = zeros(shape);
  const rng = new Rng(seed);
  const order = shuffled(out.size, rng);
  order.forEach((rank, i) => {
    out.data[i] = 0.05 * (rank - Math.floor(out.size / 2)) + 0.02 + 0.01 * rng.uniform();
  });
  return out;
}

/** Largest error of a gradient, over up to 400 coordinates, none left out as a kink, against differences of Σ gradOutput·layer(x). */
export function worstError(
  layer: (x: Tensor) => Tensor,
  x: Tensor,
  gradOutput: Tensor,
  gradient: Tensor,
): number {
  const before = copy(x);
  const checked = gradCheck((at) => sum(mul(layer(at), gradOutput)), x, gradient, {
    samples: 400,
    skipKinks: false,
  });
  expect(checked.checked).toBe(Math.min(400, x.size));
  expect(x.data).toEqual(before.data);
  return checked.worst;
}
