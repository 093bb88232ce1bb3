// Shapes, strides and the checks that every function runs before it starts.
import { OptionError, ShapeError } from "../../core/index.ts";
import type { DType, FloatArray, Tensor } from "./types.ts";

/** Most numbers that one tensor may hold: 2²⁸, 2 GB in float64. */
const largestSize = 2 ** 28;

/**
 * Number of elements of a shape: the product of its sizes, 1 for rank 0.
 *
 * @example sizeOf([2, 3, 4]) // 24
 */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Strides of a row-major tensor: the last axis moves fastest.
 *
 * @example rowMajor([2, 3, 4]) // [12, 4, 1]
 */
export function rowMajor(shape: readonly number[]): number[] {
  const stride = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    stride[axis] = (stride[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return stride;
}

/**
 * Index per axis of a flat row-major position.
 *
 * @example indexAt(5, [2, 3]) // [1, 2]
 */
export function indexAt(position: number, shape: readonly number[]): number[] {
  return rowMajor(shape).map((step, axis) => Math.floor(position / step) % (shape[axis] ?? 1));
}

/**
 * `[2, 3]` as text.
 *
 * @example formatShape([2, 3]) // "[2, 3]"
 */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/**
 * True for shapes that agree in every axis.
 *
 * @example sameShape([2, 3], [3, 2]) // false
 */
export function sameShape(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((size, axis) => size === right[axis]);
}

/**
 * True when `data[i]` in order is the tensor in row-major order.
 *
 * @example isContiguous(zeros([2, 3]).transpose(1, 0)) // false
 */
export function isContiguous(t: Tensor): boolean {
  const stride = rowMajor(t.shape);
  return (
    t.offset === 0 &&
    t.data.length === t.size &&
    t.shape.every((size, axis) => size <= 1 || t.stride[axis] === stride[axis])
  );
}

/** `2 GB`, `8 TB`: three digits and a unit. */
function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
  const at = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** at).toPrecision(3))} ${units[at]}`;
}

/**
 * Refuses sizes that are not whole numbers ≥ 0, and tensors that no machine of the course can hold.
 *
 * @example checkShape("zeros", [2, 3]) // passes
 */
export function checkShape(who: string, shape: readonly number[]): void {
  if (!Array.isArray(shape)) {
    throw new ShapeError({
      code: "SHAPE_NOT_WHOLE",
      summary: `${who}: the shape is not a list of sizes.`,
      given: `shape ${String(shape)}`,
      expected: "for example [28, 28]; a list of one for a vector: [3]",
      fix: `put it in brackets: [${String(shape)}]`,
    });
  }
  const wrong = shape.findIndex((size) => !Number.isInteger(size) || size < 0);
  if (wrong >= 0) {
    throw new ShapeError({
      code: "SHAPE_NOT_WHOLE",
      summary: `${who}: size ${shape[wrong]} of axis ${wrong} is not a whole number of at least 0.`,
      given: `shape ${formatShape(shape)}`,
      expected: "whole numbers, for example [28, 28]",
      fix: "round the size, or look where it was computed",
      details: { axis: wrong, size: shape[wrong] },
    });
  }
  if (sizeOf(shape) > largestSize) {
    throw new ShapeError({
      code: "SHAPE_TOO_LARGE",
      summary: `${who}: a tensor of ${formatBytes(8 * sizeOf(shape))} in float64 does not fit into memory.`,
      given: `shape ${formatShape(shape)}: ${sizeOf(shape).toExponential(1)} numbers`,
      expected: `at most ${largestSize} numbers, ${formatBytes(8 * largestSize)}`,
      fix: "work on smaller images or a smaller batch",
    });
  }
}

/**
 * Refuses a tensor of another rank. `axes` names them: `["N", "H", "W", "C"]`.
 *
 * @example checkRank("conv2d", "input", [1, 28, 28, 1], ["N", "H", "W", "C"]) // passes
 */
export function checkRank(
  who: string,
  name: string,
  shape: readonly number[],
  axes: readonly string[],
): void {
  if (shape.length === axes.length) return;
  throw new ShapeError({
    code: "WRONG_RANK",
    summary: `${who}: ${name} has ${shape.length} axes, but ${axes.length} are needed.`,
    given: `${name} of shape ${formatShape(shape)}`,
    expected: `${name} of shape [${axes.join(", ")}]`,
    fix:
      shape.length < axes.length
        ? `add the missing axes: reshape(${name}, [${addedAxes(shape, axes)}])`
        : `take one part of it: ${name}.pick(0, …), or reshape it`,
    details: { rank: shape.length, expectedRank: axes.length },
  });
}

/** Shape with ones in front, or for images one before and after: a hint only. */
function addedAxes(shape: readonly number[], axes: readonly string[]): string {
  if (axes.join() === "N,H,W,C" && shape.length === 2) return `1, ${shape.join(", ")}, 1`;
  return [...Array<number>(axes.length - shape.length).fill(1), ...shape].join(", ");
}

/**
 * Refuses two shapes that differ.
 *
 * @example checkSameShape("add", [2, 3], [2, 3]) // passes
 */
export function checkSameShape(
  who: string,
  left: readonly number[],
  right: readonly number[],
): void {
  if (sameShape(left, right)) return;
  throw new ShapeError({
    code: "SHAPES_DIFFER",
    summary: `${who}: the two tensors have different shapes.`,
    given: `${formatShape(left)} and ${formatShape(right)}`,
    expected: "the same shape on both sides",
    fix: "crop or pad one of them, or look why the sizes came out differently",
  });
}

/**
 * Refuses an axis that the tensor does not have; negative axes count from the end.
 *
 * @example checkAxis("sum", -1, [2, 3]) // 1
 */
export function checkAxis(who: string, axis: number, shape: readonly number[]): number {
  const counted = axis < 0 ? axis + shape.length : axis;
  if (Number.isInteger(axis) && counted >= 0 && counted < shape.length) return counted;
  throw new OptionError({
    code: "NO_SUCH_AXIS",
    summary: `${who}: a tensor of shape ${formatShape(shape)} has no axis ${axis}.`,
    given: `axis ${axis}`,
    expected: shape.length === 0 ? "no axis: it is a number" : `0 to ${shape.length - 1}`,
    fix: "count the axes from 0; −1 is the last",
  });
}

/**
 * Fresh zeros of a storage type.
 *
 * @example allocate(2, "float32") // Float32Array [0, 0]
 */
export function allocate(size: number, dtype: DType): FloatArray {
  return dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
}

/**
 * float32 only if all are.
 *
 * @example commonDtype(zeros([2]), zeros([2], { dtype: "float32" })) // "float64"
 */
export function commonDtype(...tensors: readonly Tensor[]): DType {
  return tensors.every((t) => t.data instanceof Float32Array) ? "float32" : "float64";
}
