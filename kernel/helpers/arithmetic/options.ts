// Options of one axis, and the check that reports all their faults at once.
import { OptionError } from "../../core/index.ts";

/**
 * Zeros around one axis: 'valid' none; 'same' so that out = ⌈in / stride⌉, the odd one at the end; 'full' every position
 * that overlaps; 'circular' as many as 'same', filled from the other side; a number per side; or [before, after].
 */
export type AxisPadding =
  "valid" | "same" | "full" | "circular" | number | readonly [before: number, after: number];

/** What to do where the last position does not fit whole: refuse it, leave it out, or take it with part of the filter outside. */
export type Fit = "strict" | "floor" | "ceil";

/** How a filter moves along one axis. */
export interface AxisOptions {
  /** Pixels from one position to the next, ≥ 1 (default 1). */
  readonly stride?: number;
  /** Default 'valid'. */
  readonly padding?: AxisPadding;
  /** Distance between the taps of the filter, ≥ 1 (default 1). */
  readonly dilation?: number;
  /** Default 'strict'. */
  readonly fit?: Fit;
}

/** Options with every default filled in. */
export interface FullAxisOptions {
  readonly stride: number;
  readonly padding: AxisPadding;
  readonly dilation: number;
  readonly fit: Fit;
}

const named: readonly unknown[] = ["valid", "same", "full", "circular"];
const fits: readonly unknown[] = ["strict", "floor", "ceil"];
const knownOptions: readonly string[] = ["stride", "padding", "dilation", "fit"];

/** True for a whole number of at least `least`. */
export function isWhole(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least;
}

/** The faults of sizes and options of one axis, each as a sentence; empty when all is well. */
function faultsOf(n: unknown, k: unknown, options: AxisOptions): string[] {
  const { stride = 1, padding = "valid", dilation = 1, fit = "strict" } = options;
  const faults: string[] = [];
  if (!isWhole(n, 1)) faults.push(`n (input size) is ${String(n)}: a whole number ≥ 1 is needed`);
  if (!isWhole(k, 1)) faults.push(`k (filter size) is ${String(k)}: a whole number ≥ 1 is needed`);
  if (!isWhole(stride, 1)) faults.push(`stride is ${String(stride)}: a whole number ≥ 1 is needed`);
  if (!isWhole(dilation, 1)) {
    faults.push(`dilation is ${String(dilation)}: a whole number ≥ 1 is needed`);
  }
  if (!isPadding(padding)) {
    faults.push(
      `padding is ${JSON.stringify(padding)}: 'valid', 'same', 'full', 'circular', pixels per side, or [before, after]`,
    );
  }
  if (!fits.includes(fit)) faults.push(`fit is ${String(fit)}: 'strict', 'floor' or 'ceil'`);
  for (const name of Object.keys(options)) {
    if (!knownOptions.includes(name)) {
      faults.push(`there is no option "${name}": there are ${knownOptions.join(", ")}`);
    }
  }
  return faults;
}

/** True for every form of padding of one axis. */
export function isPadding(padding: unknown): padding is AxisPadding {
  if (Array.isArray(padding)) {
    return padding.length === 2 && padding.every((side) => isWhole(side, 0));
  }
  return named.includes(padding) || isWhole(padding, 0);
}

/** Refuses options that mean nothing, all faults in one error, and fills in the defaults. */
export function checkAxisOptions(
  who: string,
  n: number,
  k: number,
  options: AxisOptions,
): FullAxisOptions {
  const faults = faultsOf(n, k, options);
  if (faults.length > 0) {
    throw new OptionError({
      code: "BAD_OPTIONS",
      summary: `${who}: ${faults.length === 1 ? "one value does" : `${faults.length} values do`} not make sense.`,
      given: faults.join("\n"),
      expected: "n, k, stride, dilation ≥ 1 and padding ≥ 0, all whole",
      fix: "correct what is named above",
      details: { faults },
    });
  }
  const { stride = 1, padding = "valid", dilation = 1, fit = "strict" } = options;
  return { stride, padding, dilation, fit };
}
