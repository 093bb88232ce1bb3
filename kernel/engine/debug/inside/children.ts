// The parts of a value, opened one level at a time: rows of a tensor, entries of a map, fields of an object.
import { types } from "node:util";
import { numbersOf } from "./numbers.ts";
import type { Held, Part } from "./references.ts";

/** A part: its value, or the text that stands for one that is not read. */
export type Child =
  | { readonly name: string; readonly value: unknown }
  | { readonly name: string; readonly text: string; readonly type: string }
  /** A stretch of a long list, to be opened on its own. */
  | { readonly name: string; readonly of: object; readonly part: Part };

/** A list longer than this is opened in stretches: a page that asks for all of it gets a hundred lines. */
const longest = 100;

/** True when there is something to open. */
export function hasChildren(value: object): boolean {
  if (types.isProxy(value)) return false;
  if (value instanceof Date || value instanceof RegExp || value instanceof Promise) return false;
  if (listOf(value).length > 0) return true;
  return fieldNames(value).length > 0;
}

/** The parts of what is held; with `part` only those of that stretch. */
export function childrenOf({ value, part }: Held): Child[] {
  const list = listOf(value);
  const from = part?.start ?? 0;
  const to = Math.min(part?.end ?? list.length, list.length);
  const items =
    to - from > longest
      ? stretches(value, from, to)
      : Array.from({ length: to - from }, (_, index) => list.at(from + index));
  return part === undefined ? [...fields(value, list.skips), ...items] : items;
}

/** The parts from `start` on, `count` of them, in no stretches: for a page that reads in pieces itself. */
export function sliceOf({ value }: Held, start: number, count: number): Child[] {
  const list = listOf(value);
  const to = Math.min(start + Math.min(count, 10 * longest), list.length);
  return Array.from({ length: Math.max(0, to - start) }, (_, index) => list.at(start + index));
}

interface List {
  readonly length: number;
  readonly at: (index: number) => Child;
  /** Fields that the list shows already. */
  readonly skips: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

function listOf(value: object): List {
  const numbers = numbersOf(value);
  if (numbers?.isTensor === true) return rowsOf(value, numbers.shape);
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const array = value as ArrayLike<unknown>;
    return {
      length: array.length,
      at: (index) => ({ name: `[${index}]`, value: array[index] }),
      skips: new Set(["length"]),
    };
  }
  if (value instanceof Map) return entriesOf([...value]);
  if (value instanceof Set) {
    const items = [...value];
    return {
      length: items.length,
      at: (index) => ({ name: `[${index}]`, value: items[index] }),
      skips: none,
    };
  }
  return { length: 0, at: (index) => ({ name: `[${index}]`, value: undefined }), skips: none };
}

function entriesOf(entries: readonly (readonly [unknown, unknown])[]): List {
  return {
    length: entries.length,
    at: (index) => {
      const [key, value] = entries[index] ?? [];
      const isPlain = typeof key === "string" || typeof key === "number";
      return isPlain
        ? { name: JSON.stringify(key), value }
        : { name: `[${index}]`, value: { key, value } };
    },
    skips: none,
  };
}

/** `[i]` of a tensor is the tensor of its other axes: a view, nothing is copied. */
function rowsOf(value: object, shape: readonly number[]): List {
  const { stride, offset, data } = value as { stride: number[]; offset: number; data: number[] };
  const at = (index: number): Child => {
    const start = offset + index * (stride[0] ?? 0);
    return {
      name: `[${index}]`,
      value:
        shape.length === 1
          ? data[start]
          : { shape: shape.slice(1), stride: stride.slice(1), offset: start, data },
    };
  };
  return { length: shape[0] ?? 0, at, skips: new Set(["stride", "offset", "data"]) };
}

function stretches(of: object, from: number, to: number): Child[] {
  let size = longest;
  while ((to - from) / size > longest) size *= longest;
  const found: Child[] = [];
  for (let start = from; start < to; start += size) {
    const end = Math.min(start + size, to);
    found.push({ name: `[${start} … ${end - 1}]`, of, part: { start, end } });
  }
  return found;
}

function fieldNames(value: object): (string | symbol)[] {
  try {
    const isList = Array.isArray(value) || ArrayBuffer.isView(value);
    return Reflect.ownKeys(value).filter((key) => !(isList && /^(\d+|length)$/u.test(String(key))));
  } catch (error) {
    void error; // a revoked proxy, or a trap of the user's that threw: nothing to open
    return [];
  }
}

function fields(value: object, skips: ReadonlySet<string>): Child[] {
  const names = fieldNames(value).filter((key) => !skips.has(String(key)));
  const shown = names.slice(0, 10 * longest).map((key): Child => {
    const name = typeof key === "symbol" ? `[${String(key)}]` : key;
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor === undefined || "value" in descriptor)
      return { name, value: descriptor?.value };
    return { name, text: "(getter)", type: "accessor" }; // reading it would run the user's code
  });
  const left = names.length - shown.length;
  return left > 0 ? [...shown, { name: "…", text: `${left} more fields`, type: "" }] : shown;
}
