import fc from "fast-check";
import { expect, test } from "vitest";
import {
  axisPads,
  convMacs,
  convParams,
  effectiveSize,
  fitTable,
  outSize,
  samePads,
  type AxisOptions,
} from "../../../kernel/helpers/arithmetic/index.ts";
import { codeOf, faultOf } from "../../support/codes.ts";

test("C15: a 7-wide input and a 3-wide filter give 5 at stride 1 and 3 at stride 2", () => {
  expect(outSize(7, 3)).toBe(5);
  expect(outSize(7, 3, { stride: 2 })).toBe(3);
});

test("C15: stride 3 does not fit 7 and 3, and the error carries n, k, stride, padding and 2.33", async () => {
  const error = await faultOf(() => outSize(7, 3, { stride: 3 }));
  expect(error).toMatchObject({
    name: "ShapeError",
    code: "DOES_NOT_FIT",
    details: { n: 7, k: 3, stride: 3, padding: "valid", value: 4 / 3 + 1 },
  });
  expect(error.message).toContain("2.33");
  // rounded, not cut off: (8 − 3)/3 + 1 = 2.666…
  expect((await faultOf(() => outSize(8, 3, { stride: 3 }))).message).toContain("2.67");
  // the fix names strides that really fit: (7 − 3) / s is whole for 1, 2 and 4
  expect(error.fix).toContain("1, 2, 4");
});

test.each<[string, number, number, AxisOptions, number]>([
  ["5x5x3, F3, S2, P1", 5, 3, { stride: 2, padding: 1 }, 3],
  ["32x32x3, F5, P2", 32, 5, { padding: 2 }, 32],
  ["AlexNet: 227, 11, stride 4", 227, 11, { stride: 4 }, 55],
  ["AlexNet's 224 rounded down", 224, 11, { stride: 4, fit: "floor" }, 54],
  [
    "ZFNet: 224, 7, stride 2, padding 1, rounded down",
    224,
    7,
    { stride: 2, padding: 1, fit: "floor" },
    110,
  ],
  ["the same rounded up", 224, 7, { stride: 2, padding: 1, fit: "ceil" }, 111],
  [
    "ResNet: 224, 7, stride 2, padding 3, rounded down",
    224,
    7,
    { stride: 2, padding: 3, fit: "floor" },
    112,
  ],
  ["same, even size, stride 2", 28, 3, { stride: 2, padding: "same" }, 14],
  ["same, odd size, stride 2", 7, 2, { stride: 2, padding: "same" }, 4],
  ["full", 7, 3, { padding: "full" }, 9],
  ["circular", 7, 4, { padding: "circular" }, 7],
  ["dilation 2 spans 5", 7, 3, { dilation: 2 }, 3],
  ["uneven padding", 7, 4, { padding: [1, 2] }, 7],
  ["one pixel", 1, 1, {}, 1],
  ["ceil never starts beyond the input", 4, 1, { stride: 3, fit: "ceil" }, 2],
  [
    "ceil drops a window that would start in the padding after",
    3,
    2,
    { stride: 3, padding: 1, fit: "ceil" },
    2,
  ],
])("C15: %s", (_, n, k, options, expected) => {
  expect(outSize(n, k, options)).toBe(expected);
});

test.each<[string, () => unknown, string]>([
  ["a filter larger than the input", () => outSize(3, 5), "FILTER_TOO_LARGE"],
  [
    "a dilated filter larger than the input",
    () => outSize(4, 3, { dilation: 2 }),
    "FILTER_TOO_LARGE",
  ],
  ["stride 0", () => outSize(7, 3, { stride: 0 }), "BAD_OPTIONS"],
  ["a fractional size", () => outSize(7.5, 3), "BAD_OPTIONS"],
  ["a size that is NaN", () => outSize(Number.NaN, 3), "BAD_OPTIONS"],
  ["an empty input", () => outSize(0, 1), "BAD_OPTIONS"],
  ["negative padding", () => outSize(7, 3, { padding: -1 }), "BAD_OPTIONS"],
  ["a misspelt option", () => outSize(7, 3, { strides: 2 } as AxisOptions), "BAD_OPTIONS"],
  [
    "an unknown fit",
    () => outSize(7, 3, { fit: "round" } as unknown as AxisOptions),
    "BAD_OPTIONS",
  ],
  ["zero filters", () => convParams({ kh: 3, cin: 3, cout: 0 }), "BAD_OPTIONS"],
  [
    "groups that do not divide",
    () => convParams({ kh: 3, cin: 4, cout: 6, groups: 4 }),
    "BAD_OPTIONS",
  ],
])("%s is refused", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});

test("all faults of the options come in one error", async () => {
  const error = await faultOf(() => outSize(7, 3, { stride: 0, dilation: -1, padding: 0.5 }));
  expect(error.details["faults"]).toHaveLength(3);
});

