// What a function was given, as a row-major tensor that its inner loop can trust.
import { OptionError } from "../../core/index.ts";
import { tensor } from "./create.ts";
import { contiguous } from "./views.ts";
import type { Nested, Tensor, TensorLike } from "./types.ts";

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

/**
 * A tensor from what a function of the library was given: views become row-major, nested lists become tensors.
 *
 * @throws OptionError NOT_A_TENSOR; ShapeError RAGGED
 * @example asTensor([[1, 2]]).shape // [1, 2]
 */
export function asTensor(value: TensorLike, who = "asTensor", name = "the argument"): Tensor {
  if (isTensor(value)) return contiguous(value);
  if (Array.isArray(value)) return tensor(value as readonly Nested[]);
  throw new OptionError({
    code: "NOT_A_TENSOR",
    summary: `${who}: ${name} is not a tensor.`,
    given: `${name}: ${describe(value)}`,
    expected: "a tensor of float64 or float32, or numbers in nested lists",
    fix: "make one: tensor([[1, 2], [3, 4]]), or fromArray(numbers, shape)",
  });
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const data: unknown = (value as { data?: unknown }).data;
  const inside = ArrayBuffer.isView(data) ? ` over ${data.constructor.name}` : "";
  return `${value.constructor?.name ?? "an object"}${inside}`;
}
