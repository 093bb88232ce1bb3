// Sums and products, element by element and over a whole tensor.
import { ShapeError } from "../../core/index.ts";
import { asTensor } from "./accept.ts";
import { wrap } from "./create.ts";
import { allocate, checkAxis, checkSameShape, commonDtype, sizeOf } from "./shape.ts";
import type { Tensor, TensorLike } from "./types.ts";

/**
 * a + b, element by element; shapes must be equal, or `b` is a number.
 *
 * @throws ShapeError SHAPES_DIFFER
 * @example add([1, 2], [10, 20]).data // Float64Array [11, 22]
 */
export function add(a: TensorLike, b: TensorLike | number): Tensor {
  return combine("add", a, b, (x, y) => x + y);
}

/**
 * a − b, element by element; shapes must be equal, or `b` is a number.
 *
 * @example sub([3, 2], 1).data // Float64Array [2, 1]
 */
export function sub(a: TensorLike, b: TensorLike | number): Tensor {
  return combine("sub", a, b, (x, y) => x - y);
}

/**
 * a · b, element by element (not a matrix product); shapes must be equal, or `b` is a number.
 *
 * @example mul([2, 3], [4, 5]).data // Float64Array [8, 15]
 */
export function mul(a: TensorLike, b: TensorLike | number): Tensor {
  return combine("mul", a, b, (x, y) => x * y);
}

/**
 * Every element times one number.
 *
 * @example scale([1, 2], 0.5).data // Float64Array [0.5, 1]
 */
export function scale(a: TensorLike, factor: number): Tensor {
  return combine("scale", a, factor, (x, y) => x * y);
}

/**
 * A function of every element.
 *
 * @example map([-1, 2], (x) => Math.max(0, x)).data // Float64Array [0, 2]
 */
export function map(a: TensorLike, apply: (value: number) => number): Tensor {
  return combine("map", a, 0, (x) => apply(x));
}

function combine(
  who: string,
  a: TensorLike,
  b: TensorLike | number,
  apply: (x: number, y: number) => number,
): Tensor {
  const left = asTensor(a, who, "a");
  const right = typeof b === "number" ? undefined : asTensor(b, who, "b");
  if (right) checkSameShape(who, left.shape, right.shape);
  const made = allocate(left.size, right ? commonDtype(left, right) : commonDtype(left));
  const constant = typeof b === "number" ? b : 0;
  for (let i = 0; i < made.length; i += 1) {
    made[i] = apply(left.data[i] ?? Number.NaN, right?.data[i] ?? constant);
  }
  return wrap(made, left.shape);
}

/**
 * Sum of all elements; 0 for none. Added in float64 whatever the tensor's type.
 *
 * @example sum([[1, 2], [3, 4]]) // 10
 */
export function sum(a: TensorLike): number {
  return fold(asTensor(a, "sum", "a"), 0, (total, value) => total + value);
}

/**
 * Mean of all elements.
 *
 * @throws ShapeError EMPTY
 * @example mean([1, 2, 3]) // 2
 */
export function mean(a: TensorLike): number {
  const t = notEmpty("mean", a);
  return sum(t) / t.size;
}

/**
 * Largest element; NaN if any is NaN.
 *
 * @throws ShapeError EMPTY
 * @example max([1, 7, 3]) // 7
 */
export function max(a: TensorLike): number {
  return fold(notEmpty("max", a), -Infinity, Math.max);
}

/**
 * Smallest element; NaN if any is NaN.
 *
 * @throws ShapeError EMPTY
 * @example min([4, 7, 3]) // 3
 */
export function min(a: TensorLike): number {
  return fold(notEmpty("min", a), Infinity, Math.min);
}

/**
 * Position of the largest element in row-major order; the first of equals. With `axis`, one position per line along it.
 *
 * @throws ShapeError EMPTY; OptionError NO_SUCH_AXIS
 * @example argmax([3, 9, 9]) // 1
 * @example argmax([[1, 5], [7, 2]], 1).data // Float64Array [1, 0]
 */
export function argmax(a: TensorLike): number;
export function argmax(a: TensorLike, axis: number): Tensor;
export function argmax(a: TensorLike, axis?: number): Tensor | number {
  const t = notEmpty("argmax", a);
  if (axis === undefined) return firstLargest(t.data, 0, t.size, 1);
  const along = checkAxis("argmax", axis, t.shape);
  const count = t.shape[along] ?? 1;
  const inner = sizeOf(t.shape.slice(along + 1));
  const outer = sizeOf(t.shape.slice(0, along));
  const made = new Float64Array(outer * inner);
  for (let o = 0; o < outer; o += 1) {
    for (let i = 0; i < inner; i += 1) {
      made[o * inner + i] = firstLargest(t.data, o * count * inner + i, count, inner);
    }
  }
  return wrap(made, t.shape.toSpliced(along, 1));
}

function fold(t: Tensor, start: number, join: (total: number, value: number) => number): number {
  let total = start;
  for (let i = 0; i < t.size; i += 1) total = join(total, t.data[i] ?? Number.NaN);
  return total;
}

function firstLargest(data: ArrayLike<number>, start: number, count: number, step: number): number {
  let best = 0;
  for (let i = 1; i < count; i += 1) {
    if ((data[start + i * step] ?? Number.NaN) > (data[start + best * step] ?? Number.NaN))
      best = i;
  }
  return best;
}

function notEmpty(who: string, a: TensorLike): Tensor {
  const t = asTensor(a, who, "a");
  if (t.size > 0) return t;
  throw new ShapeError({
    code: "EMPTY",
    summary: `${who}: the tensor holds no numbers.`,
    given: `shape [${t.shape.join(", ")}]`,
    expected: "at least one number",
    fix: "look why the tensor came out empty",
  });
}
