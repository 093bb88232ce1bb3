import { describe, expect, test } from "vitest";
import {
  amoebanet,
  diagram,
  formatSummary,
  summary,
  type AmoebaNetOptions,
  type AmoebaNetVariant,
} from "../../../../kernel/helpers/architectures/index.ts";
import { codeOf } from "../../../support/codes.ts";

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

const mobile = { inputSize: 224 };
const cifar = { stem: "cifar" } as const;

test.each<readonly [string, AmoebaNetVariant, AmoebaNetOptions, number, string]>([
  ["A, 6 cells, 190 filters", "A", {}, 86_718_797, "86.7"],
  ["A, mobile, 4 cells, 50 filters", "A", { ...mobile, cells: 4, filters: 50 }, 5_086_930, "5.1"],
  ["A, CIFAR, 6 cells, 32 filters", "A", { ...cifar, filters: 32 }, 2_567_754, "2.6"],
  ["A, CIFAR, 6 cells, 36 filters", "A", { ...cifar, filters: 36 }, 3_218_266, "3.2"],
  ["B, mobile, 3 cells, 62 filters", "B", { ...mobile, cells: 3, filters: 62 }, 5_258_700, "5.3"],
  ["B, CIFAR, 6 cells, 36 filters", "B", { ...cifar, filters: 36 }, 2_839_186, "2.8"],
  ["B, 6 cells, 512 filters", "B", { filters: 512 }, 557_277_864, "557"],
  ["C, mobile, 4 cells, 50 filters", "C", { ...mobile, cells: 4, filters: 50 }, 6_353_815, "6.4"],
])(
  "A24 AmoebaNet-%s: its exact count rounds to the printed millions",
  (_, variant, size, exact, printed) => {
    const { trainable } = summary(amoebanet(variant, size));
    expect(trainable).toBe(exact);
    const digits = printed.split(".")[1]?.length ?? 0;
    expect((trainable / 1e6).toFixed(digits)).toBe(printed);
  },
);

test("A24 AmoebaNet's multiply-adds round to the printed ones: 23.1 billion, 555 million, 555 million", () => {
  expect((summary(amoebanet("A")).macs / 1e9).toFixed(1)).toBe("23.1");
  const small = (variant: AmoebaNetVariant, cells: number, filters: number): string =>
    (summary(amoebanet(variant, { ...mobile, cells, filters })).macs / 1e6).toFixed(0);
  expect(small("A", 4, 50)).toBe("555");
  expect(small("B", 3, 62)).toBe("555");
});

test("A24 the largest AmoebaNet-A is 0.2 % below the printed 469 million", () => {
  const { trainable } = summary(amoebanet("A", { filters: 448 }));
  expect(trainable).toBe(468_151_184);
  expect(trainable / 469e6).toBeGreaterThan(0.998);
});

describe("A24 AmoebaNet", () => {
  test("stacks 165, 83, 42, 21 and 11 pixels, as its reductions halve them", () => {
    const sizes = amoebanet("A")
      .nodes.filter(({ name }) => name.endsWith("concat") && !/state|joined/.test(name))
      .map(({ shape }) => shape[0]);
    expect([...new Set(sizes)]).toEqual([83, 42, 21, 11]);
  });

  test("has a summary, and a diagram with one box for each cell", () => {
    const graph = amoebanet("D", { cells: 2, filters: 16 });
    expect(formatSummary(summary(graph))).toContain("stack3.1.concat");
    // input, conv0 + bn, two stems, stacks 1 to 3 of two cells, two reductions, relu, pool, dropout, fc
    expect(
      diagram(graph, 2)
        .text.split("\n")
        .filter((line) => /^stack\d\.\d /.test(line)),
    ).toHaveLength(6);
  });

  test.each([
    ["a letter that no search gave", () => amoebanet("E" as "A")],
    ["no cells", () => amoebanet("A", { cells: 0 })],
    ["too few filters for the stem", () => amoebanet("A", { filters: 3 })],
    ["a stem that is not there", () => amoebanet("A", { stem: "mnist" as "cifar" })],
  ])("refuses %s", (_, make) => {
    expect(codeOf(make)).toBe("NO_SUCH_VARIANT");
  });
});
