// How a question ended, test by test.

/**
 * How one test ended. `missing`: the function or its cell is not there, or not written yet. `tampered`: the reply broke the
 * channel's rules. `infrastructure`: our own failure, tried again and then left open for a person, never scored 0.
 */
export type Verdict =
  | "passed"
  | "failed"
  | "error"
  | "timeout"
  | "memory"
  | "crashed"
  | "missing"
  | "tampered"
  | "infrastructure";

/** One test, with everything that was seen; who may read what is decided by whoever shows it. */
export interface TestReport {
  readonly title: string;
  readonly verdict: Verdict;
  readonly points: number;
  readonly maxPoints: number;
  /** Class of the error that the student's code threw, for example `RangeError`. */
  readonly errorName: string | undefined;
  /** What was called, the first differing index, got, expected. Empty for a passed test. */
  readonly message: string;
  /** Words of the author alone: safe to show for a hidden test. */
  readonly hint: string | undefined;
  /** ms */
  readonly durationMs: number;
}

/** MIME type of a question's machine-readable result. */
export const checkMime = "application/vnd.convlab.check+json";
