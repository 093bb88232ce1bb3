// Row-major copies of views, and other shapes over the same numbers.
import ndarray from "ndarray";
import { ShapeError } from "../../core/index.ts";
import { checkTensor } from "./is-tensor.ts";
import { allocate, checkShape, commonDtype, formatShape, isContiguous, sizeOf } from "./shape.ts";
import type { Tensor } from "./types.ts";

/**
 * The same numbers in row-major order with offset 0: the tensor itself if it is so already, else a copy.
 *
 * @param t any view (`transpose`, `hi`, `lo`, `step`, `pick`)
 * @returns a tensor where `data[i]` in order is what you see when you print it
 * @example contiguous(tensor([[1, 2], [3, 4]]).transpose(1, 0)).data // Float64Array [1, 3, 2, 4]
 */
export function contiguous(t: Tensor): Tensor {
  checkTensor("contiguous", t);
  return isContiguous(t) ? t : copy(t);
}

/**
 * A copy that shares nothing with the tensor; row-major.
 *
 * @example copy(ones([2])).data // Float64Array [1, 1]
 */
export function copy(t: Tensor): Tensor {
  checkTensor("copy", t);
  const made = allocate(t.size, commonDtype(t));
  const rank = t.shape.length;
  const index = t.shape.map(() => 0);
  let at = t.offset;
  for (let position = 0; position < made.length; position += 1) {
    made[position] = t.data[at] ?? Number.NaN;
    // An odometer: step the last axis, carry to the one before.
    for (let axis = rank - 1; axis >= 0; axis -= 1) {
      const next = (index[axis] ?? 0) + 1;
      const step = t.stride[axis] ?? 0;
      at += step;
      index[axis] = next;
      if (next < (t.shape[axis] ?? 0)) break;
      at -= step * next;
      index[axis] = 0;
    }
  }
  return made instanceof Float32Array ? ndarray(made, [...t.shape]) : ndarray(made, [...t.shape]);
}

/**
 * The same numbers in row-major order under another shape; one size may be −1 and is then computed.
 *
 * A contiguous tensor shares its numbers with the result; a view is copied first.
 *
 * @throws ShapeError RESHAPE_SIZE, SHAPE_NOT_WHOLE
 * @example reshape(arange(6), [2, -1]).shape // [2, 3]
 */
export function reshape(t: Tensor, shape: readonly number[]): Tensor {
  checkTensor("reshape", t);
  const known = sizeOf(shape.filter((size) => size !== -1));
  const wanted = shape.map((size) => (size === -1 && known > 0 ? t.size / known : size));
  const fits = shape.filter((size) => size === -1).length <= 1 && sizeOf(wanted) === t.size;
  if (!fits || !wanted.every(Number.isInteger)) {
    throw new ShapeError({
      code: "RESHAPE_SIZE",
      summary: `reshape: ${t.size} numbers do not fill the shape ${formatShape(shape)}.`,
      given: `shape ${formatShape(t.shape)}, ${t.size} numbers`,
      expected: `a shape whose sizes multiply to ${t.size}; at most one of them −1`,
      fix: "multiply the sizes and compare",
    });
  }
  checkShape("reshape", wanted);
  const { data } = contiguous(t);
  return data instanceof Float32Array ? ndarray(data, wanted) : ndarray(data, wanted);
}
