// What is wrong with options, all at once, in the form of the course's errors.
import { OptionError } from "../../../core/index.ts";

/** One thing that is wrong. */
export interface Fault {
  /** `value 2.5` */
  readonly given: string;
  /** `value: a whole number` */
  readonly expected: string;
  readonly fix?: string;
}

/** @throws OptionError WIDGET_OPTION when there is any fault */
export function refuse(who: string, faults: readonly Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const fixes = faults.flatMap(({ fix }) => fix ?? []);
  throw new OptionError({
    code: "WIDGET_OPTION",
    summary:
      faults.length === 1
        ? `${who}: an option does not fit.`
        : `${who}: ${faults.length} options do not fit.`,
    given: faults.map(({ given }) => given).join("\n"),
    expected: faults.map(({ expected }) => expected).join("\n"),
    ...(fixes.length > 0 ? { fix: fixes.join("\n") } : {}),
  });
}

/** A value in a few letters. */
export function short(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  let written: string | undefined;
  try {
    written = JSON.stringify(value);
  } catch (error) {
    written = error instanceof Error ? "an object that contains itself" : undefined;
  }
  const words = written ?? String(value);
  return words.length > 60 ? `${words.slice(0, 60)}…` : words;
}

/** The name most like it, where one is near: for typing errors. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, "");
  const same = known.find((each) => plain(each) === plain(name));
  if (same !== undefined) return same;
  return known.find((each) => differences(plain(each), plain(name)) <= 1);
}

/** 0, 1 or 2: letters to add, to take away or to change, 2 for more. */
function differences(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) return 2;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.min(2, Math.max(a.length, b.length) - start - end);
}
