// One submission of one lab: from its bytes to a verdict for every test.
import type {
  GradeRequest,
  GradeSubmission,
  SubmissionResult,
  TestResult,
} from "../../contract.ts";
import { NotebookError } from "../../../kernel/core/index.ts";
import type { Notebook } from "../../contract.ts";
import { readNotebook } from "../../notebook/index.ts";
import { borrowChecker, CheckerFailed, returnChecker } from "../../checker/index.ts";
import { SandboxError } from "../../sandbox/errors.ts";
import { auditOf } from "./audit.ts";
import { gradeNotebook } from "./grade-notebook.ts";
import { GuestNotStarted } from "./guest/student-run.ts";
import { manualQuestions } from "./manual.ts";
import { planSteps } from "./plan.ts";
import { untouched } from "./untouched.ts";

const attempts = 2; // our own failures are tried again once, with a fresh checker

/**
 * Grades one submission.
 *
 * Whatever stands in the submitted bytes ends in a result: unreadable ones too. Our own failures are retried, then left
 * open (`infrastructure`), never scored.
 *
 * @throws NotebookError for a fault of the master's test cells; the signal's reason when it is aborted
 */
export const gradeSubmission: GradeSubmission = async (request) => {
  const started = performance.now();
  const finish = (parts: Omit<SubmissionResult, Common>): SubmissionResult => ({
    student: request.student,
    lab: request.lab.settings.slug,
    ...parts,
    automaticPoints: pointsOf(parts.tests),
    automaticMax: sum(parts.tests, ({ maxPoints }) => maxPoints),
    pendingManualMax: sum(parts.manual, ({ maxPoints }) => maxPoints),
    durationMs: performance.now() - started,
  });
  const submitted = read(request);
  if (submitted instanceof NotebookError) {
    const reason = submitted.message;
    const tests = untouched(request.lab, "missing", "The notebook could not be read.", reason);
    const manual = manualQuestions(request.lab, []);
    const audit = auditOf(request);
    return finish({ status: "unreadable", reason, tests, cells: [], manual, audit });
  }
  for (let attempt = 1; ; attempt += 1) {
    const graded = await tryOnce(request, submitted);
    const failed = graded.status === "infrastructure";
    if (!failed || attempt >= attempts) return finish(graded);
  }
};

type Common =
  "student" | "lab" | "automaticPoints" | "automaticMax" | "pendingManualMax" | "durationMs";

async function tryOnce(
  request: GradeRequest,
  submitted: Notebook,
): Promise<Omit<SubmissionResult, Common>> {
  const { lab } = request;
  const audit = auditOf(request);
  const checker = await borrowChecker();
  let healthy = false;
  try {
    const { tests, cells, steps, ...guest } = await gradeNotebook(request, submitted, checker);
    healthy = true;
    const ours = tests.find(({ verdict }) => verdict === "infrastructure");
    return {
      status: ours ? "infrastructure" : "graded",
      reason: ours && `${ours.question}, ${ours.title}: ${ours.staffMessage}`,
      tests,
      cells,
      manual: manualQuestions(lab, steps),
      audit: { ...audit, ...guest },
    };
  } catch (error) {
    if (!isOurs(error)) throw error;
    const reason = error.message;
    const tests = untouched(lab, "infrastructure", "The grader failed, not your code.", reason);
    const manual = manualQuestions(lab, planSteps(lab, submitted));
    return { status: "infrastructure", reason, tests, cells: [], manual, audit };
  } finally {
    returnChecker(checker, healthy);
  }
}

const isOurs = (error: unknown): error is Error =>
  error instanceof CheckerFailed ||
  error instanceof GuestNotStarted ||
  error instanceof SandboxError;

function read({ submitted, student, lab }: GradeRequest): Notebook | NotebookError {
  const { slug } = lab.settings;
  try {
    return readNotebook(submitted, { file: `${student}/${slug}/${slug}.ipynb`, repairIds: true });
  } catch (error) {
    if (error instanceof NotebookError) return error;
    throw error;
  }
}

/** Undefined while a test waits to be graded again: an open test is never a silent 0. */
function pointsOf(tests: readonly TestResult[]): number | undefined {
  return tests.some(({ verdict }) => verdict === "infrastructure")
    ? undefined
    : sum(tests, ({ points }) => points);
}

const sum = <Item>(items: readonly Item[], pick: (item: Item) => number): number =>
  items.reduce((total, item) => total + pick(item), 0);
