// A13: what is left of a gradient behind many shortcuts.
import { describe, expect, test } from "vitest";
import {
  denseLayer,
  gradientNorms,
  network,
  reluLayer,
  shortcutLayer,
  type Layer,
  type Shortcut,
} from "../../../../kernel/helpers/backprop/index.ts";
import { random, Rng, tensor } from "../../../../kernel/helpers/tensor/index.ts";
import { gateOf, shortcutKinds, square, width } from "../../../support/shortcut-kinds.ts";

/** Residual units one behind the other, between a first layer and the logits. */
function stack(
  depth: number,
  shortcut: (rng: Rng) => Shortcut,
  seed: number,
  relu = true,
): Layer[] {
  const rng = new Rng(seed);
  const unit = (i: number): Layer[] => {
    const body = [
      square(`a${i}`, rng, 2),
      reluLayer(`relu${i}`),
      square(`b${i}`, rng, 2 / depth), // so that the sum of all F does not grow with the depth
    ];
    const block = shortcutLayer(`unit${i}`, body, shortcut(rng));
    return relu ? [block, reluLayer(`after${i}`)] : [block];
  };
  const first = square("first", rng, 2);
  const units = Array.from({ length: depth }, (_, i) => unit(i)).flat();
  return [
    first,
    ...units,
    denseLayer("logits", { filters: random([width, 3], { seed: rng, low: -1 }) }),
  ];
}

const images = random([12, width], { seed: 4, low: -1 });
const labels = Array.from({ length: 12 }, (_, i) => i % 3);
const first = (...args: Parameters<typeof stack>): number =>
  gradientNorms(network(stack(...args)), images, labels)[0]?.norm ?? 0;

describe("A13 the first layer's gradient through 54 units, as many as ResNet-110 has", () => {
  test.each([1, 2, 3])("is largest with the identity, before any training (seed %i)", (seed) => {
    const norms = Object.entries(shortcutKinds).map(
      ([name, shortcut]) => [name, first(54, shortcut, seed)] as const,
    );
    const identity = norms.find(([name]) => name === "identity")?.[1] ?? 0;
    expect(identity).toBeGreaterThan(0.05);
    for (const [name, norm] of norms) {
      if (name === "identity") continue;
      expect(norm, name).toBeGreaterThan(0);
      expect(norm, name).toBeLessThan(identity / 50);
    }
  });

  test("comes near the identity's again where a gate starts open, as the published errors do", () => {
    const open = (rng: Rng): Shortcut => ({ kind: "shortcut-only gating", gate: gateOf(rng, -6) });
    expect(first(54, open, 1)).toBeGreaterThan(first(54, () => ({ kind: "identity" }), 1) / 20);
  });

  test("explodes through 1x1 shortcuts of He's variance where no ReLU stands behind the sum", () => {
    const conv = shortcutKinds["1x1 convolution"] ?? (() => ({ kind: "identity" }));
    expect(first(54, conv, 1, false)).toBeGreaterThan(
      1000 * first(54, () => ({ kind: "identity" }), 1, false),
    );
  });
});

test("A13 with F = 0 the gradient is the product of the shortcuts' factors: 1, 2^-20, 2^-20, 2^-20, 2^20", () => {
  const factor = (shortcut: Shortcut): number => {
    const blank = denseLayer("blank", { filters: [[0]] });
    const blocks = Array.from({ length: 20 }, (_, i) => shortcutLayer(`b${i}`, [blank], shortcut));
    return network(blocks)
      .forward(tensor([[1]]))
      .gradient(tensor([[1]]))
      .get(0, 0);
  };
  const halfOpen = [denseLayer("gate", { filters: [[0]] })];
  expect(factor({ kind: "identity" })).toBe(1);
  expect(factor({ kind: "constant scaling", factor: 0.5 })).toBe(2 ** -20);
  // g = σ(0) = ½ and ∂g/∂x = 0
  expect(factor({ kind: "exclusive gating", gate: halfOpen })).toBe(2 ** -20);
  expect(factor({ kind: "shortcut-only gating", gate: halfOpen })).toBe(2 ** -20);
  expect(factor({ kind: "layers", layers: [denseLayer("twice", { filters: [[2]] })] })).toBe(
    2 ** 20,
  );
});
