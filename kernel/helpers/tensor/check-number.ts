// One refusal for all numbers that stand in the wrong place.
import { OptionError } from "../../core/index.ts";

/** What a number has to be. */
export interface NumberRule {
  /** Smallest allowed (default −Infinity, which is itself refused). */
  readonly least?: number;
  /** Largest allowed. */
  readonly most?: number;
  /** True: no fractions. */
  readonly whole?: boolean;
}

/**
 * Refuses what is not a finite number within its limits.
 *
 * @throws OptionError BAD_OPTIONS
 * @example checkNumber("dropout", "rate", 0.5, { least: 0, most: 1 }) // 0.5
 */
export function checkNumber(
  who: string,
  name: string,
  value: number,
  { least = -Infinity, most = Infinity, whole = false }: NumberRule = {},
): number {
  const fits =
    typeof value === "number" && Number.isFinite(value) && value >= least && value <= most;
  if (fits && (!whole || Number.isSafeInteger(value))) return value;
  const kind = whole ? "a whole number" : "a finite number";
  const from = Number.isFinite(least) ? ` of at least ${least}` : "";
  const to = Number.isFinite(most) ? `${from === "" ? "" : " and"} of at most ${most}` : "";
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: ${name} does not make sense.`,
    given: `${name} ${typeof value === "string" ? JSON.stringify(value) : String(value)}`,
    expected: kind + from + to,
    fix: Number.isNaN(value) ? "look where it was computed: 0/0 and √−1 give NaN" : "correct it",
    details: { name, value },
  });
}
