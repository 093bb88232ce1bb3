import { expect, test } from "vitest";
import type {
  Mutant,
  SubmissionResult,
  TestResult,
  Verdict,
} from "../../../autograder/contract.ts";
import {
  claimHidden,
  claimMutants,
  claimReference,
  claimRepeats,
  claimStub,
  claimTime,
  reportMutant,
} from "../../../autograder/authoring/check/claims.ts";

/** A result of two tests, a public one of 4 points and a hidden one of 6. */
function result(
  publicVerdict: Verdict,
  hiddenVerdict: Verdict,
  more: Partial<SubmissionResult> = {},
): SubmissionResult {
  const tests = [
    testResult("adds", false, 4, publicVerdict),
    testResult("any width", true, 6, hiddenVerdict),
  ];
  return {
    student: "s",
    lab: "02-pooling",
    status: "graded",
    reason: undefined,
    tests,
    cells: [],
    manual: [],
    automaticPoints: tests.reduce((sum, { points }) => sum + points, 0),
    automaticMax: 10,
    pendingManualMax: 5,
    audit: {},
    durationMs: 1000,
    ...more,
  };
}

function testResult(
  title: string,
  hidden: boolean,
  maxPoints: number,
  verdict: Verdict,
): TestResult {
  const points = verdict === "passed" ? maxPoints : 0;
  const messages = { studentMessage: "", staffMessage: "staff saw this" };
  return {
    question: "q1",
    gradeId: "q1-tests",
    title,
    hidden,
    verdict,
    points,
    maxPoints,
    ...messages,
    durationMs: 1,
  };
}

const typeError = {
  gradeId: "q1",
  cellId: "q1",
  flags: ["type-error" as const],
  staffMessage: "Type 'string' is not assignable to type 'number'.",
};
const mutant: Mutant = { name: "adds-two", trap: "Adds two.", cap: 4, cells: {} };
const right = result("passed", "passed");
const nothing = result("failed", "error");

test("a reference that passes everything holds; one that fails a test is told which", () => {
  expect(claimReference(right)).toMatchObject({ holds: true, details: ["10 of 10"] });
  const { holds, details } = claimReference(result("passed", "failed"));
  expect(holds).toBe(false);
  expect(details).toEqual(["q1: any width: failed\nstaff saw this"]);
});

test("a result that is not a grade never holds", () => {
  const lost = result("passed", "infrastructure", { automaticPoints: undefined });
  const unreadable = result("passed", "passed", { status: "unreadable", reason: "not JSON" });
  for (const bad of [lost, unreadable]) {
    expect(claimReference(bad).holds).toBe(false);
    expect(claimStub(bad).holds).toBe(false);
    expect(claimMutants([{ mutant, result: bad }]).holds).toBe(false);
  }
});

test("a stub that earns points, or does not type-check, does not hold", () => {
  expect(claimStub(nothing).holds).toBe(true);
  expect(claimStub(result("passed", "failed")).details).toEqual(["q1: adds: 4 of 4 points"]);
  expect(claimStub({ ...nothing, cells: [typeError] }).details[0]).toContain(
    "cell q1: Type 'string'",
  );
});

test("repeats that differ in one verdict do not hold", () => {
  expect(claimRepeats([right, right, right]).holds).toBe(true);
  expect(claimRepeats([right, right, result("passed", "timeout")]).details).toEqual([
    "q1: any width: passed, 6 points in run 1, timeout, 0 points in run 3",
  ]);
});

test("a mutant above its cap, without a type, or that survives, is told", () => {
  const claimOf = (graded: SubmissionResult, cap = 4) =>
    claimMutants([{ mutant: { ...mutant, cap }, result: graded }]);
  expect(claimOf(result("passed", "failed")).holds).toBe(true);
  expect(claimOf(result("failed", "passed")).details).toEqual([
    "adds-two: earns 6, above its cap 4",
  ]);
  expect(claimOf(right, 10).details).toEqual(["adds-two: survives: it loses no point"]);
  expect(claimOf({ ...nothing, cells: [typeError] }).holds).toBe(false);
  expect(claimMutants([]).details).toEqual(["there are none in mutants/"]);
});

test("half of the mutants must pass all public tests", () => {
  const subtle = reportMutant(mutant, result("passed", "failed"));
  const plain = reportMutant(mutant, nothing);
  expect(subtle.passesPublic).toBe(true);
  expect(plain.passesPublic).toBe(false);
  expect(claimHidden([subtle, plain]).holds).toBe(true);
  expect(claimHidden([subtle, plain, plain]).details).toEqual(["only 1 of 3"]);
});

test("a mutant's report names every test that caught it", () => {
  expect(reportMutant(mutant, nothing).killedBy).toEqual([
    { question: "q1", title: "adds", hidden: false, verdict: "failed" },
    { question: "q1", title: "any width", hidden: true, verdict: "error" },
  ]);
});

test("the reference must leave half of the time", () => {
  expect(claimTime(right, 2000).holds).toBe(true);
  expect(claimTime(right, 1999).holds).toBe(false);
});
