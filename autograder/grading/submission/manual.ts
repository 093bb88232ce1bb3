import type { Lab, SubmissionResult } from "../../contract.ts";
import { readNbgrader } from "../../notebook/index.ts";
import type { Step } from "./plan.ts";

/** The questions that a person grades, and whether the student wrote anything there. */
export function manualQuestions(lab: Lab, steps: readonly Step[]): SubmissionResult["manual"] {
  return lab.release.cells.flatMap((cell) => {
    const metadata = readNbgrader(cell);
    if (!metadata || !(metadata.task || (metadata.grade && metadata.solution))) return [];
    const { grade_id: gradeId, points = 0 } = metadata;
    const written = steps
      .filter((step) => step.gradeId === gradeId)
      .map(({ source }) => source.trim());
    const answered = written.some((text) => text !== "" && text !== cell.source.trim());
    return [{ gradeId, maxPoints: points, answered }];
  });
}