test("C14: (F − 1) / 2 keeps the size for odd filters; an even filter needs one more zero at the end", () => {
  expect([3, 5, 7].map((k) => samePads(28, k))).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  expect(samePads(28, 2)).toEqual([0, 1]);
  expect(samePads(28, 4)).toEqual([1, 2]);
});

test("'same' with a stride larger than the filter needs no padding at all", () => {
  expect(samePads(4, 1, 2)).toEqual([0, 0]);
  expect(samePads(224, 7, 2)).toEqual([2, 3]);
  expect(samePads(10, 3, 1, 2)).toEqual([2, 2]);
});

test("every form of padding becomes zeros before and after", () => {
  expect(axisPads(7, 3, { padding: "valid" })).toEqual([0, 0]);
  expect(axisPads(7, 3, { padding: "full", dilation: 2 })).toEqual([4, 4]);
  expect(axisPads(7, 3, { padding: 2 })).toEqual([2, 2]);
  expect(axisPads(7, 3, { padding: [0, 3] })).toEqual([0, 3]);
});

test("C16: parameters of the decks' layers", () => {
  expect(convParams({ kh: 3, cin: 3, cout: 2 })).toBe(56);
  expect(convParams({ kh: 5, cin: 3, cout: 1 })).toBe(76);
  expect(convParams({ kh: 5, cin: 3, cout: 10 })).toBe(760);
  // a dense layer is a 1x1 convolution on one pixel: 9216·4096 + 4096
  expect(convParams({ kh: 1, cin: 9216, cout: 4096 })).toBe(37_752_832);
  expect(convParams({ kh: 3, kw: 5, cin: 8, cout: 16, groups: 4, bias: false })).toBe(480);
});

test("C22: a 1x1 convolution from 64 to 32 channels on 56x56 costs 6,422,528 MACs and 2,080 parameters", () => {
  expect(convMacs({ kh: 1, cin: 64, cout: 32, oh: 56 })).toBe(6_422_528);
  expect(convParams({ kh: 1, cin: 64, cout: 32 })).toBe(2_080);
  // in two groups each output reads 32 channels: half of it
  expect(convMacs({ kh: 1, cin: 64, cout: 32, oh: 56, groups: 2 })).toBe(3_211_264);
  expect(convParams({ kh: 1, cin: 64, cout: 32, groups: 2 })).toBe(1_056);
});

test("fitTable lists exactly the strides and paddings that outSize accepts", () => {
  const rows = fitTable(7, 3);
  expect(rows[0]).toEqual({ stride: 1, padding: 0, out: 5 });
  for (const { stride, padding, out } of rows) expect(outSize(7, 3, { stride, padding })).toBe(out);
  expect(rows.some(({ stride, padding }) => stride === 3 && padding === 0)).toBe(false);
  expect(rows).toHaveLength(3 + 3 + 1);
});

const sizes = {
  n: fc.integer({ min: 1, max: 40 }),
  k: fc.integer({ min: 1, max: 7 }),
  stride: fc.integer({ min: 1, max: 5 }),
  dilation: fc.integer({ min: 1, max: 3 }),
  padding: fc.integer({ min: 0, max: 9 }),
};

test("floor counts the positions where the filter lies inside the padded input", () => {
  fc.assert(
    fc.property(fc.record(sizes), ({ n, k, stride, dilation, padding }) => {
      fc.pre(effectiveSize(k, dilation) <= n + 2 * padding);
      let positions = 0;
      for (let at = 0; at + (k - 1) * dilation < n + 2 * padding; at += stride) positions += 1;
      return outSize(n, k, { stride, dilation, padding, fit: "floor" }) === positions;
    }),
    { seed: 2, numRuns: 300 },
  );
});

test("strict, floor and ceil agree where the size comes out whole, and strict refuses where not", () => {
  fc.assert(
    fc.property(fc.record(sizes), ({ n, k, stride, padding }) => {
      fc.pre(k <= n + 2 * padding && padding < k);
      const of = (fit: "floor" | "ceil"): number => outSize(n, k, { stride, padding, fit });
      if ((n + 2 * padding - k) % stride !== 0) {
        return codeOf(() => outSize(n, k, { stride, padding })) === "DOES_NOT_FIT";
      }
      const strict = outSize(n, k, { stride, padding });
      return strict === of("floor") && strict === of("ceil");
    }),
    { seed: 3, numRuns: 300 },
  );
});

test("'same' pads fit: the filter ends at the edge and out is ⌈n / stride⌉", () => {
  fc.assert(
    fc.property(fc.record(sizes), ({ n, k, stride, dilation }) => {
      const [before, after] = samePads(n, k, stride, dilation);
      const explicit = outSize(n, k, { stride, dilation, padding: [before, after], fit: "floor" });
      return explicit === Math.ceil(n / stride) && after - before >= 0 && after - before <= 1;
    }),
    { seed: 4, numRuns: 300 },
  );
});
