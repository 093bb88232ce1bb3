// `question(id, tests)`: runs the tests one by one, each alone, and sums them up.
import { callback, array, makeCalls, view } from "./calls.ts";
import type { KeptValue, PendingCall } from "./calls.ts";
import { expectCall } from "./call-expectation.ts";
import type { CallExpectation } from "./call-expectation.ts";
import { expectValue } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";
import { endingOf, expectsNothing, passed, reportOf } from "./ending.ts";
import type { Ending } from "./ending.ts";
import { hostSymbol } from "./host.ts";
import type { Callback, CheckHost, View } from "./host.ts";
import { makeLocalHost } from "./local-host.ts";
import { QuestionReport } from "./panel.ts";
import type { TestReport } from "./report.ts";

/** Options of one test of a question. */
export interface TestOptions {
  /** Points of this test, ≥ 0; written as a number, because the release adds them up. */
  readonly points: number;
  /** Shown when the test is not passed, for a hidden test too: say what to look at, never the answer. */
  readonly hint?: string;
}

/** What a question's tests work with. */
export interface QuestionKit {
  /** Runs and scores one test; a failing test never stops the next. */
  test(this: void, title: string, options: TestOptions, body: () => unknown): Promise<void>;
  /** Calls a function of the notebook by name; nested literals become Tensors. */
  call<Value = unknown>(this: void, name: string, ...args: readonly unknown[]): PendingCall<Value>;
  /** Makes an object of one of the notebook's classes; it stays with the student's code. */
  construct(this: void, name: string, ...args: readonly unknown[]): Promise<KeptValue>;
  callback(this: void, run: (...args: never[]) => unknown): Callback;
  view(this: void, tensor: unknown): View;
  array(this: void, items: readonly unknown[]): unknown;
  expect(this: void, call: PendingCall): CallExpectation;
  expect(this: void, value: unknown): Expectation;
  /** Whole numbers to seed random inputs with: in grading another set for each student. */
  seeds(this: void, count: number): readonly number[];
}

/** What one test has done so far. */
interface Running {
  readonly calls: PendingCall[];
  readonly open: Promise<unknown>[];
  /** Expectations about values, and those that any constant answer could meet (refusals, unchanged arguments). */
  firm: number;
  weak: number;
}

interface Finished extends TestReport {
  readonly weakOnly: boolean;
}

/**
 * Runs the tests of one question and shows how they ended. Never throws for a mistake of the student's, so that Run All
 * goes on; with the environment variable CONVLAB_STRICT=1 it does.
 *
 * @example
 * await question("q1", async ({ test, call, expect }) => {
 *   await test("doubles a number", { points: 1 }, async () => {
 *     expect(await call("double", 4)).toBe(8);
 *   });
 * });
 */
export async function question(
  id: string,
  tests: (kit: QuestionKit) => Promise<void>,
): Promise<QuestionReport> {
  const installed = (globalThis as Record<symbol, unknown>)[hostSymbol] as CheckHost | undefined;
  const host = installed ?? makeLocalHost();
  const finished: Finished[] = [];
  let running: Running | undefined;
  const calls = makeCalls(host, (call) => running?.calls.push(call));
  const expect = ((subject: unknown) => {
    if (!isCall(subject)) {
      return counted(expectValue(subject, originOf(subject, running)), running);
    }
    return counted(expectCall(subject), running);
  }) as QuestionKit["expect"];
  const kit: QuestionKit = {
    ...calls,
    callback,
    view,
    array,
    expect,
    seeds: (count) => host.seeds(id, count),
    test: async (title, options, body) => {
      if (host.only && !host.only.includes(title)) return;
      if (running) throw new TypeError(`${title}: await each test before the next one begins`);
      host.beginTest(id, title);
      running = { calls: [], open: [], firm: 0, weak: 0 };
      finished.push(await runTest(title, options, body, running));
      running = undefined;
    },
  };
  try {
    await tests(kit);
  } catch (error) {
    // What stands between the tests failed, on the student's code most likely: the tests behind it could not run.
    const ending = endingOf(error);
    finished.push({ ...reportOf(beforeTests, { points: 0 }, ending, 0), weakOnly: false });
  }
  const reports = withdrawUnearned(finished);
  host.report(id, reports);
  const report = new QuestionReport(id, reports);
  if (!installed) report.throwIfStrict();
  return report;
}

async function runTest(
  title: string,
  options: TestOptions,
  body: () => unknown,
  running: Running,
): Promise<Finished> {
  const started = Date.now();
  const end = (ending: Ending): Finished => ({
    ...reportOf(title, options, ending, Date.now() - started),
    weakOnly: running.firm === 0 && running.weak > 0,
  });
  try {
    await body();
    // An expectation whose `await` was forgotten still counts.
    await Promise.all(running.open);
    return end(running.firm + running.weak > 0 ? passed : expectsNothing);
  } catch (error) {
    await Promise.allSettled(running.open);
    return end(endingOf(error));
  }
}

/** A refusal, or arguments left alone, proves nothing of code that does nothing else right. */
function withdrawUnearned(tests: readonly Finished[]): TestReport[] {
  const basic = tests.find(({ weakOnly }) => !weakOnly);
  return tests.map(({ weakOnly, ...report }) => {
    if (!weakOnly || report.verdict !== "passed" || basic?.verdict === "passed") return report;
    const message = basic
      ? `This test counts once "${basic.title}" passes.`
      : "This test counts only beside another one that expects a value.";
    return { ...report, verdict: "failed", points: 0, message };
  });
}

function isCall(value: unknown): value is PendingCall {
  return typeof value === "object" && value !== null && "outcome" in value && "keep" in value;
}

/** The call that gave this value, else the latest one of the test: most likely the value was made from its result. */
function originOf(value: unknown, running: Running | undefined): string | undefined {
  const calls = running?.calls ?? [];
  return (calls.findLast((call) => Object.is(call.value, value)) ?? calls.at(-1))?.text;
}

/** Title of what stands in a question between its tests; in a report it says why the tests behind it are missing. */
export const beforeTests = "preparing the tests";

const weakOnes: readonly string[] = ["toThrow", "notToMutate"];

/** Counts each expectation as it is stated, and keeps the promises of those that wait. */
function counted<Kind extends object>(expectation: Kind, running: Running | undefined): Kind {
  const wrap = ([name, method]: [string, (...args: unknown[]) => unknown]) => [
    name,
    (...args: unknown[]): unknown => {
      if (running && weakOnes.includes(name)) running.weak += 1;
      else if (running) running.firm += 1;
      const result = method(...args);
      if (result instanceof Promise) running?.open.push(result);
      return result;
    },
  ];
  return Object.fromEntries(Object.entries(expectation).map(wrap)) as Kind;
}
