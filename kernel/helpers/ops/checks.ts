// Checks that several layers share.
import { OptionError, ShapeError } from "../../core/index.ts";
import { formatShape, type Tensor } from "../tensor/index.ts";

/** Refuses a tensor without numbers: an empty batch, or a size of 0. */
export function checkFilled(who: string, name: string, t: Tensor): void {
  if (t.size > 0) return;
  throw new ShapeError({
    code: "EMPTY",
    summary: `${who}: there is nothing to work on: one size of ${name} is 0.`,
    given: `${name} ${formatShape(t.shape)}`,
    expected: "sizes of at least 1",
    fix: "look where the empty batch comes from",
  });
}

/** Refuses a tensor of rank 0, which has no channels. */
export function checkHasChannels(who: string, name: string, t: Tensor): void {
  if (t.shape.length > 0) return;
  throw new ShapeError({
    code: "WRONG_RANK",
    summary: `${who}: ${name} is a single number, without channels.`,
    given: `${name} of shape []`,
    expected: `${name} of shape […, C]`,
    fix: `put it into a list: [${name}]`,
  });
}

/** What a setting may be: least and most, both included unless said otherwise. */
export interface Range {
  readonly value: unknown;
  readonly from: number;
  readonly to?: number;
  /** The ends themselves are refused. */
  readonly open?: boolean;
}

/** Refuses settings that are no numbers, or lie outside their range; all faults in one error. NaN is refused. */
export function checkRanges(who: string, settings: Readonly<Record<string, Range>>): void {
  const faults = Object.entries(settings).flatMap(
    ([name, { value, from, to = Infinity, open }]) => {
      const inside =
        typeof value === "number" &&
        (open ? value > from && value < to : value >= from && value <= to);
      if (inside && (Number.isFinite(value) || to === Infinity)) return [];
      const limits = to === Infinity ? `${open ? ">" : "≥"} ${from}` : `from ${from} to ${to}`;
      return [`${name} is ${String(value)}: a number ${limits} is needed`];
    },
  );
  if (faults.length === 0) return;
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: `${who}: ${faults.length === 1 ? "one setting does" : `${faults.length} settings do`} not make sense.`,
    given: faults.join("\n"),
    expected: "numbers in the ranges named above",
    fix: "leave it out to take the default",
    details: { faults },
  });
}

/** Refuses settings that are not whole numbers in their range. */
export function checkWhole(who: string, settings: Readonly<Record<string, Range>>): void {
  const whole = Object.entries(settings).map(([name, range]) => {
    const value = Number.isSafeInteger(range.value)
      ? range.value
      : `${String(range.value)} (not whole)`;
    return [name, { ...range, value }] as const;
  });
  checkRanges(who, Object.fromEntries(whole));
}

/** Refuses parameters that do not come one per channel. */
export function checkPerChannel(who: string, name: string, t: Tensor, channels: number): void {
  if (t.shape.length === 1 && t.shape[0] === channels) return;
  throw new ShapeError({
    code: "CHANNELS",
    summary: `${who}: there must be one ${name} per channel, and there are ${channels}.`,
    given: `${name} of shape ${formatShape(t.shape)}`,
    expected: `${name} of shape [${channels}]`,
    fix: `ones([${channels}]) for a scale, zeros([${channels}]) for a shift`,
  });
}
