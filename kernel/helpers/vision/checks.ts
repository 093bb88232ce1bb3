// What the functions of this door accept.
import { OptionError, ShapeError } from "../../core/index.ts";
import {
  asTensor,
  checkNumber,
  checkRank,
  formatShape,
  type Tensor,
  type TensorLike,
} from "../tensor/index.ts";

/** A box in pixels, rows first as images are: [top, left, bottom, right]; bottom and right are where it ends. */
export type Box = readonly [top: number, left: number, bottom: number, right: number];

/** Refuses a box with NaN, infinity or its corners exchanged. */
export function checkBox(who: string, name: string, box: readonly number[]): Box {
  const [top = Number.NaN, left = Number.NaN, bottom = Number.NaN, right = Number.NaN] = box;
  const whole = box.length === 4 && [top, left, bottom, right].every(Number.isFinite);
  if (whole && bottom >= top && right >= left) return [top, left, bottom, right];
  throw new OptionError({
    code: "BAD_BOX",
    summary: `${who}: ${name} is not a box.`,
    given: `[${box.join(", ")}]`,
    expected: "[top, left, bottom, right], finite, bottom ≥ top and right ≥ left",
    fix: "exchange the corners, or look where a number was lost",
  });
}

/** A list of boxes [N, 4]; N may be 0. */
export function asBoxes(who: string, name: string, boxes: TensorLike): Box[] {
  const t = asTensor(boxes, who, name);
  if (t.size === 0) return [];
  checkRank(who, name, t.shape, ["N", "4"]);
  const [count = 0, width = 0] = t.shape;
  return Array.from({ length: count }, (_, i) =>
    checkBox(who, `${name} ${i}`, [...t.data.subarray(i * width, (i + 1) * width)]),
  );
}

/** A tensor of the given axes without NaN. */
export function asFinite(
  who: string,
  name: string,
  value: TensorLike,
  axes: readonly string[],
): Tensor {
  const t = asTensor(value, who, name);
  checkRank(who, name, t.shape, axes);
  const wrong = t.data.findIndex((number) => !Number.isFinite(number));
  if (wrong < 0) return t;
  throw new OptionError({
    code: "NOT_FINITE",
    summary: `${who}: ${name} has a number that is not finite.`,
    given: `${t.data[wrong]} at position ${wrong} of ${formatShape(t.shape)}`,
    expected: "finite numbers",
    fix: "look where it came from: a division by 0, a logarithm of 0",
  });
}

/** Refuses an option that is not a whole number of at least `least`. */
export const checkWhole = (who: string, name: string, value: number, least = 1): number =>
  checkNumber(who, name, value, { least, whole: true });

/** Refuses two sizes that should agree. */
export function checkEqual(who: string, what: string, left: number, right: number): void {
  if (left === right) return;
  throw new ShapeError({
    code: "COUNTS_DIFFER",
    summary: `${who}: ${what} do not belong together.`,
    given: `${left} and ${right}`,
    expected: "as many of one as of the other",
    fix: "look where one was lost",
  });
}

export function badOption(who: string, given: string, expected: string): OptionError {
  return new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: an option does not make sense.`,
    given,
    expected,
    fix: "correct what is named above",
  });
}
