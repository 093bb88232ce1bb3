// A value in one short line for a tooltip, without running any code of the user's: no getters, no proxies, no toString.
import { types } from "node:util";

const mostItems = 8;
const longestText = 60; // characters

/** Stands for what only a getter could tell. */
const unread = Symbol("unread");

/** The value as one would write it, or undefined where only its code could tell. */
export function peek(value: unknown): string | undefined {
  return typeof value === "function" || types.isProxy(value) ? undefined : short(value, 1);
}

/** @param depth levels of lists and objects that are opened */
function short(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > longestText ? `${value.slice(0, longestText)}…` : value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return value === unread ? "(getter)" : "Symbol()";
    case "function":
      return "ƒ";
    case "object":
      return value === null ? "null" : shortObject(value, depth);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    default:
      return String(value);
  }
}

function shortObject(value: object, depth: number): string {
  if (types.isProxy(value)) return "Proxy";
  if (Array.isArray(value)) {
    const length = Number(own(value, "length"));
    if (depth < 0) return `Array(${length})`;
    const count = Math.min(length, mostItems);
    const items = Array.from({ length: count }, (_, index) => short(own(value, index), depth - 1));
    return `[${[...items, ...more(length - count)].join(", ")}]`;
  }
  if (types.isTypedArray(value)) return shortTypedArray(value);
  if (types.isMap(value)) return "Map {…}";
  if (types.isSet(value)) return "Set {…}";
  if (types.isPromise(value)) return "Promise {…}";
  if (types.isDate(value)) return "Date";
  const shape = own(value, "shape");
  const data = own(value, "data");
  if (Array.isArray(shape) && types.isTypedArray(data))
    return `tensor ${short(shape, 0)} of ${types.isFloat32Array(data) ? "float32" : "float64"}`;
  const name = className(value);
  const start = name === undefined ? "" : `${name} `;
  if (depth < 0) return `${start}{…}`;
  const keys = Object.keys(value);
  const shown = keys
    .slice(0, mostItems)
    .map((key) => `${key}: ${short(own(value, key), depth - 1)}`);
  const parts = [...shown, ...more(keys.length - shown.length)];
  return parts.length === 0 ? `${start}{}` : `${start}{ ${parts.join(", ")} }`;
}

function shortTypedArray(value: NodeJS.TypedArray): string {
  const { length } = value;
  const items = Array.from(value.subarray(0, mostItems), String);
  return `${typeName(value)}(${length}) [${[...items, ...more(length - items.length)].join(", ")}]`;
}

function typeName(value: NodeJS.TypedArray): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

function more(count: number): string[] {
  return count > 0 ? [`… ${count} more`] : [];
}

/** An own property that holds a value; a getter counts as unknown. */
function own(value: object, key: string | number): unknown {
  const property = Object.getOwnPropertyDescriptor(value, key);
  if (property === undefined) return undefined;
  return "value" in property ? property.value : unread;
}

/** The name of an object's class; undefined for a plain object. */
function className(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype || typeof prototype !== "object")
    return undefined;
  if (types.isProxy(prototype)) return undefined;
  const constructor = own(prototype, "constructor");
  if (typeof constructor !== "function" || types.isProxy(constructor)) return undefined;
  const name = own(constructor, "name");
  return typeof name === "string" && name !== "Object" ? name : undefined;
}
