// What a row of the table is: figures, how they are measured, and what ours must reach.
import type { Contender } from "./contenders.ts";

/** A measured value, or in a few words why there is none. */
export type Value = number | string;

/** What one round of a row found, by the figure's id. */
export type Findings = Readonly<Record<string, Value | undefined>>;

/** The value of a figure for a kernel, as far as it was measured. */
export type Lookup = (figure: string, kernel: string) => number | undefined;

/** What ours must reach. */
export interface Target {
  /** As KERNEL.md's table writes it. */
  readonly text: string;
  /** Undefined when what it compares with was not measured. */
  readonly holds: (ours: number, lookup: Lookup) => boolean | undefined;
}

/** One line of the table. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly unit: "ms" | "MB" | "messages" | "outputs" | "lines" | "tests" | "checks";
  readonly target?: Target;
  /** True: more is better. */
  readonly rises?: boolean;
}

/** Figures that are measured together. */
export interface Row {
  readonly id: string;
  readonly figures: readonly Figure[];
  /** How often each kernel is measured, by turns; the table has the median of the rounds. */
  readonly rounds: number;
  measure(contender: Contender): Promise<Findings>;
}

/** At most this much. */
export function atMost(limit: number): Target {
  return { text: `≤ ${limit}`, holds: (ours) => ours <= limit };
}

/** Exactly this much. */
export function exactly(value: number): Target {
  return { text: String(value), holds: (ours) => ours === value };
}

/** At most this part of another kernel's figure. */
export function atMostOf(factor: number, kernel: string, figure: string): Target {
  return {
    text: `≤ ${factor} × ${kernel}`,
    holds: (ours, lookup) => {
      const other = lookup(figure, kernel);
      return other === undefined ? undefined : ours <= factor * other;
    },
  };
}

/** At most this multiple of another figure of ours. */
export function atMostOurs(factor: number, figure: string, name: string): Target {
  return {
    text: `≤ ${factor} × ${name}`,
    holds: (ours, lookup) => {
      const other = lookup(figure, "convlab");
      return other === undefined ? undefined : ours <= factor * other;
    },
  };
}

/** The middle one; of an even number the mean of the two in the middle. Undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** The median, or why there is none: more than a tenth of the values are missing. */
export function medianOr(values: readonly (number | undefined)[], why: string): Value {
  const measured = values.filter((value) => value !== undefined);
  return measured.length < 0.9 * values.length ? why : (median(measured) ?? why);
}
