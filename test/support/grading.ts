// Grades notebooks of the small lab without walls: only for code that is harmless.
import type {
  GradeRequest,
  Lab,
  Notebook,
  Sandbox,
  SubmissionResult,
} from "../../autograder/contract.ts";
import { gradeSubmission } from "../../autograder/grading/submission/index.ts";
import { writeNotebook } from "../../autograder/notebook/index.ts";

export function gradeNotebook(
  lab: Lab,
  notebook: Notebook | Uint8Array,
  sandbox: Sandbox,
  more: Partial<Pick<GradeRequest, "courseKey" | "student" | "signal">> = {},
): Promise<SubmissionResult> {
  const submitted =
    notebook instanceof Uint8Array ? notebook : Buffer.from(writeNotebook(notebook, "test"));
  return gradeSubmission({ lab, student: "ada", courseKey: "key", sandbox, ...more, submitted });
}

/** `title: verdict` of every test. */
export const verdictsOf = ({ tests }: SubmissionResult): Readonly<Record<string, string>> =>
  Object.fromEntries(tests.map(({ title, verdict }) => [title, verdict]));
