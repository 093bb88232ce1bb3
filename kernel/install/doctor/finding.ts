// What the doctor found: one line for a person, one object for a program.

/** What a part is needed for; the doctor fails only when one that this installation is for does not stand. */
export type NeededFor = "labs" | "grading" | "nothing yet";

/** One part of the installation. */
export interface Finding {
  readonly part: string;
  readonly stands: boolean;
  readonly neededFor: NeededFor;
  /** What is there, or what is wrong. */
  readonly found: string;
  /** What to do about it; undefined when it stands. */
  readonly mend: string | undefined;
}

/** A part that stands. */
export function stands(part: string, neededFor: NeededFor, found: string): Finding {
  return { part, stands: true, neededFor, found, mend: undefined };
}

/** A part that does not. */
export function lacks(part: string, neededFor: NeededFor, found: string, mend: string): Finding {
  return { part, stands: false, neededFor, found, mend };
}

/** The findings as lines; a mend stands below what it mends. */
export function toLines(findings: readonly Finding[]): readonly string[] {
  const width = Math.max(...findings.map(({ part }) => part.length));
  return findings.flatMap(({ part, stands: holds, neededFor, found, mend }) => {
    const sign = holds ? "✓" : neededFor === "nothing yet" ? "·" : "✗";
    const line = `${sign} ${part.padEnd(width)}  ${found.replaceAll("\n", `\n${" ".repeat(width + 4)}`)}`;
    return mend === undefined ? [line] : [line, `  ${" ".repeat(width)}  to mend: ${mend}`];
  });
}
