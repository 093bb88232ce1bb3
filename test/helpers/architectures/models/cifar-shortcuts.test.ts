import { describe, expect, test } from "vitest";
import {
  cifarResnet,
  forward,
  shortcutErrors,
  summary,
  type Graph,
  type ShortcutKind,
  type Weights,
} from "../../../../kernel/helpers/architectures/index.ts";
import { random } from "../../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../../support/codes.ts";
import { wholeWeights } from "../../../support/whole-weights.ts";

const shortcuts: readonly ShortcutKind[] = [
  "identity",
  "constant scaling",
  "exclusive gating",
  "shortcut-only gating",
  "1x1 convolution",
  "dropout",
];
/** A sum over the units of n per stage, from the maps that come in and go out. */
function overUnits(n: number, of: (c: number, k: number) => number): number {
  let [total, c] = [0, 16];
  for (const k of [16, 32, 64]) {
    for (let unit = 0; unit < n; unit += 1) {
      total += of(c, k);
      c = k;
    }
  }
  return total;
}
/** Stem, units and dense layer of the plain kinds. */
const identity = (n: number): number =>
  27 * 16 + 32 + overUnits(n, (c, k) => 9 * c * k + 9 * k * k + 4 * k) + 64 * 10 + 10;
const gates = (n: number): number => overUnits(n, (c, k) => c * k + k);
const convolutions = (n: number): number => overUnits(n, (c, k) => c * k + 2 * k);

const byHand: Readonly<Record<ShortcutKind, (n: number) => number>> = {
  identity,
  "constant scaling": identity,
  "exclusive gating": (n) => identity(n) + gates(n),
  "shortcut-only gating": (n) => identity(n) + gates(n),
  "1x1 convolution": (n) => identity(n) + convolutions(n),
  dropout: identity,
};

describe.each(shortcuts)("A13 ResNet with the shortcut %s", (shortcut) => {
  test("has the parameters of its units added up by hand, at 20 and at 110 layers", () => {
    for (const n of [3, 18]) {
      expect(summary(cifarResnet(n, { shortcut })).trainable).toBe(byHand[shortcut](n));
    }
  });

  test("has the shapes of all others, and as many sums as units", () => {
    const graph = cifarResnet(2, { shortcut });
    const sums = graph.nodes.filter(({ name }) => name.endsWith(".add")).map(({ shape }) => shape);
    expect(sums).toEqual([
      [32, 32, 16],
      [32, 32, 16],
      [16, 16, 32],
      [16, 16, 32],
      [8, 8, 64],
      [8, 8, 64],
    ]);
  });
});

test("A13 gates add 96,224 parameters to ResNet-110's 1,727,962, 1x1 convolutions 98,240", () => {
  expect([identity(18), gates(18), convolutions(18)]).toEqual([1_727_962, 96_224, 98_240]);
});

const image = random([1, 16, 16, 3], { seed: 4, low: -1 });
const run = (graph: Graph, weights: Weights, keep: string[] = []) =>
  forward(graph, weights, image, { keep });
const small = { inputSize: 16 };

describe("A13 what a shortcut lets pass", () => {
  test.each<readonly [ShortcutKind, string, (x: number, f: number, g: number) => number]>([
    ["identity", "x + F", (x, f) => x + f],
    ["constant scaling", "x/2 + F/2", (x, f) => x / 2 + f / 2],
    ["exclusive gating", "(1 − g)·x + g·F", (x, f, g) => (1 - g) * x + g * f],
    ["shortcut-only gating", "(1 − g)·x + F", (x, f, g) => (1 - g) * x + f],
    ["dropout", "x + F at test time", (x, f) => x + f],
  ])("%s: the sum is %s", (shortcut, _, join) => {
    const graph = cifarResnet(1, { ...small, shortcut });
    const gate = shortcut.endsWith("gating") ? ["layer1.0.gate"] : [];
    const names = ["conv1.act", "layer1.0.conv2.bn", "layer1.0.add", ...gate];
    const { kept } = run(graph, wholeWeights(graph), names);
    const [x, f, sum, logits] = names.map((name) => kept[name]?.data ?? []);
    expect(sum?.length).toBe(16 * 16 * 16);
    for (let i = 0; i < 16 * 16 * 16; i += 97) {
      const g = 1 / (1 + Math.exp(-(logits?.[i] ?? 0)));
      expect(sum?.[i]).toBeCloseTo(join(x?.[i] ?? NaN, f?.[i] ?? NaN, g), 10);
    }
  });

  test("1x1 convolution: the sum is the branch and the normed convolution", () => {
    const graph = cifarResnet(1, { ...small, shortcut: "1x1 convolution" });
    const names = ["layer1.0.shortcut.bn", "layer1.0.conv2.bn", "layer1.0.add"];
    const { kept } = run(graph, wholeWeights(graph), names);
    const [s, f, sum] = names.map((name) => kept[name]?.data ?? []);
    expect(sum?.[100]).toBeCloseTo((s?.[100] ?? NaN) + (f?.[100] ?? NaN), 12);
  });
});

test("A13 the published errors have a row for each kind: 6.6, 12.4, 8.7, 12.9, 12.2, and above 20 for dropout", () => {
  expect(new Set(shortcutErrors.map(({ shortcut }) => shortcut))).toEqual(new Set(shortcuts));
  const printed = shortcutErrors.map(({ shortcut, error }) => [
    shortcut,
    error === undefined ? "> 20" : Math.round(error * 10) / 10,
  ]);
  expect(printed).toEqual(
    expect.arrayContaining([
      ["identity", 6.6],
      ["constant scaling", 12.4],
      ["exclusive gating", 8.7],
      ["shortcut-only gating", 12.9],
      ["1x1 convolution", 12.2],
      ["dropout", "> 20"],
    ]),
  );
  const best = shortcutErrors.toSorted((a, b) => (a.error ?? 100) - (b.error ?? 100));
  expect(best[0]?.shortcut).toBe("identity");
});

test("A13 a shortcut that is not there is refused", () => {
  expect(codeOf(() => cifarResnet(3, { shortcut: "highway" as "dropout" }))).toBe(
    "NO_SUCH_VARIANT",
  );
});
