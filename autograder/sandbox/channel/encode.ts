// Plain data to bytes. What has no plain form is refused (getters, proxies, cycles) or stands as Opaque (functions).
import { types } from "node:util";
import { ChannelError, channelLimits } from "./limits.ts";
import { writeTensor, writeTyped } from "./encode-tensor.ts";
import { getterOf, ownKeys, ownValue, refuseProxy } from "./own.ts";
import { Opaque, tags } from "./tags.ts";
import { Writer } from "./writer.ts";

/** Writes a value that the codec does not know; false leaves it to the codec. */
export type EncodeMark = (value: object, writer: Writer) => boolean;

const { isArray } = Array;
const { apply } = Reflect;
// oxlint-disable-next-line typescript/unbound-method -- called with its Map by Reflect.apply
const { forEach: mapForEach } = Map.prototype;
// oxlint-disable-next-line typescript/unbound-method -- called with its Set by Reflect.apply
const { forEach: setForEach } = Set.prototype;
const mapSize = getterOf<number>(Map.prototype, "size");
const setSize = getterOf<number>(Set.prototype, "size");
const { isMap, isSet, isPromise, isDate, isRegExp, isTypedArray, isAnyArrayBuffer, isDataView } =
  types;

/**
 * Bytes of a value.
 *
 * @throws ChannelError VALUE_NOT_PLAIN, VALUE_TOO_DEEP (a cycle too), VALUE_TOO_LARGE
 */
export function encode(value: unknown, mark?: EncodeMark): Uint8Array {
  const writer = new Writer();
  new Encoder(writer, mark).write(value, 0);
  return writer.done();
}

class Encoder {
  readonly #writer: Writer;
  readonly #mark: EncodeMark | undefined;
  #items = 0;

  constructor(writer: Writer, mark: EncodeMark | undefined) {
    this.#writer = writer;
    this.#mark = mark;
  }

  write(value: unknown, depth: number): void {
    const writer = this.#writer;
    switch (typeof value) {
      case "undefined":
        return writer.byte(tags.undefined);
      case "boolean":
        return writer.byte(value ? tags.true : tags.false);
      case "number":
        writer.byte(tags.number);
        return writer.number(value);
      case "string":
        writer.byte(tags.string);
        return writer.text(value);
      case "bigint":
        writer.byte(tags.bigint);
        return writer.text(`${value}`);
      case "function":
      case "symbol":
        return this.#opaque(typeof value);
      case "object":
        if (value === null) return writer.byte(tags.null);
        return this.#object(value, depth);
    }
  }

  #opaque(description: string): void {
    this.#writer.byte(tags.opaque);
    this.#writer.text(description);
  }

  #object(value: object, depth: number): void {
    refuseProxy(value);
    if (depth > channelLimits.depth) {
      throw new ChannelError("VALUE_TOO_DEEP", "it contains itself, or is nested too deep");
    }
    if (this.#mark?.(value, this.#writer)) return;
    if (isArray(value)) return this.#list(value, depth);
    if (isTypedArray(value)) return this.#typed(value);
    if (isMap(value)) return this.#map(value, depth);
    if (isSet(value)) return this.#set(value, depth);
    if (value instanceof Opaque) return this.#opaque(value.description);
    if (isPromise(value)) return this.#opaque("promise");
    if (isDate(value)) return this.#opaque("Date");
    if (isRegExp(value)) return this.#opaque("RegExp");
    if (isAnyArrayBuffer(value) || isDataView(value)) return this.#opaque("ArrayBuffer");
    if (writeTensor(value, this.#writer)) return;
    this.#record(value, depth);
  }

  #count(count: number): void {
    this.#items += count;
    if (this.#items > channelLimits.items) {
      throw new ChannelError("VALUE_TOO_LARGE", `more than ${channelLimits.items} values`);
    }
    this.#writer.size(count);
  }

  #list(list: object, depth: number): void {
    const length = ownValue(list, "length") as number;
    this.#writer.byte(tags.list);
    this.#count(length);
    for (let at = 0; at < length; at += 1) this.write(ownValue(list, at), depth + 1);
  }

  #record(record: object, depth: number): void {
    const names = ownKeys(record);
    this.#writer.byte(tags.record);
    this.#count(names.length);
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] as string;
      this.#writer.text(name);
      this.write(ownValue(record, name), depth + 1);
    }
  }

  #map(map: object, depth: number): void {
    this.#writer.byte(tags.map);
    this.#count(mapSize(map));
    const entry = (item: unknown, key: unknown): void => {
      this.write(key, depth + 1);
      this.write(item, depth + 1);
    };
    apply(mapForEach, map, [entry]);
  }

  #set(set: object, depth: number): void {
    this.#writer.byte(tags.set);
    this.#count(setSize(set));
    apply(setForEach, set, [(item: unknown): void => this.write(item, depth + 1)]);
  }

  #typed(array: object): void {
    this.#writer.byte(tags.typed);
    writeTyped(array, this.#writer);
  }
}
