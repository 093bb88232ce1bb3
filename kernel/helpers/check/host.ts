// Who carries out calls and hears results: the notebook itself, or (in grading) the checker, installed under `hostSymbol`.
import type { TestReport } from "./report.ts";

/** A host that stands under this symbol on `globalThis` takes the place of the notebook. */
export const hostSymbol: symbol = Symbol.for("convlab.check.host");

/** What to call in the student's code. */
export type CallTarget =
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "construct"; readonly name: string }
  | { readonly kind: "method"; readonly handle: Handle; readonly method: string }
  /** The kept thing itself is a function. */
  | { readonly kind: "invoke"; readonly handle: Handle }
  /** Reads a kept thing as plain data. */
  | { readonly kind: "read"; readonly handle: Handle };

/** A call of one of the student's functions. */
export interface CallRequest {
  readonly target: CallTarget;
  /** Plain data, tensors, and the marks below. */
  readonly args: readonly unknown[];
  /** Leave the result with the student's code and hand back a handle. */
  readonly keep: boolean;
}

/** A thing that stays in the student's process, or a part of it by `path`. */
export interface Handle {
  readonly [markSymbol]: "handle";
  readonly id: number;
  readonly path: readonly (string | number)[];
}

/** A function of the test that the student's code may call. */
export interface Callback {
  readonly [markSymbol]: "callback";
  readonly run: (...args: unknown[]) => unknown;
}

/** A tensor that is to arrive as the view it is, with its strides, instead of row-major. */
export interface View {
  readonly [markSymbol]: "view";
  readonly tensor: unknown;
}

/** Marks the three special arguments, across bundles. */
export const markSymbol: unique symbol = Symbol.for("convlab.check.mark") as never;

/** The mark of an argument, or undefined for plain data. */
export function markOf(value: unknown): Handle | Callback | View | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, markSymbol))
    return undefined;
  return value as Handle | Callback | View;
}

/** What the student's code threw, as plain data. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  /** Its other own data properties, for example `details`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `Cell [5], line 3`, where it is known. */
  readonly place: string | undefined;
}

/** How a call ended. */
export type CallOutcome =
  | { readonly status: "returned"; readonly value: unknown; readonly args: readonly unknown[] }
  | { readonly status: "kept"; readonly handle: Handle; readonly args: readonly unknown[] }
  | { readonly status: "threw"; readonly error: ThrownError; readonly args: readonly unknown[] }
  /** No such name, or not a function; `detail` says which. */
  | { readonly status: "missing"; readonly detail: string }
  /** The call could not be finished: a limit, a crash, a broken reply, or a fault of ours. */
  | { readonly status: "lost"; readonly verdict: LostVerdict; readonly detail: string };

/** A test that has no result of its own, and why. */
export type LostVerdict =
  "failed" | "error" | "timeout" | "memory" | "crashed" | "missing" | "tampered" | "infrastructure";

/** What runs the tests of a question: the notebook, or the checker of a grade. */
export interface CheckHost {
  /** Titles of the tests to run; the others are left out of the report. Absent: all. */
  readonly only?: readonly string[];
  /** `count` whole numbers from 0 to 2³² − 1, fixed for this question (and student, in grading). */
  seeds(question: string, count: number): readonly number[];
  perform(request: CallRequest): Promise<CallOutcome>;
  beginTest(question: string, title: string): void;
  /** Once a question is over, with every test's final verdict. */
  report(question: string, tests: readonly TestReport[]): void;
}
