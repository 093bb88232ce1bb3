// Reading whatever stands for a tensor (ndarray view, {shape, data}, nested lists, typed array) as flat row-major numbers.
import ndarray from "ndarray";
import type { NdArray } from "ndarray";

/** The course's tensor: an ndarray over 64- or 32-bit floats. */
export type Tensor = NdArray<Float64Array> | NdArray<Float32Array>;

/** Numbers in nested lists, `[[1, 2], [3, 4]]`. */
export type Nested = number | readonly Nested[];

/** Anything that `expect` accepts as a tensor. */
export type TensorLike = Tensor | Nested | TypedArray;

export type TypedArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** A tensor read flat: `values[i]` in row-major order, whatever the view's strides were. */
export interface FlatTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[] | TypedArray;
  readonly single: boolean;
}

/** Why a value is not a tensor, in words that finish "it is …". */
export interface NotATensor {
  readonly fault: string;
}

/** The flat reading of a value, or what is wrong with it. */
export function readTensor(value: unknown): FlatTensor | NotATensor {
  if (typeof value === "number") return { shape: [], values: [value], single: false };
  if (isTypedArray(value)) {
    return { shape: [value.length], values: value, single: value instanceof Float32Array };
  }
  if (Array.isArray(value)) return readNested(value);
  if (isTensorRecord(value)) return readRecord(value);
  return { fault: describeKind(value) };
}

/** A fresh row-major tensor with offset 0. */
export function makeTensor(flat: FlatTensor): Tensor {
  const shape = [...flat.shape];
  return flat.single
    ? ndarray(Float32Array.from(flat.values), shape)
    : ndarray(Float64Array.from(flat.values), shape);
}

/** True for ndarrays and for plain `{shape, data}` records. */
export function isTensorRecord(value: unknown): value is TensorRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { shape, data } = value as Partial<TensorRecord>;
  return Array.isArray(shape) && (isTypedArray(data) || Array.isArray(data));
}

export interface TensorRecord {
  readonly shape: readonly number[];
  readonly data: readonly number[] | TypedArray;
  readonly stride?: readonly number[];
  readonly offset?: number;
}

export function isTypedArray(value: unknown): value is TypedArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array || value instanceof BigUint64Array)
  );
}

/** True where a literal holds numbers in equally long lists, so that it can become a tensor. */
export function isNumberGrid(value: unknown): value is readonly Nested[] {
  return Array.isArray(value) && !("fault" in readNested(value));
}

/** What kind of thing a value is, for a sentence: "a string", "undefined". */
export function describeKind(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return value instanceof Map ? "a Map" : "an object";
  return `a ${typeof value}`;
}

function readRecord({ shape, data, stride, offset }: TensorRecord): FlatTensor | NotATensor {
  if (!shape.every((size) => Number.isInteger(size) && size >= 0)) {
    return { fault: `a tensor whose shape is [${shape.join(", ")}]` };
  }
  const size = shape.reduce((product, next) => product * next, 1);
  const single = data instanceof Float32Array;
  const steps = stride ?? rowMajor(shape);
  const start = offset ?? 0;
  const last = shape.reduce(
    (index, n, axis) => index + Math.max(0, n - 1) * (steps[axis] ?? 0),
    start,
  );
  if (stride === undefined && offset === undefined && data.length !== size) {
    return {
      fault: `a tensor of shape [${shape.join(", ")}], which needs ${size} numbers, over ${data.length}`,
    };
  }
  if (size > 0 && (steps.length !== shape.length || last >= data.length || start >= data.length)) {
    return {
      fault: `a tensor of shape [${shape.join(", ")}] over ${data.length} numbers, which do not fit together`,
    };
  }
  const values = new Float64Array(size);
  const index = shape.map(() => 0);
  for (let position = 0; position < size; position += 1) {
    let at = start;
    for (let axis = 0; axis < shape.length; axis += 1)
      at += (index[axis] ?? 0) * (steps[axis] ?? 0);
    const item: unknown = data[at];
    if (typeof item !== "number") return { fault: `a tensor that holds ${describeKind(item)}` };
    values[position] = item;
    advance(index, shape);
  }
  return { shape: [...shape], values, single };
}

/** Strides of a contiguous tensor: the last axis moves fastest. */
function rowMajor(shape: readonly number[]): number[] {
  const steps = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    steps[axis] = (steps[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return steps;
}

function advance(index: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const next = (index[axis] ?? 0) + 1;
    index[axis] = next < (shape[axis] ?? 0) ? next : 0;
    if (next < (shape[axis] ?? 0)) return;
  }
}

function readNested(list: readonly unknown[]): FlatTensor | NotATensor {
  const shape: number[] = [];
  for (let level: unknown = list; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values: number[] = [];
  const fault = collect(list, shape, 0, values);
  return fault === undefined ? { shape, values, single: false } : { fault };
}

function collect(
  item: unknown,
  shape: readonly number[],
  depth: number,
  into: number[],
): string | undefined {
  if (depth === shape.length) {
    if (typeof item !== "number") return `a list that holds ${describeKind(item)}`;
    into.push(item);
    return undefined;
  }
  if (!Array.isArray(item)) return `a list that mixes lists and ${describeKind(item)}`;
  if (item.length !== shape[depth]) {
    return `a list whose rows have different lengths (${shape[depth]} and ${item.length})`;
  }
  for (const inner of item) {
    const fault = collect(inner, shape, depth + 1, into);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
