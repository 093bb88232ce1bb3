// Moving numbers: padding, flipping, turning.
import { OptionError } from "../../core/index.ts";
import { asTensor } from "./accept.ts";
import { wrap } from "./create.ts";
import { allocate, checkAxis, checkShape, commonDtype, rowMajor, sizeOf } from "./shape.ts";
import { copy } from "./views.ts";
import type { FloatArray, Tensor, TensorLike } from "./types.ts";

/** What stands in the padding: a constant, or the tensor repeated as on a torus. */
export type PadMode = "constant" | "circular";

/**
 * The tensor with extra numbers around it.
 *
 * @param a      any rank
 * @param widths `[before, after]` per axis, whole and ≥ 0
 * @param options value (default 0), or mode 'circular': what leaves on one side comes in on the other
 * @throws OptionError PAD_WIDTHS
 * @example pad([1, 2], [[1, 2]]).data // Float64Array [0, 1, 2, 0, 0]
 * @example pad([1, 2, 3], [[1, 1]], { mode: "circular" }).data // Float64Array [3, 1, 2, 3, 1]
 */
export function pad(
  a: TensorLike,
  widths: readonly (readonly [before: number, after: number])[],
  options: { readonly value?: number; readonly mode?: PadMode } = {},
): Tensor {
  const t = asTensor(a, "pad", "a");
  checkWidths(widths, t, options.mode ?? "constant");
  const before = widths.map(([first]) => first);
  const shape = t.shape.map(
    (size, axis) => size + (widths[axis]?.[0] ?? 0) + (widths[axis]?.[1] ?? 0),
  );
  checkShape("pad", shape);
  const made = allocate(sizeOf(shape), commonDtype(t)).fill(options.value ?? 0);
  const from = rowMajor(t.shape);
  const to = rowMajor(shape);
  const circular = options.mode === "circular";
  // From this axis on nothing is added: such a block is copied in one piece, the channels of an image above all.
  const untouched = widths.findLastIndex(([first, last]) => first + last > 0) + 1;
  const block = sizeOf(shape.slice(untouched));
  // Walks the result axis by axis; outside the tensor a line stays as it is, or comes from the other side.
  const walk = (axis: number, source: number, target: number): void => {
    if (axis === untouched) {
      copyBlock(t.data, source, made, target, block);
      return;
    }
    if (axis === untouched - 1 && !circular) {
      const inside = (t.shape[axis] ?? 0) * block;
      copyBlock(t.data, source, made, target + (before[axis] ?? 0) * block, inside);
      return;
    }
    const size = t.shape[axis] ?? 0;
    for (let i = 0; i < (shape[axis] ?? 0); i += 1) {
      let inside = i - (before[axis] ?? 0);
      if (circular) inside = ((inside % size) + size) % size;
      if (inside < 0 || inside >= size) continue;
      walk(axis + 1, source + inside * (from[axis] ?? 1), target + i * (to[axis] ?? 1));
    }
  };
  walk(0, 0, 0);
  return wrap(made, shape);
}

/** Below this many numbers a loop is faster than a call of `set`. */
const worthACall = 48;

function copyBlock(
  from: FloatArray,
  source: number,
  to: FloatArray,
  target: number,
  count: number,
): void {
  if (count >= worthACall) {
    to.set(from.subarray(source, source + count), target);
    return;
  }
  for (let i = 0; i < count; i += 1) to[target + i] = from[source + i] ?? Number.NaN;
}

function checkWidths(
  widths: readonly (readonly [number, number])[],
  t: Tensor,
  mode: PadMode,
): void {
  const given: unknown = widths;
  const listed = Array.isArray(given) && given.every((pair) => Array.isArray(pair));
  const whole = listed && widths.flat().every((width) => Number.isInteger(width) && width >= 0);
  const empty = mode === "circular" && t.size === 0;
  if (widths.length === t.shape.length && whole && !empty) return;
  throw new OptionError({
    code: "PAD_WIDTHS",
    summary: empty
      ? "pad: an empty tensor has nothing to repeat."
      : "pad: the widths do not say how much to add on each side.",
    given: `widths ${JSON.stringify(widths)} for a tensor of shape [${t.shape.join(", ")}]`,
    expected: `${t.shape.length} pairs [before, after] of whole numbers ≥ 0`,
    fix: "one pair per axis, for example [[1, 1], [1, 1]] for an image of rank 2",
  });
}

/**
 * The tensor in reverse order along some axes (all, if none is named); a copy.
 *
 * @throws OptionError NO_SUCH_AXIS
 * @example flip([[1, 2], [3, 4]], [1]).data // Float64Array [2, 1, 4, 3]
 */
export function flip(a: TensorLike, axes?: readonly number[]): Tensor {
  const t = asTensor(a, "flip", "a");
  const chosen = (axes ?? t.shape.map((_, axis) => axis)).map((axis) =>
    checkAxis("flip", axis, t.shape),
  );
  const steps = t.shape.map((_, axis) => (chosen.includes(axis) ? -1 : 1));
  return copy(t.step(...steps));
}
