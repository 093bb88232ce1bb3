// grades.csv: nbgrader's columns first, so that its exporters' readers take the file, then ours.
import type { Grading } from "../store/index.ts";

type Cell = string | number | undefined;

const nbgraderColumns = [
  "assignment",
  "duedate",
  "timestamp",
  "student_id",
  "last_name",
  "first_name",
  "email",
  "raw_score",
  "late_submission_penalty",
  "score",
  "max_score",
] as const;

const ownColumns = ["status", "manual_pending", "flags", "sandbox", "submission"] as const;

/**
 * One row per student and lab. Scores are the automatic points; what could not be graded has an empty score and says so
 * under `status`, never a silent 0. One column per question, shared by labs that use the same name.
 */
export function gradesCsv(gradings: readonly Grading[]): string {
  const questions = [
    ...new Set(gradings.flatMap(({ result }) => result.tests.map(({ question }) => question))),
  ];
  const rows = gradings.map((grading) => {
    const values: Readonly<Record<string, Cell>> = {
      ...commonValues(grading),
      ...ownValues(grading),
    };
    return [
      ...nbgraderColumns.map((name) => values[name]),
      ...ownColumns.map((name) => values[name]),
      ...questions.map((name) => questionPoints(grading, name)),
    ];
  });
  return [[...nbgraderColumns, ...ownColumns, ...questions], ...rows]
    .map((row) => `${row.map(csvField).join(",")}\r\n`)
    .join("");
}

function commonValues({ key, submittedAt, result }: Grading): Record<string, Cell> {
  const graded = result.status === "graded" ? result.automaticPoints : undefined;
  return {
    assignment: key.lab,
    timestamp: submittedAt,
    student_id: key.student,
    raw_score: graded,
    late_submission_penalty: 0,
    score: graded,
    max_score: result.automaticMax,
  };
}

function ownValues({ key, result, sandbox }: Grading): Record<string, Cell> {
  const flags = result.cells.flatMap((cell) => cell.flags).filter((flag) => flag !== "not-run");
  return {
    status: result.status,
    manual_pending: result.pendingManualMax,
    flags: [...new Set(flags)].join(" "),
    sandbox: sandbox === "none" ? "UNSANDBOXED" : sandbox,
    submission: key.submissionHash.slice(0, 12),
  };
}

function questionPoints({ result }: Grading, question: string): Cell {
  const tests = result.tests.filter((test) => test.question === question);
  if (tests.length === 0 || tests.some(({ verdict }) => verdict === "infrastructure")) {
    return undefined;
  }
  return tests.reduce((sum, { points }) => sum + points, 0);
}

/**
 * One field. Texts are quoted always; one that a spreadsheet would run as a formula gets an apostrophe before it, as
 * OWASP advises.
 */
export function csvField(cell: Cell): string {
  if (cell === undefined) return '""';
  if (typeof cell === "number") return String(Math.round(cell * 1e6) / 1e6);
  const text = cell.toWellFormed().replaceAll("\0", "\u2400");
  const guarded = /^[\s]*[=+\-@\t\r|]/.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}
