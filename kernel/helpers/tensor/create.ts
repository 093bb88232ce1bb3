// Making tensors.
import ndarray from "ndarray";
import { OptionError, ShapeError } from "../../core/index.ts";
import { checkNumber } from "./check-number.ts";
import { flatten } from "./nested.ts";
import { allocate, checkShape, formatShape, sizeOf } from "./shape.ts";
import type { FloatArray, Nested, Tensor, TensorOptions } from "./types.ts";

/**
 * Lays a tensor over flat numbers that it then owns; no copy, no check.
 *
 * @example wrap(new Float32Array(6), [2, 3]).shape // [2, 3]
 */
export function wrap(data: FloatArray, shape: readonly number[]): Tensor {
  return data instanceof Float32Array ? ndarray(data, [...shape]) : ndarray(data, [...shape]);
}

/**
 * A tensor from nested lists of numbers.
 *
 * @param values  numbers in lists of equal length
 * @param options dtype (default 'float64')
 * @returns a row-major tensor whose shape is the lists' lengths
 * @throws ShapeError RAGGED when rows differ in length; OptionError NOT_A_NUMBER when something else is inside
 * @example tensor([[1, 2, 3], [4, 5, 6]]).shape // [2, 3]
 */
export function tensor(values: Nested, options: TensorOptions = {}): Tensor {
  const { shape, numbers } = flatten(values);
  return fromArray(numbers, shape, options);
}

/**
 * A tensor filled with zeros.
 *
 * @param shape sizes, whole and ≥ 0
 * @throws ShapeError SHAPE_NOT_WHOLE, SHAPE_TOO_LARGE
 * @example zeros([2, 2]).data // Float64Array [0, 0, 0, 0]
 */
export function zeros(shape: readonly number[], options: TensorOptions = {}): Tensor {
  checkShape("zeros", shape);
  return wrap(allocate(sizeOf(shape), options.dtype ?? "float64"), shape);
}

/**
 * A tensor filled with ones.
 *
 * @example ones([3]).data // Float64Array [1, 1, 1]
 */
export function ones(shape: readonly number[], options: TensorOptions = {}): Tensor {
  return full(shape, 1, options);
}

/**
 * A tensor filled with one value.
 *
 * @example full([2], 7).data // Float64Array [7, 7]
 */
export function full(shape: readonly number[], value: number, options: TensorOptions = {}): Tensor {
  const made = zeros(shape, options);
  if (typeof value !== "number") checkNumber("full", "value", value);
  made.data.fill(value);
  return made;
}

/**
 * A tensor from flat numbers in row-major order; they are copied.
 *
 * @param numbers as many as the shape holds
 * @param shape   sizes
 * @throws ShapeError WRONG_COUNT
 * @example fromArray([1, 2, 3, 4], [2, 2]).get(1, 0) // 3
 */
export function fromArray(
  numbers: ArrayLike<number>,
  shape: readonly number[],
  options: TensorOptions = {},
): Tensor {
  checkShape("fromArray", shape);
  if (numbers.length !== sizeOf(shape)) {
    throw new ShapeError({
      code: "WRONG_COUNT",
      summary: `fromArray: ${numbers.length} numbers do not fill the shape ${formatShape(shape)}.`,
      given: `${numbers.length} numbers`,
      expected: `${sizeOf(shape)} = ${shape.join(" · ") || "1"}`,
      fix: "change the shape, or look why numbers are missing",
    });
  }
  const made = allocate(numbers.length, options.dtype ?? "float64");
  made.set(numbers);
  return wrap(made, shape);
}

/**
 * Whole steps: `start, start + step, …` up to but without `end`.
 *
 * @example arange(4).data // Float64Array [0, 1, 2, 3]
 * @example arange(1, 2, 0.25).shape // [4]
 */
export function arange(start: number, end?: number, step = 1): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  const count = Math.ceil((to - from) / step - 1e-12);
  if (step === 0 || !Number.isFinite(count)) {
    throw new OptionError({
      code: "BAD_STEP",
      summary: "arange: these numbers never reach the end.",
      given: `start ${from}, end ${to}, step ${step}`,
      expected: "three finite numbers and a step other than 0",
      fix: "use a positive step to count up, a negative one to count down",
    });
  }
  const made = zeros([Math.max(0, count)]);
  for (let i = 0; i < made.size; i += 1) made.data[i] = from + i * step;
  return made;
}

/**
 * `count` numbers evenly spaced from `start` to `end`, both included.
 *
 * @example linspace(0, 1, 5).data // Float64Array [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace(start: number, end: number, count: number): Tensor {
  const made = zeros([count]);
  for (let i = 0; i < count; i += 1) {
    made.data[i] = count === 1 ? start : start + ((end - start) * i) / (count - 1);
  }
  return made;
}
