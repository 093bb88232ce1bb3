// What a student may read of a test, and what a TA may.
import type { LabSettings, TestResult, Verdict } from "../../contract.ts";
import type { TestReport } from "../../../kernel/helpers/check/index.ts";
import type { TestInText } from "../../authoring/index.ts";

/** Everything that is known of one test once it is over. */
export interface SeenTest {
  readonly test: TestInText;
  readonly report: TestReport;
  /** Our own words on why there was nothing to call: the cell has a type error, ran out of time, … */
  readonly note: string | undefined;
  /** What the student's code printed meanwhile. */
  readonly printed: string;
  /**
   * The message as it is when no hidden test has run before in the same process; undefined: there is none. Only this one
   * may be shown: by then a later message could carry a hidden input out.
   */
  readonly cleanMessage: string | undefined;
}

/** Errors whose names may be shown for a hidden test; any other name could hold anything. */
const knownErrors: ReadonlySet<string> = new Set([
  ...["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError"],
  ...["AggregateError", "CourseError", "ShapeError", "OptionError"],
  ...["NotImplementedError"],
]);

const longest = 20_000; // letters of a message to staff

/** The result of a test for gradebook and feedback. */
export function toResult(
  seen: SeenTest,
  place: { readonly question: string; readonly gradeId: string },
  limits: LabSettings["limits"],
): TestResult {
  const { test, report } = seen;
  const { verdict } = report;
  return {
    ...place,
    title: test.title,
    hidden: test.hidden,
    verdict,
    points: verdict === "passed" ? test.points : 0,
    maxPoints: test.points,
    studentMessage: verdict === "passed" ? "" : lines(studentLines(seen, limits)),
    staffMessage: lines([
      report.message,
      seen.note,
      report.hint && `hint: ${report.hint}`,
      seen.printed,
    ]),
    durationMs: report.durationMs,
  };
}

function studentLines(seen: SeenTest, limits: LabSettings["limits"]): (string | undefined)[] {
  const { test, report, note, cleanMessage } = seen;
  const hint = report.hint && `Hint: ${report.hint}`;
  if (!test.hidden && cleanMessage !== undefined) return [cleanMessage, note, hint];
  const { errorName } = report;
  const error = errorName !== undefined && knownErrors.has(errorName) ? ` (${errorName})` : "";
  return [`${sentence(report.verdict, limits)}${error}`, note, hint];
}

/** A verdict in words for the student. */
function sentence(verdict: Verdict, limits: LabSettings["limits"]): string {
  switch (verdict) {
    case "passed":
      return "Passed.";
    case "failed":
      return "Not yet right for everything that was tried.";
    case "error":
      return "Your code stopped with an error.";
    case "timeout":
      return `Your code took longer than the limit of ${limits.callMs / 1000} s for a call or ${limits.cellMs / 1000} s for a cell.`;
    case "memory":
      return `Your code took more memory than the limit of ${limits.memoryMb} MB.`;
    case "crashed":
      return "The process that ran your code ended.";
    case "missing":
      return "There is nothing to test yet: the function is not there, or not written.";
    case "tampered":
      return "What your code gave back is not plain data: numbers, text, lists, records, tensors.";
    case "infrastructure":
      return "The grader failed, not your code: it will be graded again.";
  }
}

const lines = (texts: readonly (string | undefined)[]): string =>
  texts.filter(Boolean).join("\n").slice(0, longest);
