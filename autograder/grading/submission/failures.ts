// Cells that did not come to their end, and the tests that miss something because of it.
import type { Verdict } from "../../contract.ts";
import type { CellEnd } from "./guest/student-run.ts";

/** A cell that failed, and what it means for whatever it should have declared. */
export interface CellFailure {
  readonly source: string;
  readonly verdict: Exclude<Verdict, "passed" | "infrastructure">;
  /** In our own words; nothing of it comes from the student's process. */
  readonly note: string;
  /** What the student's process said: only for staff, or where no hidden test has run yet. */
  readonly detail: string;
}

/** The failure of a cell, or undefined when it ran to its end. */
export function failureOf(source: string, label: string, end: CellEnd): CellFailure | undefined {
  const failure = (verdict: CellFailure["verdict"], note: string, detail: string): CellFailure => ({
    source,
    verdict,
    note: `${label} ${note}`,
    detail,
  });
  if (end.kind === "ran") {
    if (end.status === "ok") return undefined;
    const detail = `${end.errorName}: ${end.errorMessage}`;
    return end.errorName === "TypeCheckError"
      ? failure("failed", "has a type error, so it did not run.", detail)
      : failure("error", "stopped with an error before its end.", detail);
  }
  switch (end.verdict) {
    case "timeout":
      return failure("timeout", "took longer than the limit.", end.detail);
    case "memory":
      return failure("memory", "took more memory than the limit.", end.detail);
    case "tampered":
      return failure("tampered", "broke the rules of the grader's channel.", end.detail);
    default:
      return failure("crashed", "ended the process that ran it.", end.detail);
  }
}

/** The latest failed cell that should have declared a name. */
export function failureBehind(
  name: string,
  failures: readonly CellFailure[],
): CellFailure | undefined {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return undefined;
  const escaped = name.replaceAll("$", String.raw`\$`);
  const declared = new RegExp(
    String.raw`\b(?:function\s*\*?|class|const|let|var|import)\s[^=;(]*(?<![\w$])${escaped}(?![\w$])`,
  );
  return failures.findLast(({ source }) => declared.test(source));
}
