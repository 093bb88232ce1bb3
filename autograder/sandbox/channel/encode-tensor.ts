// Tensors and typed arrays to bytes: a view is read by its strides and travels row-major.
import { types } from "node:util";
import { ChannelError, channelLimits } from "./limits.ts";
import {
  ownValue,
  refuseProxy,
  typedBuffer,
  typedBytes,
  typedLength,
  typedName,
  typedOffset,
} from "./own.ts";
import { tags, typedNames } from "./tags.ts";
import type { Writer } from "./writer.ts";

const { isArray } = Array;
const { isInteger } = Number;
const { isTypedArray } = types;
const numberKinds = 9; // the first nine typed arrays hold numbers, the others bigints

/** Writes kind and memory of a typed array. */
export function writeTyped(array: object, writer: Writer): void {
  writer.byte(kindOf(array));
  writer.bytes(new Uint8Array(typedBuffer(array), typedOffset(array), typedBytes(array)));
}

/** The number of a typed array's kind; a subclass counts as the kind it is made of. */
function kindOf(array: object): number {
  const name = typedName(array);
  for (let kind = 0; kind < typedNames.length; kind += 1)
    if (typedNames[kind] === name) return kind;
  throw new ChannelError("VALUE_NOT_PLAIN", `${name} has no form on the channel`);
}

/** Writes `{shape, data, stride?, offset?}` row-major; false: it is no tensor, or its parts do not fit together. */
export function writeTensor(value: object, writer: Writer): boolean {
  const tensor = readTensorParts(value);
  if (!tensor) return false;
  const { shape, stride, offset, data, size } = tensor;
  const single = typedName(data) === "Float32Array";
  const values = single ? new Float32Array(size) : new Float64Array(size);
  const index = new Int32Array(shape.length);
  let at = offset;
  for (let position = 0; position < size; position += 1) {
    const item = itemAt(data, at);
    if (typeof item !== "number") return false;
    values[position] = item;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      index[axis] = (index[axis] as number) + 1;
      at += stride[axis] as number;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      at -= (stride[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  writer.byte(tags.tensor);
  writeShape(shape, writer);
  writer.byte(single ? 1 : 0);
  writer.bytes(new Uint8Array(values.buffer));
  return true;
}

/** A tensor as it lies in memory, for tests with views: shape, stride, offset and all of its data. */
export function writeView(value: object, writer: Writer): boolean {
  const tensor = readTensorParts(value);
  if (!tensor || !isTypedArray(tensor.data)) return false;
  writer.byte(tags.view);
  writeShape(tensor.shape, writer);
  for (let axis = 0; axis < tensor.stride.length; axis += 1)
    writer.step(tensor.stride[axis] as number);
  writer.size(tensor.offset);
  writeTyped(tensor.data, writer);
  return true;
}

function writeShape(shape: Int32Array, writer: Writer): void {
  writer.byte(shape.length);
  for (let axis = 0; axis < shape.length; axis += 1) writer.size(shape[axis] as number);
}

interface TensorParts {
  readonly shape: Int32Array;
  readonly stride: Int32Array;
  readonly offset: number;
  readonly data: object;
  readonly size: number;
}

function readTensorParts(value: object): TensorParts | undefined {
  const data = ownValue(value, "data");
  const shape = wholeNumbers(ownValue(value, "shape"));
  if (shape === undefined || typeof data !== "object" || data === null) return undefined;
  refuseProxy(data);
  const length = isTypedArray(data)
    ? kindOf(data) < numberKinds
      ? typedLength(data)
      : -1
    : isArray(data)
      ? data.length
      : -1;
  let size = 1;
  for (let axis = 0; axis < shape.length; axis += 1) size *= shape[axis] as number;
  const given = ownValue(value, "stride");
  const stride = given === undefined ? rowMajor(shape) : wholeNumbers(given);
  const offset = ownValue(value, "offset") ?? 0;
  if (!stride || stride.length !== shape.length || !isInteger(offset)) return undefined;
  if (given === undefined && size !== length) return undefined;
  let low = offset as number;
  let high = low;
  for (let axis = 0; axis < shape.length; axis += 1) {
    const reach = ((shape[axis] as number) - 1) * (stride[axis] as number);
    if (reach < 0) low += reach;
    else high += reach;
  }
  const fits = size === 0 || (low >= 0 && high < length);
  const sensible = length >= 0 && size >= 0 && size * 8 <= channelLimits.frameBytes;
  return fits && sensible ? { shape, stride, offset: offset as number, data, size } : undefined;
}

function rowMajor(shape: Int32Array): Int32Array {
  const stride = new Int32Array(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    stride[axis] = step;
    step *= shape[axis] as number;
  }
  return stride;
}

function itemAt(data: object, at: number): unknown {
  return isTypedArray(data) ? (data as ArrayLike<unknown>)[at] : ownValue(data, at);
}

/** A list or typed array of at most 16 whole numbers of 32 bits. */
function wholeNumbers(value: unknown): Int32Array | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  refuseProxy(value);
  if (!isArray(value) && !isTypedArray(value)) return undefined;
  const length = isTypedArray(value) ? typedLength(value) : value.length;
  if (length > 16) return undefined;
  const numbers = new Int32Array(length);
  for (let at = 0; at < length; at += 1) {
    const item = itemAt(value, at);
    if (!isInteger(item) || (item as number) !== ((item as number) | 0)) return undefined;
    numbers[at] = item as number;
  }
  return numbers;
}
