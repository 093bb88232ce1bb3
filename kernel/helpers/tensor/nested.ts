// Between nested lists and flat numbers.
import { OptionError, ShapeError } from "../../core/index.ts";
import { contiguous } from "./views.ts";
import type { Nested, Tensor } from "./types.ts";

/** Reads nested lists flat, in row-major order. */
export function flatten(values: Nested): { shape: number[]; numbers: number[] } {
  const shape: number[] = [];
  for (let level: Nested | undefined = values; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
  }
  const numbers: number[] = [];
  collect(values, shape, [], numbers);
  return { shape, numbers };
}

function collect(item: Nested, shape: readonly number[], at: number[], into: number[]): void {
  const size = shape[at.length];
  if (size === undefined && typeof item === "number") {
    into.push(item);
    return;
  }
  if (Array.isArray(item) && item.length === size) {
    for (const [i, inner] of item.entries()) collect(inner, shape, [...at, i], into);
    return;
  }
  const place = at.map((i) => `[${i}]`).join("") || "the value itself";
  if (Array.isArray(item) || typeof item === "number") {
    throw new ShapeError({
      code: "RAGGED",
      summary: "tensor: the lists are not all equally long.",
      given: `${place} is ${Array.isArray(item) ? `a list of ${item.length}` : `the number ${item}`}`,
      expected: size === undefined ? "a number there" : `a list of ${size} there`,
      fix: "give every row the same number of entries",
      details: { place: at },
    });
  }
  throw new OptionError({
    code: "NOT_A_NUMBER",
    summary: "tensor: something in the lists is not a number.",
    given: `${place} is ${String(item)} (${typeof item})`,
    expected: "numbers in nested lists, for example [[1, 2], [3, 4]]",
    fix: "put a number there; text becomes one with Number(text)",
    details: { place: at },
  });
}

/**
 * The tensor as nested lists; a number for rank 0.
 *
 * @example toNested(tensor([[1, 2], [3, 4]])) // [[1, 2], [3, 4]]
 */
export function toNested(t: Tensor): Nested {
  const { data, shape } = contiguous(t);
  let at = 0;
  const level = (axis: number): Nested => {
    if (axis === shape.length) {
      at += 1;
      return data[at - 1] ?? Number.NaN;
    }
    return Array.from({ length: shape[axis] ?? 0 }, () => level(axis + 1));
  };
  return level(0);
}
