import { expect, test } from "vitest";
import {
  convnext,
  efficientnetV2,
  kerasLaterApplications,
  kerasTotal,
  summary,
} from "../../../kernel/helpers/architectures/index.ts";
import { codeOf } from "../../support/codes.ts";

/** "Total params" that Keras prints, and the millions of its table. */
const totals: Readonly<Record<string, readonly [total: number, millions: number]>> = {
  EfficientNetV2B0: [7_200_312, 7.2],
  EfficientNetV2B1: [8_212_124, 8.2],
  EfficientNetV2B2: [10_178_374, 10.2],
  EfficientNetV2B3: [14_486_374, 14.5],
  EfficientNetV2S: [21_612_360, 21.6],
  EfficientNetV2M: [54_431_388, 54.4],
  EfficientNetV2L: [119_027_848, 119],
  ConvNeXtTiny: [28_589_128, 28.6],
  ConvNeXtSmall: [50_223_688, 50.2],
  ConvNeXtBase: [88_591_464, 88.5],
  ConvNeXtLarge: [197_767_336, 197.7],
  ConvNeXtXLarge: [350_196_968, 350.1],
};

test.each(kerasLaterApplications.map((row) => [row.name, row] as const))(
  "A27: %s has the total that Keras prints, exactly, and the millions of the table, cut off or rounded",
  (name, row) => {
    const [total, millions] = totals[name] ?? [0, 0];
    expect(kerasTotal(row)).toBe(total);
    const tenths = total / 1e5;
    expect([Math.floor(tenths) / 10, Math.round(tenths) / 10]).toContain(millions);
  },
);

test("A27: the later rows are 12, and a file has about 4 bytes per parameter", () => {
  expect(kerasLaterApplications.map(({ name }) => name)).toEqual(Object.keys(totals));
  for (const row of kerasLaterApplications) {
    const ratio = row.megabytes / ((4 * kerasTotal(row)) / 2 ** 20);
    expect(ratio, row.name).toBeGreaterThan(0.97);
    expect(ratio, row.name).toBeLessThan(1.16);
  }
});

test.each([
  ["S", efficientnetV2("s"), 21_458_488, 8.37],
  ["M", efficientnetV2("m"), 54_139_356, 24.58],
  ["L", efficientnetV2("l"), 118_515_272, 56.08],
] as const)(
  "A25 EfficientNetV2-%s has torchvision's number of parameters and GMACs",
  (_, graph, parameters, giga) => {
    const { trainable, macs } = summary(graph);
    expect(trainable).toBe(parameters);
    expect(macs / 1e9).toBeCloseTo(giga, 2);
  },
);

test.each([
  ["small", 8.68],
  ["base", 15.35],
  ["large", 34.36],
] as const)("A26 ConvNeXt %s has torchvision's GMACs", (size, giga) => {
  expect(summary(convnext(size)).macs / 1e9).toBeCloseTo(giga, 2);
});

test("A26 ConvNeXt by hand: a block of C maps has 8C² weights, 49C of depthwise filters and 10C more", () => {
  // depthwise 49C + C; layer norm 2C; 1×1 C·4C + 4C; 1×1 4C·C + C; the learnt scale C
  const block = (c: number): number => 8 * c * c + 49 * c + c + 2 * c + 4 * c + c + c;
  const [c, blocks] = [128, [3, 3, 27, 3]];
  const stem = 48 * c + c + 2 * c;
  // layer norm and 2×2 to twice the maps
  const down = [1, 2, 4].reduce((sum, k) => sum + 2 * c * k + 4 * c * k * 2 * c * k + 2 * c * k, 0);
  const all = blocks.reduce((sum, count, stage) => sum + count * block(c * 2 ** stage), 0);
  expect(stem + down + all + 2 * 8 * c + 8 * c * 1000 + 1000).toBe(88_591_464);
});

test.each([
  ["EfficientNetV2 of a size that is not there", () => efficientnetV2("b7" as "b0")],
  ["ConvNeXt of a size that is not there", () => convnext("huge" as "tiny")],
])("A27 %s is refused", (_, make) => {
  expect(codeOf(make)).toBe("NO_SUCH_VARIANT");
});
