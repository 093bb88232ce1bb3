// From how a test stopped to its verdict and message.
import { isStub } from "./call-expectation.ts";
import { CallError, ExpectationFailure, LostCall } from "./failure.ts";
import type { TestReport, Verdict } from "./report.ts";

/** How a test ended, before it has a title and points. */
export interface Ending {
  readonly verdict: Verdict;
  readonly message: string;
  readonly errorName?: string;
  /** The author's words for this very mistake, in place of the test's own hint. */
  readonly hint?: string | undefined;
}

export const passed: Ending = { verdict: "passed", message: "" };

/** A test that cannot fail is a mistake of its author. */
export const expectsNothing: Ending = {
  verdict: "infrastructure",
  message: "This test expects nothing: its author has to add an expectation.",
};

/** The ending that an error means. */
export function endingOf(error: unknown): Ending {
  if (error instanceof ExpectationFailure) {
    return { verdict: "failed", message: error.message, hint: error.hint };
  }
  if (error instanceof LostCall) return { verdict: error.verdict, message: error.message };
  if (error instanceof CallError) {
    const { name, message } = error.thrown;
    return isStub(error.thrown)
      ? { verdict: "missing", message: message.split("\n")[0] ?? "", errorName: name }
      : { verdict: "error", message: error.message, errorName: name };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    verdict: "error",
    message: `the test could not go on with what your code gave it\n  because   ${text}`,
  };
}

/** The report of a test that ended so. */
export function reportOf(
  title: string,
  { points, hint }: { readonly points: number; readonly hint?: string },
  ending: Ending,
  durationMs: number,
): TestReport {
  const { verdict } = ending;
  return {
    title,
    verdict,
    points: verdict === "passed" ? points : 0,
    maxPoints: points,
    errorName: ending.errorName,
    message: ending.message,
    hint: verdict === "passed" ? undefined : (ending.hint ?? hint),
    durationMs,
  };
}
