import { expect, test } from "vitest";
import {
  amoebanet,
  summary,
  type AmoebaNetVariant,
} from "../../../../kernel/helpers/architectures/index.ts";

// Parameters of one operation from c to k maps, with what its batch norms train (2k).
const one = (c: number, k: number): number => c * k + 2 * k;
const thinOf = (k: number): number => Math.floor(k / 4);
/** s×s on each channel and 1×1 behind it, twice. */
const separable = (s: number, c: number, k: number): number =>
  s * s * c + one(c, k) + s * s * k + one(k, k);
/** 1×1 down to a quarter, 1×7 and 7×1, 1×1 up. */
const seven = (c: number, k: number, t = thinOf(k)): number =>
  one(c, t) + 2 * (7 * t * t + 2 * t) + one(t, k);
/** 1×1 down to a quarter, 3×3, 1×1 up. */
const three = (c: number, k: number, t = thinOf(k)): number =>
  one(c, t) + 9 * t * t + 2 * t + one(t, k);

/** Operations of a cell of k maps, counted off the figures; p: maps of state 1, which are not k in the first cell alone. */
const byHand: Readonly<
  Record<
    AmoebaNetVariant,
    {
      readonly normal: (k: number, p: number) => number;
      readonly reduction: (k: number, p: number) => number;
      /** States that make the output. */
      readonly joined: readonly [normal: number, reduction: number];
    }
  >
> = {
  A: {
    normal: (k) => 3 * separable(3, k, k) + separable(5, k, k),
    // two pools read state 1: a 1×1 behind each where it has other maps
    reduction: (k, p) =>
      separable(3, p, k) +
      separable(3, k, k) +
      2 * separable(7, k, k) +
      seven(k, k) +
      (p === k ? 0 : 2 * one(p, k)),
    joined: [4, 5],
  },
  B: {
    normal: (k) => 4 * one(k, k) + 2 * separable(3, k, k),
    reduction: (k, p) => three(p, k) + separable(5, k, k) + separable(3, p, k) + one(k, k),
    joined: [4, 2],
  },
  C: {
    normal: (k) => 5 * separable(3, k, k),
    // state 0 joins too, at half its size
    reduction: (k, p) =>
      2 * separable(7, k, k) +
      separable(3, k, k) +
      2 * separable(5, k, k) +
      separable(3, p, k) +
      one(k, k) +
      (p === k ? 0 : 2 * one(p, k)),
    joined: [5, 6],
  },
  D: {
    normal: (k) => 3 * one(k, k) + 2 * seven(k, k),
    reduction: (k, p) => three(p, k) + seven(k, k) + one(k, k) + (p === k ? 0 : one(p, k)),
    joined: [4, 3],
  },
};

/** All cells of the ImageNet net, one after the other, and the dense layer. */
function count(variant: AmoebaNetVariant, n: number, f: number): number {
  const { normal, reduction, joined } = byHand[variant];
  let total = 27 * 32 + 64; // 3×3×3 to 32 maps
  let [x, before] = [32, 32];
  let halved = false; // did the last cell halve the size?
  const cell = (kind: "normal" | "reduction", k: number, first = false): void => {
    // 1×1 on both inputs, but for state 1 where it has its maps and its size already; the first cell takes it as it is
    total += one(x, k) + (first || (before === k && !halved) ? 0 : one(before, k));
    total += (kind === "normal" ? normal : reduction)(k, first ? 32 : k);
    [x, before] = [k * joined[kind === "normal" ? 0 : 1], x];
    halved = kind === "reduction";
  };
  cell("reduction", Math.floor(f / 4), true);
  cell("reduction", Math.floor(f / 2));
  for (const width of [f, 2 * f, 4 * f]) {
    if (width > f) cell("reduction", width);
    for (let at = 0; at < n; at += 1) cell("normal", width);
  }
  return total + x * 1000 + 1000;
}

test.each([
  ["A", 6, 190],
  ["A", 4, 50],
  ["A", 2, 64],
  ["B", 3, 62],
  ["B", 6, 190],
  ["C", 4, 50],
  ["C", 3, 90],
  ["D", 6, 190],
  ["D", 1, 44],
] as const)(
  "A24 AmoebaNet-%s with %i cells a stack and %i filters has the parameters of its cells added up by hand",
  (variant, cells, filters) => {
    const graph = amoebanet(variant, { cells, filters, inputSize: 224 });
    expect(summary(graph).trainable).toBe(count(variant, cells, filters));
  },
);
