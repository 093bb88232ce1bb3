import { OptionError } from "./errors.ts";

/** A number that was given, whether it may be so, and what it may be. */
export type Rule = readonly [value: number, fits: boolean, expected: string];

/**
 * Refuses numbers outside of what an option may be, all faults at once.
 *
 * @throws OptionError with the code given
 */
export function checkNumbers(
  who: string,
  code: string,
  rules: Readonly<Record<string, Rule>>,
): void {
  const faults = Object.entries(rules).filter(([, [, fits]]) => !fits);
  if (faults.length === 0) return;
  throw new OptionError({
    code,
    summary: `${who}: ${faults.map(([name]) => name).join(" and ")} cannot be so.`,
    given: faults.map(([name, [value]]) => `${name} ${value}`).join(", "),
    expected: faults.map(([name, [, , expected]]) => `${name}: ${expected}`).join("; "),
    details: { faults: faults.map(([name]) => name) },
  });
}

/** True for a whole number of at least `least`. */
export const wholeFrom = (least: number, value: number): boolean =>
  Number.isInteger(value) && value >= least;
