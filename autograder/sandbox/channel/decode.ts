// Bytes to plain data. Believes nothing of what it reads; the result holds no functions, getters or proxies.
import ndarray from "ndarray";
import type { NdArray } from "ndarray";
import { ChannelError, channelLimits } from "./limits.ts";
import { Reader } from "./reader.ts";
import { Opaque, tags, typedKinds } from "./tags.ts";

/** What stands for handles and callbacks on this side. */
export interface DecodeMarks {
  handle(id: number, path: readonly (string | number)[]): unknown;
  callback(id: number): unknown;
}

const { defineProperty } = Object;
const { isSafeInteger } = Number;

/**
 * The value of bytes.
 *
 * @throws ChannelError VALUE_MALFORMED, VALUE_TOO_DEEP, VALUE_TOO_LARGE
 */
export function decode(bytes: Uint8Array, marks?: DecodeMarks): unknown {
  const reader = new Reader(bytes);
  const value = new Decoder(reader, marks).read(0);
  if (reader.left > 0) throw new ChannelError("VALUE_MALFORMED", "more data than one value");
  return value;
}

class Decoder {
  readonly #reader: Reader;
  readonly #marks: DecodeMarks | undefined;
  #items = 0;

  constructor(reader: Reader, marks: DecodeMarks | undefined) {
    this.#reader = reader;
    this.#marks = marks;
  }

  read(depth: number): unknown {
    const reader = this.#reader;
    if (depth > channelLimits.depth + 1) {
      throw new ChannelError("VALUE_TOO_DEEP", "data nested too deep");
    }
    switch (reader.byte()) {
      case tags.undefined:
        return undefined;
      case tags.null:
        return null;
      case tags.false:
        return false;
      case tags.true:
        return true;
      case tags.number:
        return reader.number();
      case tags.string:
        return reader.text();
      case tags.bigint:
        return readBigint(reader.text());
      case tags.list:
        return this.#list(depth);
      case tags.record:
        return this.#record(depth);
      case tags.map:
        return this.#map(depth);
      case tags.set:
        return this.#set(depth);
      case tags.typed:
        return readTyped(reader);
      case tags.tensor:
        return readTensor(reader);
      case tags.view:
        return readView(reader);
      case tags.handle:
        return this.#handle();
      case tags.callback:
        return this.#expectMarks().callback(reader.size());
      case tags.opaque:
        return new Opaque(reader.text());
      default:
        throw new ChannelError("VALUE_MALFORMED", "data of an unknown kind");
    }
  }

  #count(): number {
    const count = this.#reader.count();
    this.#items += count;
    if (this.#items > channelLimits.items) {
      throw new ChannelError("VALUE_TOO_LARGE", `more than ${channelLimits.items} values`);
    }
    return count;
  }

  /** Filled by definition, not by assignment: a setter on Array.prototype never runs. */
  #list(depth: number): unknown[] {
    const count = this.#count();
    const list: unknown[] = [];
    for (let at = 0; at < count; at += 1) define(list, at, this.read(depth + 1));
    return list;
  }

  #record(depth: number): object {
    const count = this.#count();
    const record = {};
    for (let at = 0; at < count; at += 1) {
      const name = this.#reader.text();
      define(record, name, this.read(depth + 1));
    }
    return record;
  }

  #map(depth: number): Map<unknown, unknown> {
    const count = this.#count();
    const map = new Map<unknown, unknown>();
    for (let at = 0; at < count; at += 1) {
      const key = this.read(depth + 1);
      map.set(key, this.read(depth + 1));
    }
    return map;
  }

  #set(depth: number): Set<unknown> {
    const count = this.#count();
    const set = new Set<unknown>();
    for (let at = 0; at < count; at += 1) set.add(this.read(depth + 1));
    return set;
  }

  #handle(): unknown {
    const id = this.#reader.size();
    const path = this.read(channelLimits.depth) as readonly (string | number)[];
    return this.#expectMarks().handle(id, path);
  }

  #expectMarks(): DecodeMarks {
    if (this.#marks) return this.#marks;
    throw new ChannelError("VALUE_MALFORMED", "a handle or a callback where only data may stand");
  }
}

function define(target: object, key: string | number, value: unknown): void {
  defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function readBigint(text: string): bigint {
  if (text.length > 10_000 || !/^-?\d+$/.test(text)) {
    throw new ChannelError("VALUE_MALFORMED", "a bigint that is no number");
  }
  return BigInt(text);
}

function readTyped(reader: Reader): ArrayBufferView & ArrayLike<number | bigint> {
  const kind = typedKinds[reader.byte()];
  const bytes = reader.bytes();
  if (!kind || bytes.byteLength % kind.BYTES_PER_ELEMENT) {
    throw new ChannelError("VALUE_MALFORMED", "a typed array of an unknown kind or length");
  }
  return new kind(bytes);
}

function readShape(reader: Reader): number[] {
  const shape: number[] = [];
  for (let left = reader.byte(); left > 0; left -= 1) define(shape, shape.length, reader.size());
  return shape;
}

function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis += 1) size *= shape[axis] ?? 0;
  if (!isSafeInteger(size)) throw new ChannelError("VALUE_MALFORMED", "a tensor without end");
  return size;
}

function readTensor(reader: Reader): NdArray<Float64Array> | NdArray<Float32Array> {
  const shape = readShape(reader);
  const single = reader.byte() === 1;
  const bytes = reader.bytes();
  if (bytes.byteLength !== sizeOf(shape) * (single ? 4 : 8)) {
    throw new ChannelError("VALUE_MALFORMED", "a tensor whose shape and data do not fit");
  }
  return single ? ndarray(new Float32Array(bytes), shape) : ndarray(new Float64Array(bytes), shape);
}

function readView(reader: Reader): unknown {
  const shape = readShape(reader);
  const stride: number[] = [];
  for (let axis = 0; axis < shape.length; axis += 1) define(stride, axis, reader.step());
  const offset = reader.size();
  const data = readTyped(reader);
  let low = offset;
  let high = offset;
  for (let axis = 0; axis < shape.length; axis += 1) {
    const reach = ((shape[axis] ?? 1) - 1) * (stride[axis] ?? 0);
    if (reach < 0) low += reach;
    else high += reach;
  }
  if (sizeOf(shape) > 0 && (low < 0 || high >= data.length)) {
    throw new ChannelError("VALUE_MALFORMED", "a view beyond its data");
  }
  return ndarray(data as unknown as Float64Array, shape, stride, offset);
}
