// Between rows of the database and the records of the contract.
import type { SQLOutputValue } from "node:sqlite";
import type {
  CellReport,
  SandboxMode,
  SubmissionResult,
  TestResult,
  Verdict,
} from "../contract.ts";
import type { Grading, Run } from "./contract.ts";

export type Row = Readonly<Record<string, SQLOutputValue>>;

const text = (row: Row, name: string): string => String(row[name]);
const number = (row: Row, name: string): number => Number(row[name]);
const optionalText = (row: Row, name: string): string | undefined =>
  row[name] === null ? undefined : text(row, name);

export function toRun(row: Row): Run {
  return {
    id: number(row, "id"),
    startedAt: text(row, "started_at"),
    endedAt: optionalText(row, "ended_at"),
    request: JSON.parse(text(row, "request")) as Run["request"],
  };
}

/** A grading from its row and the rows that belong to it. */
export function toGrading(
  row: Row,
  lists: {
    readonly tests: readonly Row[];
    readonly cells: readonly Row[];
    readonly manual: readonly Row[];
  },
): Grading {
  const result: SubmissionResult = {
    student: text(row, "student"),
    lab: text(row, "lab"),
    status: text(row, "status") as SubmissionResult["status"],
    reason: optionalText(row, "reason"),
    tests: lists.tests.map(toTest),
    cells: lists.cells.map(toCell),
    manual: lists.manual.map((manual) => ({
      gradeId: text(manual, "grade_id"),
      maxPoints: number(manual, "max_points"),
      answered: number(manual, "answered") === 1,
    })),
    automaticPoints: row["automatic_points"] === null ? undefined : number(row, "automatic_points"),
    automaticMax: number(row, "automatic_max"),
    pendingManualMax: number(row, "pending_manual_max"),
    audit: JSON.parse(text(row, "audit")) as SubmissionResult["audit"],
    durationMs: number(row, "duration_ms"),
  };
  return {
    id: number(row, "id"),
    run: number(row, "run"),
    key: {
      student: result.student,
      lab: result.lab,
      submissionHash: text(row, "submission_hash"),
      gradingHash: text(row, "grading_hash"),
    },
    sandbox: text(row, "sandbox") as SandboxMode,
    submittedAt: optionalText(row, "submitted_at"),
    gradedAt: text(row, "graded_at"),
    result,
  };
}

function toTest(row: Row): TestResult {
  return {
    question: text(row, "question"),
    gradeId: text(row, "grade_id"),
    title: text(row, "title"),
    hidden: number(row, "hidden") === 1,
    verdict: text(row, "verdict") as Verdict,
    points: number(row, "points"),
    maxPoints: number(row, "max_points"),
    studentMessage: text(row, "student_message"),
    staffMessage: text(row, "staff_message"),
    durationMs: number(row, "duration_ms"),
  };
}

function toCell(row: Row): CellReport {
  return {
    gradeId: optionalText(row, "grade_id"),
    cellId: text(row, "cell_id"),
    flags: JSON.parse(text(row, "flags")) as CellReport["flags"],
    staffMessage: text(row, "staff_message"),
  };
}
