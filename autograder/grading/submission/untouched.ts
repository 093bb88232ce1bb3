import type { Lab, TestResult, Verdict } from "../../contract.ts";
import { gradeIdOf, readNbgrader } from "../../notebook/index.ts";
import { readQuestion } from "../../authoring/index.ts";

/** A result for every test of a lab when none could run. */
export function untouched(
  { master, settings }: Lab,
  verdict: Verdict,
  studentMessage: string,
  staffMessage: string,
): readonly TestResult[] {
  return master.cells.flatMap((cell) => {
    const metadata = readNbgrader(cell);
    if (!metadata?.grade || metadata.solution || cell.cell_type !== "code") return [];
    const gradeId = gradeIdOf(cell) ?? "";
    const { question, tests } = readQuestion(cell.source, {
      file: `${settings.slug}.ipynb`,
      gradeId,
    });
    return tests.map(({ title, hidden, points }) => ({
      ...{ question, gradeId, title, hidden, verdict, studentMessage, staffMessage },
      points: 0,
      maxPoints: points,
      durationMs: 0,
    }));
  });
}
