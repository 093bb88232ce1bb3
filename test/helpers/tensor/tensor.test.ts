import { expect, test } from "vitest";
import {
  add,
  allclose,
  arange,
  argmax,
  asTensor,
  contiguous,
  copy,
  flip,
  fromArray,
  full,
  isContiguous,
  linspace,
  map,
  max,
  mean,
  min,
  mul,
  ones,
  pad,
  reshape,
  scale,
  sub,
  sum,
  tensor,
  toNested,
  zeros,
  type TensorLike,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const grid = [
  [1, 2, 3],
  [4, 5, 6],
];

test("tensor reads nested lists row by row", () => {
  const t = tensor(grid);
  expect(t.shape).toEqual([2, 3]);
  expect([...t.data]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(t.get(1, 0)).toBe(4);
  expect(t.dtype).toBe("float64");
  expect(tensor(grid, { dtype: "float32" }).data).toBeInstanceOf(Float32Array);
});

test("a bare number is a tensor of rank 0, and an empty list has no numbers", () => {
  expect(tensor(7).shape).toEqual([]);
  expect(toNested(tensor(7))).toBe(7);
  expect(tensor([]).shape).toEqual([0]);
  expect(tensor([[], []]).shape).toEqual([2, 0]);
});

test("zeros, ones, full, arange and linspace are filled as they say", () => {
  expect([...zeros([2, 2]).data]).toEqual([0, 0, 0, 0]);
  expect([...ones([3]).data]).toEqual([1, 1, 1]);
  expect([...full([2], 7).data]).toEqual([7, 7]);
  expect([...arange(4).data]).toEqual([0, 1, 2, 3]);
  expect([...arange(1, 2, 0.25).data]).toEqual([1, 1.25, 1.5, 1.75]);
  expect([...arange(3, 0, -1).data]).toEqual([3, 2, 1]);
  expect(arange(0, 0.3, 0.1).size).toBe(3);
  expect([...linspace(0, 1, 5).data]).toEqual([0, 0.25, 0.5, 0.75, 1]);
});

test("fromArray copies, so that the caller's numbers stay the caller's", () => {
  const mine = new Float64Array([1, 2, 3, 4]);
  const t = fromArray(mine, [2, 2]);
  t.set(0, 0, 99);
  expect(mine[0]).toBe(1);
});

test.each([
  ["rows of different length", () => tensor([[1, 2], [3]]), "RAGGED"],
  ["a number beside a list", () => tensor([[1, 2], 3]), "RAGGED"],
  ["a list beside a number", () => tensor([1, [2]]), "RAGGED"],
  ["text in the lists", () => tensor([["1"]] as unknown as number[][]), "NOT_A_NUMBER"],
  ["a hole in the lists", () => tensor([undefined] as unknown as number[]), "NOT_A_NUMBER"],
  ["a fractional size", () => zeros([2.5]), "SHAPE_NOT_WHOLE"],
  ["a negative size", () => ones([-1]), "SHAPE_NOT_WHOLE"],
  ["a size that is NaN", () => zeros([Number.NaN]), "SHAPE_NOT_WHOLE"],
  ["more numbers than memory", () => zeros([1e6, 1e6]), "SHAPE_TOO_LARGE"],
  ["too few numbers", () => fromArray([1, 2, 3], [2, 2]), "WRONG_COUNT"],
  ["a step of zero", () => arange(0, 1, 0), "BAD_STEP"],
  [
    "integers as storage",
    () => asTensor({ data: new Int32Array(1), shape: [1] } as never),
    "NOT_A_TENSOR",
  ],
  ["undefined", () => asTensor(undefined as unknown as TensorLike), "NOT_A_TENSOR"],
  ["a shape of other size", () => reshape(arange(6), [4, 2]), "RESHAPE_SIZE"],
  ["two unknown sizes", () => reshape(arange(6), [-1, -1]), "RESHAPE_SIZE"],
  ["an unknown size that is not whole", () => reshape(arange(6), [4, -1]), "RESHAPE_SIZE"],
  ["a sum of different shapes", () => add([1, 2], [1, 2, 3]), "SHAPES_DIFFER"],
  ["the mean of nothing", () => mean([]), "EMPTY"],
  ["an axis that is not there", () => argmax([1, 2], 1), "NO_SUCH_AXIS"],
  ["a flip along no axis", () => flip([1], [2]), "NO_SUCH_AXIS"],
  ["padding for one axis of two", () => pad(grid, [[1, 1]]), "PAD_WIDTHS"],
  ["negative padding", () => pad([1], [[-1, 0]]), "PAD_WIDTHS"],
])("%s is refused with %3$s", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});

test("reshape shares the numbers of a contiguous tensor and finds one unknown size", () => {
  const t = arange(6);
  const box = reshape(t, [2, -1]);
  expect(box.shape).toEqual([2, 3]);
  box.set(0, 0, 9);
  expect(t.get(0)).toBe(9);
});

test("contiguous copies a view into row-major order and leaves the rest alone", () => {
  const t = tensor(grid);
  expect(contiguous(t)).toBe(t);
  const turned = t.transpose(1, 0);
  expect(isContiguous(turned)).toBe(false);
  expect([...contiguous(turned).data]).toEqual([1, 4, 2, 5, 3, 6]);
  expect([...contiguous(t.hi(2, 2).lo(0, 1)).data]).toEqual([2, 5]);
  expect([...contiguous(t.step(-1, -2)).data]).toEqual([6, 4, 3, 1]);
  expect([...contiguous(t.pick(1, null)).data]).toEqual([4, 5, 6]);
});

test("a view of the first rows is not taken for the whole tensor", () => {
  expect(sum(tensor(grid).hi(1, 3))).toBe(6);
});

test("copy shares nothing", () => {
  const t = tensor(grid);
  copy(t).set(0, 0, 99);
  expect(t.get(0, 0)).toBe(1);
});

test("pad puts zeros, another value or the other side around a tensor", () => {
  expect(
    toNested(
      pad(
        [[1, 2]],
        [
          [1, 0],
          [0, 2],
        ],
      ),
    ),
  ).toEqual([
    [0, 0, 0, 0],
    [1, 2, 0, 0],
  ]);
  expect([...pad([1], [[1, 1]], { value: 5 }).data]).toEqual([5, 1, 5]);
  expect([...pad([1, 2, 3], [[4, 1]], { mode: "circular" }).data]).toEqual([
    3, 1, 2, 3, 1, 2, 3, 1,
  ]);
});

test("flip turns the named axes around, all if none is named", () => {
  expect(toNested(flip(grid))).toEqual([
    [6, 5, 4],
    [3, 2, 1],
  ]);
  expect(toNested(flip(grid, [-1]))).toEqual([
    [3, 2, 1],
    [6, 5, 4],
  ]);
});

test("arithmetic works element by element and leaves its arguments alone", () => {
  const a = tensor([1, 2]);
  expect([...add(a, [10, 20]).data]).toEqual([11, 22]);
  expect([...sub(a, 1).data]).toEqual([0, 1]);
  expect([...mul(a, [3, 4]).data]).toEqual([3, 8]);
  expect([...scale(a, 0.5).data]).toEqual([0.5, 1]);
  expect([...map(a, (value) => value * value).data]).toEqual([1, 4]);
  expect([...a.data]).toEqual([1, 2]);
});

test("a sum is float32 only where both sides are", () => {
  const single = tensor([1], { dtype: "float32" });
  expect(add(single, single).dtype).toBe("float32");
  expect(add(single, [1]).dtype).toBe("float64");
});

test("sum, mean, max and min read every number once", () => {
  expect([sum(grid), mean(grid), max(grid), min(grid)]).toEqual([21, 3.5, 6, 1]);
  expect(max([1, Number.NaN, 3])).toBeNaN();
});

test("argmax is the first of equals, of everything or along an axis", () => {
  expect(argmax([3, 9, 9])).toBe(1);
  expect([
    ...argmax(
      [
        [1, 5],
        [7, 2],
      ],
      1,
    ).data,
  ]).toEqual([1, 0]);
  expect([
    ...argmax(
      [
        [1, 5],
        [7, 2],
      ],
      0,
    ).data,
  ]).toEqual([1, 0]);
  expect(argmax(zeros([2, 3, 4]), 1).shape).toEqual([2, 4]);
});

test("allclose names the first place that differs, with both values", () => {
  const found = allclose(
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2],
      [3.5, 5],
    ],
  );
  expect(found).toMatchObject({
    equal: false,
    firstIndex: [1, 0],
    got: 3,
    expected: 3.5,
    count: 2,
  });
});

test("allclose counts float64 to 1e-9 and float32 to 1e-5 of max(1, |expected|)", () => {
  expect(allclose([1e6], [1e6 + 5e-4]).equal).toBe(true);
  expect(allclose([1], [1 + 1e-8]).equal).toBe(false);
  expect(allclose(tensor([1], { dtype: "float32" }), [1 + 5e-6]).equal).toBe(true);
});

test("NaN never equals a number, and different shapes are never close", () => {
  expect(allclose([Number.NaN], [0]).equal).toBe(false);
  expect(allclose([0], [Number.NaN]).equal).toBe(false);
  expect(allclose([Number.NaN], [Number.NaN]).equal).toBe(true);
  expect(allclose([Infinity], [-Infinity]).equal).toBe(false);
  expect(allclose([[1]], [1])).toMatchObject({ equal: false, sameShape: false });
});
