// Is it a tensor, and what to say if not.
import { OptionError } from "../../core/index.ts";
import type { Tensor } from "./types.ts";

/**
 * True for an ndarray over 64- or 32-bit floats.
 *
 * @example isTensor([1, 2]) // false
 */
export function isTensor(value: unknown): value is Tensor {
  if (typeof value !== "object" || value === null) return false;
  const { data, shape, stride, offset } = value as Partial<Tensor>;
  return (
    (data instanceof Float64Array || data instanceof Float32Array) &&
    Array.isArray(shape) &&
    Array.isArray(stride) &&
    typeof offset === "number"
  );
}

/** The refusal of what is no tensor. */
export function notATensor(who: string, name: string, value: unknown): OptionError {
  return new OptionError({
    code: "NOT_A_TENSOR",
    summary: `${who}: ${name} is not a tensor.`,
    given: `${name}: ${describe(value)}`,
    expected: "a tensor of float64 or float32, or numbers in nested lists",
    fix: "make one: tensor([[1, 2], [3, 4]]), or fromArray(numbers, shape)",
  });
}

/** Refuses what is no tensor, for functions that take no lists. */
export function checkTensor(who: string, value: Tensor): void {
  if (!isTensor(value)) throw notATensor(who, "the argument", value);
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const data: unknown = (value as { data?: unknown }).data;
  const inside = ArrayBuffer.isView(data) ? ` over ${data.constructor.name}` : "";
  return `${value.constructor?.name ?? "an object"}${inside}`;
}
