// Cells that are not questions: run in the guest, set-up cells in the checker too, and reported.
import type { CellReport, GradeRequest } from "../../contract.ts";
import { CheckerFailed, guestSeed } from "../../checker/index.ts";
import type { CheckerClient } from "../../checker/index.ts";
import { StudentRun } from "./guest/student-run.ts";
import type { CellEnd } from "./guest/student-run.ts";
import type { CellFlag, Step } from "./plan.ts";

/** The student's notebook of a request, not yet started. */
export function makeStudentRun(
  { lab, student, courseKey, sandbox }: GradeRequest,
  hear: (source: string, text: string) => void,
): StudentRun {
  const { allowedImports, limits, slug } = lab.settings;
  const ends = performance.now() + limits.runMs;
  return new StudentRun({
    sandbox,
    launch: {
      allowedImports,
      memoryMb: limits.memoryMb,
      // The clock on the wall is ours to watch; this one ends what escapes it.
      cpuSeconds: Math.ceil(limits.runMs / 1000) + 30,
    },
    engine: {
      allowedImports,
      tsconfig: null,
      checkLimit: Math.min(5000, limits.cellMs),
      seed: guestSeed({ courseKey, student, lab: slug }),
    },
    limits,
    timeLeft: () => ends - performance.now(),
    hear,
  });
}

/** Runs a cell where it belongs; undefined for text and for empty cells. */
export async function runStep(
  step: Step,
  student: StudentRun,
  checker: CheckerClient | undefined,
): Promise<CellEnd | undefined> {
  if (step.label === undefined || step.source.trim() === "") return undefined;
  if (step.setup && checker) await runSetup(step, checker);
  return student.runCell({ source: step.source, label: step.label });
}

async function runSetup(step: Step, checker: CheckerClient): Promise<void> {
  const { error } = await checker.run({
    code: step.master ?? step.source,
    label: step.label ?? "",
    onCall: () => Promise.reject(new CheckerFailed("a set-up cell makes calls")),
  });
  if (error !== undefined) throw new CheckerFailed(`the master's set-up cell fails: ${error}`);
}

/** What became of a cell, for the TA. */
export function reportCell(step: Step, end: CellEnd | undefined, printed: string): CellReport {
  const flags: CellFlag[] = [...step.flags];
  const said: string[] = [step.note];
  if (end?.kind === "lost") {
    flags.push("not-run");
    said.push(`${end.verdict}: ${end.detail}`);
  }
  if (end?.kind === "ran") {
    const refused = end.errorName === "TypeCheckError";
    if (refused) flags.push("type-error");
    if (!end.checked && !refused) flags.push("unchecked");
    if (end.status === "error") said.push(`${end.errorName}: ${end.errorMessage}`);
  }
  const staffMessage = [...said, printed].filter((text) => text !== "").join("\n");
  return { gradeId: step.gradeId, cellId: step.cellId, flags, staffMessage };
}
