// Values as a student would write them, short enough for one line of a message.
import { markOf, markSymbol } from "./host.ts";
import type { Callback, Handle, View } from "./host.ts";
import { isTensorRecord, isTypedArray, readTensor } from "./tensors.ts";
import type { FlatTensor } from "./tensors.ts";

/** Longest text of one value in a message. */
const limit = 160;

/** A value in one line: `[[1, 2], [3, 4]]`, `"valid"`, `{stride: 2}`; long ones are cut with their size. */
export function formatValue(value: unknown): string {
  const text = write(value, 0);
  if (text.length <= limit) return text;
  const flat = isTensorRecord(value) || Array.isArray(value) ? readTensor(value) : { fault: "" };
  if ("fault" in flat) return `${text.slice(0, limit)} …`;
  return `${text.slice(0, limit)} … (shape [${flat.shape.join(", ")}])`;
}

/** `convolve1d([1, 2, 3], [1, 0], "valid")` */
export function formatCall(name: string, args: readonly unknown[]): string {
  return `${name}(${args.map(formatValue).join(", ")})`;
}

/** `[0, 2]` for numbers, `.gradInput[0]` for mixed paths; empty for the value itself. */
export function formatPath(path: readonly (number | string)[]): string {
  if (path.every((part) => typeof part === "number"))
    return path.length ? `[${path.join(", ")}]` : "";
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
}

/** A number as JavaScript writes it, with −0 told apart. */
function formatNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function write(value: unknown, depth: number): string {
  if (depth > 4) return "…";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string")
    return JSON.stringify(value.length > limit ? value.slice(0, limit) : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `function ${value.name || "(unnamed)"}`;
  if (typeof value !== "object" || value === null) return String(value);
  const mark = markOf(value);
  if (mark) return writeMark(mark);
  if (isTensorRecord(value) || isTypedArray(value)) {
    const flat = readTensor(value);
    return "fault" in flat ? `(${flat.fault})` : writeFlat(flat);
  }
  return writeCollection(value, depth);
}

/** What stays elsewhere, in a word. */
function writeMark(mark: Handle | Callback | View): string {
  switch (mark[markSymbol]) {
    case "callback":
      return "a function";
    case "handle":
      return ["what it gave", ...mark.path].join(".");
    case "view":
      return formatValue(mark.tensor);
  }
}

function writeCollection(value: object, depth: number): string {
  const inner = (item: unknown): string => write(item, depth + 1);
  if (Array.isArray(value)) return `[${cut(value, inner)}]`;
  if (value instanceof Map) {
    return `Map {${cut([...value], ([key, item]) => `${inner(key)} → ${inner(item)}`)}}`;
  }
  return `{${cut(Object.entries(value), ([key, item]) => `${key}: ${inner(item)}`)}}`;
}

function cut<Item>(items: readonly Item[], show: (item: Item) => string): string {
  const shown = items.slice(0, limit).map(show).join(", ");
  return items.length > limit ? `${shown}, …` : shown;
}

function writeFlat({ shape, values }: FlatTensor): string {
  if (shape.length === 0) return formatNumber(values[0] ?? Number.NaN);
  let position = 0;
  const level = (axis: number): string => {
    const size = shape[axis] ?? 0;
    const parts: string[] = [];
    for (let at = 0; at < size; at += 1) {
      // Enough is written: the caller cuts the rest.
      if (position > limit) break;
      parts.push(
        axis === shape.length - 1
          ? formatNumber(values[position++] ?? Number.NaN)
          : level(axis + 1),
      );
    }
    return `[${parts.join(", ")}]`;
  };
  return level(0);
}
