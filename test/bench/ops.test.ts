import { expect, test } from "vitest";
import { flops, isDense, operands, outputShape, type OpCase } from "../../bench/ops/cases.ts";
import { difference, own, type OpContender } from "../../bench/ops/contenders.ts";
import { timeCase } from "../../bench/ops/measure.ts";
import { opsTable, opsVerdicts } from "../../bench/ops/table.ts";

const small: OpCase = {
  id: "small",
  title: "small",
  input: [2, 6, 6, 3],
  filters: [3, 3, 3, 4],
  stride: 1,
  padding: "same",
};

test("flops count a multiplication and an addition for every tap of every output", () => {
  // 2 · (2 · 6 · 6 · 4 outputs) · (3 · 3 · 3 taps)
  expect(flops(small)).toBe(2 * 288 * 27);
  // 'valid' with stride 2: (6 − 3) / 2 + 1, rounded down, is 2
  expect(outputShape({ ...small, stride: 2, padding: "valid" })).toEqual([2, 2, 2, 4]);
});

test("the operands are the same in every language: frac(i · 0.618…) − 0.5", () => {
  const { input, filters } = operands(small);
  expect([input.length, filters.length]).toEqual([216, 108]);
  expect(input[0]).toBeCloseTo(0.118033988, 6);
  expect(input[1]).toBeCloseTo(-0.263932023, 6);
  expect(filters[0]).toBeCloseTo(-0.173762079, 6);
});

test("our loops and our fast path are timed after they have agreed", async () => {
  const { timings, right } = await timeCase(small, own, 0.001);
  expect(right.length).toBe(288);
  for (const { id } of own) expect(timings.get(id)).toBeGreaterThan(0);
});

test("a contender with wrong numbers is named as wrong and not timed", async () => {
  const [naive] = own;
  if (naive === undefined) throw new Error("no naive contender");
  const wrong: OpContender = {
    id: "wrong",
    title: "wrong",
    async prepare(it) {
      const right = await naive.prepare(it);
      return { ...right, read: () => right.read().map((value) => value * 1.001) };
    },
  };
  const { timings } = await timeCase(small, [naive, wrong], 0.001);
  expect(timings.get("wrong")).toBe("wrong: off by 0.0010");
  expect(difference(new Float32Array(288), new Float32Array(3), small)).toBe(Infinity);
});

test("dense layers are told from convolutions", () => {
  expect(isDense(small)).toBe(false);
  expect(isDense({ ...small, input: [8, 1, 1, 3], filters: [1, 1, 3, 4] })).toBe(true);
});

test("the table shows GFLOP/s and the ratio to the naive loops; the verdicts name what missed", () => {
  const work = { ...small, input: [1, 1, 1, 500], filters: [1, 1, 500, 1000] } as const; // 1 MFLOP
  const timings = new Map([
    [
      "small",
      new Map<string, number | string>([
        ["naive", 0.001],
        ["fast", 0.0005],
        ["tfjs-wasm", 0.001],
      ]),
    ],
  ]);
  const columns = ["naive", "fast", "numpy"].map((id) => ({ id, title: id }));
  expect(opsTable([work], columns, timings).split("\n")[2]).toBe(
    "| small: [1, 1, 1, 500] * [1, 1, 500, 1000] | 1.0 | 1.00 (1.0) | 2.00 (2.0) | – |",
  );
  expect(opsVerdicts([work], timings)).toEqual([
    "convlab/ops ≥ 3.5 × naive: 0 of 1 cases; missed: small (2.00).",
    "convlab/ops ≥ 1 × tfjs wasm: 1 of 1 cases.",
  ]);
});
