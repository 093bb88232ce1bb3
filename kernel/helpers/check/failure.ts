// The three ways in which a test stops: an expectation is not met, the student's code threw, the call was lost.
import type { LostVerdict, ThrownError } from "./host.ts";

/** An expectation that is not met; `lines` are the rows of the message below its first line. */
export class ExpectationFailure extends Error {
  override name = "ExpectationFailure";
  /** A sentence of the author for this very mistake. */
  readonly hint: string | undefined;

  constructor(headline: string, rows: readonly Row[] = [], hint?: string) {
    super(layOut(headline, rows));
    this.hint = hint;
  }
}

/** The student's function threw. */
export class CallError extends Error {
  override name = "CallError";
  readonly thrown: ThrownError;

  constructor(call: string, thrown: ThrownError) {
    super(
      layOut(`${call} threw ${thrown.name}`, [
        ["message", thrown.message],
        ["where", thrown.place],
      ]),
    );
    this.thrown = thrown;
  }
}

/** The call could not be finished, or there is nothing of that name. */
export class LostCall extends Error {
  override name = "LostCall";
  readonly verdict: LostVerdict;

  constructor(call: string, verdict: LostVerdict, detail: string) {
    super(layOut(`${call}: ${lostWords[verdict]}`, [["because", detail]]));
    this.verdict = verdict;
  }
}

/** A label and its text; rows without text are left out. */
export type Row = readonly [label: string, text: string | undefined];

function layOut(headline: string, rows: readonly Row[]): string {
  const lines = rows.flatMap(([label, text]) =>
    text === undefined || text === ""
      ? []
      : [`  ${label.padEnd(9)} ${text.replaceAll("\n", "\n            ")}`],
  );
  return [headline, ...lines].join("\n");
}

const lostWords: Readonly<Record<LostVerdict, string>> = {
  failed: "its cell could not run",
  error: "its cell stopped with an error",
  timeout: "took longer than the limit",
  memory: "took more memory than the limit",
  crashed: "the process that ran it ended",
  missing: "there is nothing of that name",
  tampered: "what came back is not plain data",
  infrastructure: "the grader failed, not your code",
};
