// `expect(call(…))`: what a call itself must do, and every expectation about the value that it gives.
import type { PendingCall } from "./calls.ts";
import { compareValues } from "./compare.ts";
import { expectValue } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";
import { ExpectationFailure } from "./failure.ts";
import { formatPath, formatValue } from "./format.ts";
import { markOf } from "./host.ts";
import type { CallOutcome, ThrownError } from "./host.ts";

/** The error that a call must throw: at least one of name and code. */
export interface ExpectedError {
  /** Class of the error, or the classes that count: `"ShapeError"`. */
  readonly name?: string | readonly string[];
  /** `code` of a CourseError: `"DOES_NOT_FIT"`. */
  readonly code?: string;
  /** Numbers and words that its message must hold. */
  readonly mentions?: readonly (number | string)[];
}

/** Expectations about a call; the methods of Expectation wait for its value. */
export interface CallExpectation extends Expectation<Promise<void>> {
  /** It refuses its arguments. Counts only when another test of the question passes with right arguments. */
  toThrow(expected: ExpectedError): Promise<void>;
  /** It leaves its arguments as they were. Counts only when another test of the question passes. */
  notToMutate(): Promise<void>;
}

/** Makes the expectations about a call. */
export function expectCall(call: PendingCall): CallExpectation {
  const later =
    <Args extends readonly unknown[]>(say: (it: Expectation, ...args: Args) => void) =>
    async (...args: Args): Promise<void> =>
      say(expectValue(await call, call.text), ...args);
  return {
    toEqualTensor: later((it, ...args) => it.toEqualTensor(...args)),
    toBeCloseTo: later((it, ...args) => it.toBeCloseTo(...args)),
    toEqual: later((it, ...args) => it.toEqual(...args)),
    toBe: later((it, ...args) => it.toBe(...args)),
    toHaveShape: later((it, ...args) => it.toHaveShape(...args)),
    toBeLessThan: later((it, ...args) => it.toBeLessThan(...args)),
    toBeGreaterThan: later((it, ...args) => it.toBeGreaterThan(...args)),
    toSatisfy: later((it, ...args) => it.toSatisfy(...args)),
    toThrow: async (expected) => {
      if (expected.name === undefined && expected.code === undefined) {
        throw new TypeError(
          "toThrow: name the error's class or code; any error at all is too little",
        );
      }
      const outcome = await call.outcome();
      // A missing function, a stub, a crash is no refusal: waiting for the value throws the right failure for each.
      if (isLost(outcome)) await call;
      else checkRefusal(call, outcome, expected);
    },
    notToMutate: async () => {
      await call;
      const outcome = await call.outcome();
      if ("args" in outcome) checkArguments(call, outcome.args);
    },
  };
}

type FinishedOutcome = Exclude<CallOutcome, { status: "missing" | "lost" }>;

function checkRefusal(call: PendingCall, outcome: FinishedOutcome, expected: ExpectedError): void {
  const wanted = describeExpected(expected);
  if (outcome.status === "returned" || outcome.status === "kept") {
    throw new ExpectationFailure(`${call.text} did not refuse its arguments`, [
      ["got", outcome.status === "kept" ? "a value" : formatValue(outcome.value)],
      ["expected", wanted],
    ]);
  }
  const { error } = outcome;
  const names = [expected.name ?? error.name].flat();
  const missing = (expected.mentions ?? []).filter((item) => !mentions(error, item));
  const right =
    names.includes(error.name) &&
    (expected.code === undefined || expected.code === error.code) &&
    missing.length === 0;
  if (right) return;
  throw new ExpectationFailure(`${call.text} refused, but not as it should`, [
    ["got", `${error.name}${error.code ? ` ${error.code}` : ""}: ${error.message}`],
    ["expected", wanted],
    ["absent", missing.map(String).join(", ")],
  ]);
}

function isLost(outcome: CallOutcome): outcome is Exclude<CallOutcome, FinishedOutcome> {
  const { status } = outcome;
  return status === "missing" || status === "lost" || (status === "threw" && isStub(outcome.error));
}

/** True for what an untouched stub throws. */
export function isStub(error: ThrownError): boolean {
  return error.name === "NotImplementedError" || error.code === "NOT_IMPLEMENTED";
}

/** Whole numbers and words only: 3 is not found in 32 or 0.3. */
function mentions({ message, fields }: ThrownError, item: number | string): boolean {
  const inner = Object.values(fields).flatMap((field) =>
    typeof field === "object" && field !== null ? Object.values(field as object) : [field],
  );
  const text = [
    message,
    ...inner.filter((part) => typeof part === "number" || typeof part === "string"),
  ].join(" ");
  if (typeof item === "string") return text.toLowerCase().includes(item.toLowerCase());
  return (text.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/gi) ?? []).some((found) => Number(found) === item);
}

function describeExpected({ name, code, mentions: items }: ExpectedError): string {
  const kind = [name ?? "an error"].flat().join(" or ");
  const detail = items?.length ? ` whose message holds ${items.map(String).join(", ")}` : "";
  return `${kind}${code === undefined ? "" : ` with code ${code}`}${detail}`;
}

function checkArguments(call: PendingCall, after: readonly unknown[]): void {
  for (const [at, before] of call.args.entries()) {
    if (markOf(before) || typeof before !== "object") continue;
    const found = compareValues(after[at], before, 0);
    if (!found) continue;
    throw new ExpectationFailure(
      `${call.text} changed its argument ${at + 1}${found.path.length ? ` at ${formatPath(found.path)}` : ""}`,
      [
        ["before", formatValue(found.expected)],
        ["after", formatValue(found.got)],
        ["to mend", "work on a copy, or write into a new array"],
      ],
    );
  }
}
