import { inspect } from "node:util";
import { expect, test } from "vitest";
import {
  arange,
  formatTensor,
  reshape,
  tensor,
  zeros,
} from "../../../kernel/helpers/tensor/index.ts";

test("a matrix prints as an aligned table under its shape and type", () => {
  expect(
    formatTensor(
      tensor([
        [1, 20],
        [-3.5, 4],
      ]),
    ),
  ).toBe(["tensor [2, 2] float64", "  1.0  20.0", " -3.5   4.0"].join("\n"));
});

test("whole numbers print without decimals, thirds with four", () => {
  expect(formatTensor(tensor([1, -0, 3]))).toBe("tensor [3] float64\n 1  0  3");
  expect(formatTensor(tensor([1 / 3]))).toContain("0.3333");
});

test("tiny, huge and unfinished numbers stay readable", () => {
  expect(formatTensor(tensor([1e-7, 1e12, Number.NaN, -Infinity]))).toContain(
    "1.00e-7  1.00e+12  NaN  -Infinity",
  );
});

test("float32 shows the digits it was given", () => {
  expect(formatTensor(tensor([0.1], { dtype: "float32" }))).toBe("tensor [1] float32\n 0.1");
});

test("long axes are cut in the middle and many matrices after the fourth", () => {
  const text = formatTensor(zeros([100, 100]));
  expect(text.split("\n")).toHaveLength(14);
  expect(text).toContain("…");
  expect(formatTensor(zeros([9, 2, 2]))).toContain("… 5 more");
  expect(formatTensor(reshape(arange(8), [2, 2, 2]))).toContain("[1, :, :]\n 4  5\n 6  7");
});

test("a tensor of rank 0 and an empty one print too", () => {
  expect(formatTensor(tensor(5))).toBe("tensor [] float64\n 5");
  expect(formatTensor(zeros([0, 3]))).toBe("tensor [0, 3] float64 (no numbers)");
});

test("notebooks, console.log and template strings show tensors and views as tables", () => {
  const t = tensor([
    [1, 2],
    [3, 4],
  ]);
  const view = t.transpose(1, 0);
  const display: unknown = Reflect.get(view, Symbol.for("Jupyter.display"));
  expect((display as () => unknown).call(view)).toEqual({ "text/plain": formatTensor(view) });
  expect(inspect(t)).toBe(formatTensor(t));
  expect(String(t.pick(0, null) as unknown)).toBe("tensor [2] float64\n 1  2");
});
