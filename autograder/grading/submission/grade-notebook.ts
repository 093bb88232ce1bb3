// One submission from its first cell to its last: cells run in the guest, questions in the checker, each at its place.
import type { CellReport, GradeRequest, Notebook, TestResult } from "../../contract.ts";
import type { CheckerClient } from "../../checker/index.ts";
import { failureOf } from "./failures.ts";
import { gradeQuestion } from "./grade-question.ts";
import type { Grading } from "./grade-question.ts";
import { planSteps } from "./plan.ts";
import type { Step } from "./plan.ts";
import { makeRecorder } from "./recorder.ts";
import { makeStudentRun, reportCell, runStep } from "./run-step.ts";

export interface GradedNotebook {
  readonly steps: readonly Step[];
  readonly tests: readonly TestResult[];
  readonly cells: readonly CellReport[];
  readonly guestStarts: number;
  readonly guestPeakMb: number;
}

/** Runs and judges a notebook that could be read. */
export async function gradeNotebook(
  request: GradeRequest,
  submitted: Notebook,
  checker: CheckerClient,
): Promise<GradedNotebook> {
  const { lab, student, courseKey } = request;
  const steps = planSteps(lab, submitted);
  const recorder = makeRecorder();
  const grading: Grading = {
    request,
    checker,
    recorder,
    student: makeStudentRun(request, recorder.hear),
    failures: [],
    shaded: false,
  };
  const cells: CellReport[] = [];
  const results = new Map<string, readonly TestResult[]>();
  const { slug } = lab.settings;
  await checker.begin({ courseKey, student, lab: slug, directory: lab.folder });
  try {
    for (const [at, step] of steps.entries()) {
      request.signal?.throwIfAborted();
      recorder.turnTo(`cell ${at}`);
      if (step.role === "question") {
        cells.push(reportCell(step, undefined, ""));
        results.set(step.gradeId ?? "", await gradeQuestion(grading, step, steps.slice(0, at)));
        continue;
      }
      const end = await runStep(step, grading.student, checker);
      const failure = end && failureOf(step.source, step.label ?? "", end);
      if (failure) grading.failures.push(failure);
      cells.push(reportCell(step, end, recorder.printedIn(`cell ${at}`)));
    }
  } finally {
    await grading.student.close();
  }
  const { starts, peakMemoryMb } = grading.student;
  const tests = inReleaseOrder(results, steps, lab.release);
  return { steps, tests, cells, guestStarts: starts, guestPeakMb: peakMemoryMb };
}

/** Tests in the order of the release, wherever the student moved their cells. */
function inReleaseOrder(
  results: ReadonlyMap<string, readonly TestResult[]>,
  steps: readonly Step[],
  release: Notebook,
): readonly TestResult[] {
  const place = new Map(release.cells.map((cell, at) => [cell.id, at]));
  const gradeIds = steps
    .filter(({ role }) => role === "question")
    .toSorted((left, right) => (place.get(left.releaseId) ?? 0) - (place.get(right.releaseId) ?? 0))
    .map(({ gradeId }) => gradeId ?? "");
  return gradeIds.flatMap((gradeId) => results.get(gradeId) ?? []);
}
