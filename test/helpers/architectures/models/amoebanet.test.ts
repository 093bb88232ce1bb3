import { describe, expect, test } from "vitest";
import {
  amoebanet,
  diagram,
  formatSummary,
  forward,
  summary,
  type AmoebaNetOptions,
  type AmoebaNetVariant,
} from "../../../../kernel/helpers/architectures/index.ts";
import { random } from "../../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../../support/codes.ts";
import { wholeWeights } from "../../../support/whole-weights.ts";

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

  test("halves a map that is too large without losing a pixel: one path reads the even ones, one the odd ones", () => {
    const graph = amoebanet("A", { cells: 1, filters: 8, stem: "cifar", inputSize: 10 });
    const names = ["relu", "path1", "path2"].map((part) => `stack2.0.state1.${part}`);
    const weights = wholeWeights(graph);
    const image = random([1, 10, 10, 3], { seed: 1, low: -1 });
    const { kept } = forward(graph, weights, image, { keep: names });
    const [map, even, odd] = names.map((name) => kept[name]);
    expect([map?.shape, even?.shape, odd?.shape]).toEqual([
      [1, 10, 10, 32],
      [1, 5, 5, 8],
      [1, 5, 5, 8],
    ]);
    const at = (path: string, y: number, x: number, k: number): number => {
      const filters = weights[`stack2.0.state1.${path}/filters`];
      const each = Array.from(
        { length: 32 },
        (_, c) => (map?.get(0, y, x, c) ?? NaN) * (filters?.get(0, 0, c, k) ?? NaN),
      );
      return each.reduce((sum, value) => sum + value, 0);
    };
    for (const [y, x, k] of [
      [0, 0, 0],
      [1, 3, 5],
      [4, 4, 7],
    ] as const) {
      expect(even?.get(0, y, x, k)).toBeCloseTo(at("path1", 2 * y, 2 * x, k), 10);
      expect(odd?.get(0, y, x, k)).toBeCloseTo(at("path2", 2 * y + 1, 2 * x + 1, k), 10);
    }
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
