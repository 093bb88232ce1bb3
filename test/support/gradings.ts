// Gradings made by hand, for tests of what happens to them afterwards.
import type { Lab, SubmissionResult, TestResult } from "../../autograder/contract.ts";
import type { Grading, NewGrading } from "../../autograder/store/index.ts";

export function testResult(changes: Partial<TestResult> = {}): TestResult {
  return {
    question: "q1",
    gradeId: "q1-tests",
    title: "slides the filter",
    hidden: false,
    verdict: "passed",
    points: 4,
    maxPoints: 4,
    studentMessage: "",
    staffMessage: "",
    durationMs: 12.5,
    ...changes,
  };
}

export function submissionResult(changes: Partial<SubmissionResult> = {}): SubmissionResult {
  const tests = changes.tests ?? [testResult()];
  return {
    student: "alice",
    lab: "01-convolution-by-hand",
    status: "graded",
    reason: undefined,
    tests,
    cells: [],
    manual: [],
    automaticPoints: tests.reduce((sum, { points }) => sum + points, 0),
    automaticMax: tests.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
    pendingManualMax: 0,
    audit: { convlab: "0.1.0", memoryMb: 512 },
    durationMs: 1234.5,
    ...changes,
  };
}

export function newGrading(
  result: Partial<SubmissionResult> = {},
  changes: Partial<NewGrading> = {},
): NewGrading {
  const whole = submissionResult(result);
  return {
    key: {
      student: whole.student,
      lab: whole.lab,
      submissionHash: "5".repeat(64),
      gradingHash: "9".repeat(64),
    },
    sandbox: "full",
    submittedAt: "2026-11-20T09:00:00.000Z",
    result: whole,
    ...changes,
  };
}

export function grading(
  result: Partial<SubmissionResult> = {},
  changes: Partial<Grading> = {},
): Grading {
  const gradedAt = "2026-11-21T12:00:00.000Z";
  return { id: 1, run: 1, gradedAt, ...newGrading(result), ...changes };
}

/** A lab of which only the settings matter. */
export const anyLab: Lab = {
  settings: {
    slug: "01-convolution-by-hand",
    title: "Convolution by hand",
    allowedImports: ["convlab/tensor"],
    limits: { callMs: 2000, cellMs: 10_000, runMs: 60_000, memoryMb: 512 },
  },
  folder: "solutions/01-convolution-by-hand",
  master: { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] },
  release: { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] },
};
