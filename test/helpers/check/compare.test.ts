import fc from "fast-check";
import ndarray from "ndarray";
import { expect, test } from "vitest";
import { compareValues, isClose } from "../../../kernel/helpers/check/compare.ts";
import { expectValue } from "../../../kernel/helpers/check/expectation.ts";
import { makeTensor, readTensor } from "../../../kernel/helpers/check/tensors.ts";

const refusal = (claim: () => void): string => {
  try {
    claim();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

test("NaN never equals a number, and infinities only themselves", () => {
  expect(isClose(Number.NaN, 0, 1)).toBe(false);
  expect(isClose(0, Number.NaN, 1)).toBe(false);
  expect(isClose(Number.POSITIVE_INFINITY, 1e308, 1)).toBe(false);
  expect(isClose(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1)).toBe(false);
  expect(isClose(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0)).toBe(true);
});

test("tensors of NaN, or holes, never pass for numbers", () => {
  const nan = { shape: [2], data: Float64Array.of(Number.NaN, Number.NaN) };
  expect(refusal(() => expectValue(nan, "f()").toEqualTensor([1, 2]))).toContain(
    "first differs at [0]",
  );
  // oxlint-disable-next-line no-sparse-arrays
  expect(refusal(() => expectValue([1, , 3], "f()").toEqualTensor([1, 2, 3]))).toContain(
    "undefined",
  );
});

test("64-bit floats agree to 1e-9, 32-bit floats to 1e-5", () => {
  const near = (gap: number) => () => expectValue([1 + gap], undefined).toEqualTensor([1]);
  expect(near(5e-10)).not.toThrow();
  expect(near(5e-9)).toThrow(/tolerance/);
  const single = (gap: number) => () =>
    expectValue({ shape: [1], data: Float32Array.of(1 + gap) }, undefined).toEqualTensor([1]);
  expect(single(5e-6)).not.toThrow();
  expect(single(5e-5)).toThrow(/tolerance/);
});

test("a transposed view is compared by what it holds, not by its memory", () => {
  const grid = ndarray(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
  expectValue(grid.transpose(1, 0), undefined).toEqualTensor([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  expect(
    refusal(() =>
      expectValue(grid.transpose(1, 0), "f()").toEqualTensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ),
  ).toContain("at [0, 1]");
});

test("any sub-view of a grid reads as the same numbers in a fresh tensor", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(1, 2, -1),
      (rows, columns, skip, step) => {
        const side = 12;
        const grid = ndarray(
          Float64Array.from({ length: side * side }, (_, at) => at),
          [side, side],
        );
        const seen = grid
          .lo(skip, skip)
          .hi(rows, columns * Math.abs(step))
          .step(1, step);
        const flat = readTensor(seen);
        if ("fault" in flat) throw new Error(flat.fault);
        const copy = makeTensor(flat);
        expect(copy.shape).toEqual(seen.shape);
        for (let y = 0; y < rows; y += 1) {
          for (let x = 0; x < columns; x += 1) expect(copy.get(y, x)).toBe(seen.get(y, x));
        }
      },
    ),
    { seed: 7 },
  );
});

test("shape is compared before values, and told", () => {
  const message = refusal(() => expectValue([[1, 2]], "f()").toEqualTensor([1, 2]));
  expect(message).toMatch(/f\(\) gave another shape/);
  expect(message).toMatch(/got +\[1, 2\]/);
  expect(message).toMatch(/expected +\[2\]/);
});

test("a tensor whose shape and data do not fit is refused in words", () => {
  const message = refusal(() =>
    expectValue({ shape: [3], data: Float64Array.of(1, 2) }, "f()").toEqualTensor([1, 2, 3]),
  );
  expect(message).toContain("needs 3 numbers, over 2");
});

test("records, lists, Maps and text compare deeply with the path of the first difference", () => {
  expect(compareValues({ a: [1, { b: "x" }] }, { a: [1, { b: "x" }] }, 0)).toBeUndefined();
  expect(compareValues({ a: [1, { b: "x" }] }, { a: [1, { b: "y" }] }, 0)?.path).toEqual([
    "a",
    1,
    "b",
  ]);
  expect(compareValues({ a: 1 }, { a: 1, b: 2 }, 0)?.about).toBe("keys");
  expect(compareValues(new Map([["k", 1]]), new Map([["k", 2]]), 0)?.path).toEqual(["k"]);
  expect(compareValues("1", 1, 0)?.about).toBe("kind");
  expect(compareValues(undefined, null, 0)).toBeDefined();
  expect(compareValues(-0, 0, 0)).toBeUndefined();
});
