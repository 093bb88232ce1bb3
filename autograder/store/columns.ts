// From the records of the contract to columns of the database.
import type { SQLInputValue } from "node:sqlite";
import type { CellReport, SubmissionResult, TestResult } from "../contract.ts";
import type { NewGrading } from "./contract.ts";

export type Columns = Readonly<Record<string, SQLInputValue>>;

/**
 * The same grading with texts that every database gives back unchanged: a student's message may hold zero bytes and
 * halves of characters, which would break the audit chain when it is read again.
 */
export function storable(grading: NewGrading): NewGrading {
  return mapTexts(grading, (text) => text.toWellFormed().replaceAll("\0", "\u2400")) as NewGrading;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]),
  );
}

export function gradingColumns(run: number, grading: NewGrading, gradedAt: string): Columns {
  const { key, result } = grading;
  return {
    run,
    student: key.student,
    lab: key.lab,
    submission_hash: key.submissionHash,
    grading_hash: key.gradingHash,
    sandbox: grading.sandbox,
    submitted_at: grading.submittedAt ?? null,
    graded_at: gradedAt,
    status: result.status,
    reason: result.reason ?? null,
    automatic_points: result.automaticPoints ?? null,
    automatic_max: result.automaticMax,
    pending_manual_max: result.pendingManualMax,
    audit: JSON.stringify(result.audit),
    duration_ms: result.durationMs,
  };
}

export function testColumns(test: TestResult): Columns {
  return {
    question: test.question,
    grade_id: test.gradeId,
    title: test.title,
    hidden: Number(test.hidden),
    verdict: test.verdict,
    points: test.points,
    max_points: test.maxPoints,
    student_message: test.studentMessage,
    staff_message: test.staffMessage,
    duration_ms: test.durationMs,
  };
}

export function cellColumns(cell: CellReport): Columns {
  return {
    grade_id: cell.gradeId ?? null,
    cell_id: cell.cellId,
    flags: JSON.stringify(cell.flags),
    staff_message: cell.staffMessage,
  };
}

export function manualColumns(manual: SubmissionResult["manual"][number]): Columns {
  return {
    grade_id: manual.gradeId,
    max_points: manual.maxPoints,
    answered: Number(manual.answered),
  };
}
