// Finds the first place where two plain values differ. NaN never equals a number; 0 and −0 are equal.
import { describeKind, isTensorRecord, isTypedArray, readTensor } from "./tensors.ts";
import type { FlatTensor } from "./tensors.ts";

/** The first difference, with enough to write a sentence about it. */
export interface Difference {
  /** Where: indices and keys from the outside in; empty for the value itself. */
  readonly path: readonly (number | string)[];
  readonly got: unknown;
  readonly expected: unknown;
  /** What differs when it is not a value: "the shape", "the keys", "the kind". */
  readonly about: "value" | "shape" | "keys" | "kind" | "length";
  /** How many numbers differ, of how many. */
  readonly count?: number;
  readonly total?: number;
}

/** Largest |got − expected| / max(1, |expected|) that still counts as equal. */
export const float64Tolerance = 1e-9;
/** The same where one side is in 32-bit floats. */
export const float32Tolerance = 1e-5;

/** True when `got` is within `tolerance` of `expected`, relative to max(1, |expected|). */
export function isClose(got: number, expected: number, tolerance: number): boolean {
  if (got === expected) return true;
  if (Number.isNaN(expected)) return Number.isNaN(got);
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return false;
  return Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected));
}

/** Compares two tensors, shape first. */
export function compareTensors(
  got: FlatTensor,
  expected: FlatTensor,
  tolerance: number,
): Difference | undefined {
  if (got.shape.join() !== expected.shape.join()) {
    return { path: [], got: got.shape, expected: expected.shape, about: "shape" };
  }
  let first = -1;
  let count = 0;
  for (let at = 0; at < expected.values.length; at += 1) {
    if (isClose(got.values[at] ?? Number.NaN, expected.values[at] ?? Number.NaN, tolerance))
      continue;
    if (first < 0) first = at;
    count += 1;
  }
  if (first < 0) return undefined;
  return {
    path: indexOf(first, expected.shape),
    got: got.values[first],
    expected: expected.values[first],
    about: "value",
    count,
    total: expected.values.length,
  };
}

/** Compares any two plain values: numbers, text, lists, records, Maps, tensors. `tolerance` 0 means exactly. */
export function compareValues(
  got: unknown,
  expected: unknown,
  tolerance: number,
  path: readonly (number | string)[] = [],
): Difference | undefined {
  const differs = (about: Difference["about"], left = got, right = expected): Difference => ({
    path,
    got: left,
    expected: right,
    about,
  });
  if (typeof expected === "number" && typeof got === "number") {
    return isClose(got, expected, tolerance) ? undefined : differs("value");
  }
  if (
    isTensorRecord(expected) ||
    isTypedArray(expected) ||
    isTensorRecord(got) ||
    isTypedArray(got)
  ) {
    return compareAsTensors(got, expected, tolerance, path);
  }
  if (Array.isArray(expected) && Array.isArray(got)) {
    if (expected.length !== got.length) return differs("length", got.length, expected.length);
    return firstOf(expected.keys(), (at) =>
      compareValues(got[at], expected[at], tolerance, [...path, at]),
    );
  }
  if (expected instanceof Map && got instanceof Map) {
    return compareEntries(got, expected, tolerance, path);
  }
  if (isRecord(expected) && isRecord(got)) {
    return compareEntries(entriesOf(got), entriesOf(expected), tolerance, path);
  }
  if (kindOf(got) !== kindOf(expected)) return differs("kind");
  return Object.is(got, expected) ? undefined : differs("value");
}

function compareAsTensors(
  got: unknown,
  expected: unknown,
  tolerance: number,
  path: readonly (number | string)[],
): Difference | undefined {
  const left = readTensor(got);
  const right = readTensor(expected);
  if ("fault" in left || "fault" in right) return { path, got, expected, about: "kind" };
  const found = compareTensors(left, right, tolerance);
  return found && { ...found, path: [...path, ...found.path] };
}

function compareEntries(
  got: ReadonlyMap<unknown, unknown>,
  expected: ReadonlyMap<unknown, unknown>,
  tolerance: number,
  path: readonly (number | string)[],
): Difference | undefined {
  const names = (map: ReadonlyMap<unknown, unknown>): string[] =>
    [...map.keys()].map(String).toSorted();
  if (names(got).join("\0") !== names(expected).join("\0")) {
    return { path, got: names(got), expected: names(expected), about: "keys" };
  }
  return firstOf(expected, ([key, value]) =>
    compareValues(got.get(key), value, tolerance, [...path, String(key)]),
  );
}

function firstOf<Item>(
  items: Iterable<Item>,
  compare: (item: Item) => Difference | undefined,
): Difference | undefined {
  for (const item of items) {
    const found = compare(item);
    if (found) return found;
  }
  return undefined;
}

const entriesOf = (record: object): Map<string, unknown> => new Map(Object.entries(record));
const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);
const kindOf = (value: unknown): string =>
  typeof value === "object" ? describeKind(value) : typeof value;

/** Index per axis of a flat row-major position. */
function indexOf(position: number, shape: readonly number[]): number[] {
  const index = shape.map(() => 0);
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const size = shape[axis] ?? 1;
    index[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return index;
}
