// One question: its tests run where its cell stands, and every test of its text gets a result.
import type { GradeRequest, TestResult, Verdict } from "../../contract.ts";
import { readQuestion } from "../../authoring/index.ts";
import type { QuestionInText, TestInText } from "../../authoring/index.ts";
import type { CheckerClient } from "../../checker/index.ts";
import { beforeTests } from "../../../kernel/helpers/check/index.ts";
import type { TestReport } from "../../../kernel/helpers/check/index.ts";
import { askQuestion } from "./ask-question.ts";
import type { Asked } from "./ask-question.ts";
import { cleanMessages } from "./clean-run.ts";
import type { CellFailure } from "./failures.ts";
import type { StudentRun } from "./guest/student-run.ts";
import type { Step } from "./plan.ts";
import type { Recorder } from "./recorder.ts";
import { toResult } from "./wording.ts";

/** What one submission's grading has at hand. */
export interface Grading {
  readonly request: GradeRequest;
  readonly checker: CheckerClient;
  readonly student: StudentRun;
  readonly recorder: Recorder;
  readonly failures: CellFailure[];
  /** True once a hidden test has run: from then on the student's process may know a hidden input. */
  shaded: boolean;
}

/** The question that a step asks, as it stands in the master. */
function questionOf(step: Step, { request }: Pick<Grading, "request">): QuestionInText {
  const { slug } = request.lab.settings;
  const place = { file: `${slug}.ipynb`, cellId: step.cellId, ...gradeIdOf(step) };
  return readQuestion(step.master ?? "", place);
}

/** Runs a question's tests; `before` are the steps that have run. */
export async function gradeQuestion(
  grading: Grading,
  step: Step,
  before: readonly Step[],
): Promise<readonly TestResult[]> {
  const { request, checker, student, failures, recorder } = grading;
  const text = questionOf(step, grading);
  const hidden = new Set(text.tests.filter((test) => test.hidden).map(({ title }) => title));
  const doubtful = new Set<string>();
  const question = { code: step.master ?? "", label: `Tests of ${text.question}` };
  const placeOf = (title: string): string => `${text.question}: ${title}`;
  const onTest = (title: string): void => {
    recorder.turnTo(placeOf(title));
    grading.shaded ||= hidden.has(title);
    if (grading.shaded) doubtful.add(title);
  };
  const asked = await askQuestion({ ...question, checker, student, failures, onTest });
  const reports = new Map(asked.tests.map((report) => [report.title, report]));
  const only = [...doubtful].filter((title) => !hidden.has(title) && mayCarry(reports.get(title)));
  const clean =
    only.length > 0
      ? await cleanMessages(request, checker, before, { ...question, only })
      : new Map<string, string>();
  return text.tests.map((test) => {
    const { title } = test;
    const report = reports.get(title) ?? unreported(test, asked);
    const isOpen = !doubtful.has(title) || harmless.has(report.verdict);
    const cleanMessage = isOpen ? report.message : clean.get(title);
    const note = asked.notes.get(title);
    const printed = recorder.printedIn(placeOf(title));
    return toResult(
      { test, report, note, printed, cleanMessage },
      { question: text.question, gradeId: step.gradeId ?? "" },
      request.lab.settings.limits,
    );
  });
}

const gradeIdOf = ({ gradeId }: Step): { gradeId?: string } =>
  gradeId === undefined ? {} : { gradeId };

/** Verdicts whose message holds what the student's process said. */
const carrying: ReadonlySet<Verdict> = new Set(["failed", "error", "tampered"]);

const mayCarry = (report: TestReport | undefined): boolean =>
  report !== undefined && carrying.has(report.verdict);

/** Verdicts whose message is all our own. */
const harmless: ReadonlySet<Verdict> = new Set(["timeout", "memory", "crashed"]);

/** A test that did not run: because the student's code failed what stands before it, or because ours did. */
function unreported({ title, points }: TestInText, { tests, error }: Asked): TestReport {
  const stopped = tests.find((report) => report.title === beforeTests);
  const ours = error ?? "the question did not report this test";
  return {
    title,
    verdict: stopped?.verdict ?? "infrastructure",
    points: 0,
    maxPoints: points,
    errorName: stopped?.errorName,
    message: stopped?.message ?? ours,
    hint: undefined,
    durationMs: 0,
  };
}
