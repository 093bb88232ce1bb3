// What a function was given, as a row-major tensor that its inner loop can trust.
import { tensor } from "./create.ts";
import { isTensor, notATensor } from "./is-tensor.ts";
import { contiguous } from "./views.ts";
import type { Nested, Tensor, TensorLike } from "./types.ts";

/**
 * A tensor from what a function of the library was given: views become row-major, nested lists become tensors.
 *
 * @throws OptionError NOT_A_TENSOR; ShapeError RAGGED
 * @example asTensor([[1, 2]]).shape // [1, 2]
 */
export function asTensor(value: TensorLike, who = "asTensor", name = "the argument"): Tensor {
  if (isTensor(value)) return contiguous(value);
  if (Array.isArray(value)) return tensor(value as readonly Nested[]);
  throw notATensor(who, name, value);
}
