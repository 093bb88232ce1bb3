// Options of a layer over one, two or three axes, and the check that names all their faults at once.
import { OptionError } from "../../core/index.ts";
import { isPadding, isWhole } from "../arithmetic/index.ts";

/** Refuses options that mean nothing, all faults in one error. */
export function checkLayerOptions(who: string, rank: number, options: object): void {
  const { stride = 1, padding = "valid", dilation = 1 } = options as Record<string, unknown>;
  const faults = [
    ...stepFaults("stride", stride, rank),
    ...stepFaults("dilation", dilation, rank),
    ...paddingFaults(padding, rank),
    ...unknownOptions(options),
  ];
  if (faults.length > 0) throw badOptions(who, faults);
}

const perAxis = ["[n]", "[vertical, horizontal]", "[depth, vertical, horizontal]"];

function stepFaults(name: string, value: unknown, rank: number): string[] {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const right = parts.every((part) => isWhole(part, 1));
  if (right && (!Array.isArray(value) || (rank > 1 && parts.length === rank))) return [];
  const many = rank === 1 ? "" : `, or ${perAxis[rank - 1]}`;
  return [`${name} is ${JSON.stringify(value)}: a whole number ≥ 1${many}`];
}

const pairsOf = [
  "[before, after]",
  "[[top, bottom], [left, right]]",
  "[[front, back], [top, bottom], [left, right]]",
];

function paddingFaults(padding: unknown, rank: number): string[] {
  const pair = (value: unknown): boolean =>
    Array.isArray(value) && value.length === 2 && value.every((side) => isWhole(side, 0));
  const pairs = Array.isArray(padding) && padding.length === rank && padding.every(pair);
  if (pairs || (rank === 1 && pair(padding))) return [];
  if (!Array.isArray(padding) && isPadding(padding)) return [];
  return [
    `padding is ${JSON.stringify(padding)}: 'valid', 'same', 'full', 'circular', pixels per side, or ${pairsOf[rank - 1]}`,
  ];
}

const knownOptions = ["stride", "padding", "dilation", "groups", "fit"];

function unknownOptions(options: object): string[] {
  return Object.keys(options)
    .filter((name) => !knownOptions.includes(name))
    .map((name) => `there is no option "${name}": there are ${knownOptions.join(", ")}`);
}

function badOptions(who: string, faults: readonly string[]): OptionError {
  return new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: ${faults.length === 1 ? "one option does" : `${faults.length} options do`} not make sense.`,
    given: faults.join("\n"),
    expected: `{ stride: 2, padding: "same" }, for example`,
    fix: "correct what is named above",
    details: { faults },
  });
}
