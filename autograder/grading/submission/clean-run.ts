// Messages of public tests that cannot carry a hidden input out: the cells run again in a process that never sees one.
//
// A function may keep what a hidden test of an earlier question gave it, and return it to a public test of a later one,
// whose feedback shows what was returned.
import type { GradeRequest } from "../../contract.ts";
import type { CheckerClient } from "../../checker/index.ts";
import { askQuestion } from "./ask-question.ts";
import { failureOf } from "./failures.ts";
import type { CellFailure } from "./failures.ts";
import type { Step } from "./plan.ts";
import { makeStudentRun, runStep } from "./run-step.ts";

/** Messages of these public tests by title; a test that passes when it runs alone has none. */
export async function cleanMessages(
  request: GradeRequest,
  checker: CheckerClient,
  stepsBefore: readonly Step[],
  question: { readonly code: string; readonly label: string; readonly only: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const student = makeStudentRun(request, () => undefined); // heard in the first run already
  const failures: CellFailure[] = [];
  try {
    for (const step of stepsBefore) {
      if (step.role === "question") continue;
      const end = await runStep(step, student, undefined);
      const failure = end && failureOf(step.source, step.label ?? "", end);
      if (failure) failures.push(failure);
    }
    const { tests } = await askQuestion({
      ...question,
      checker,
      student,
      failures,
      onTest: () => undefined,
    });
    return new Map(
      tests.flatMap(({ title, verdict, message }) =>
        verdict === "passed" ? [] : [[title, message] as const],
      ),
    );
  } finally {
    await student.close();
  }
}
