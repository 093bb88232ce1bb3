// Numbers that stay between a lowest and a highest one.
import type { Settled } from "../model/definition.ts";
import { short } from "../model/faults.ts";

/** Two numbers, the lower one first. */
export type Pair = readonly [low: number, high: number];

export interface Bounded<Value> {
  value: Value;
  min: number;
  max: number;
}

/** The bounds hold: code is told so, the page is led back into them. */
export function withinBounds<Value extends number | Pair>(
  state: Bounded<Value>,
  changed: ReadonlySet<string>,
): Settled<Bounded<Value>> {
  const { value, min, max } = state;
  if (min > max) {
    const given = `min ${min}, max ${max}`;
    return { faults: [{ given, expected: "min not above max" }], mend: { max: min } };
  }
  const into = (number: number): number => Math.min(max, Math.max(min, number));
  const inside = (typeof value === "number" ? into(value) : value.map(into)) as Value;
  if (String(inside) === String(value)) return {};
  const given = `value ${short(value)}`;
  return {
    faults: changed.has("value")
      ? [{ given, expected: `value: from min ${min} to max ${max}` }]
      : [],
    mend: { value: inside },
  };
}
