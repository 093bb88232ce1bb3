// `convlab lab check`: proves that a lab's tests tell right from wrong, and that its release gives nothing away.
import { availableParallelism } from "node:os";
import type { GradeSubmission, Lab, Mutant, Sandbox, SubmissionResult } from "../../contract.ts";
import { isGrade } from "../../notebook/index.ts";
import {
  claimHidden,
  claimMutants,
  claimOtherSeeds,
  claimReference,
  claimRepeats,
  claimStub,
  claimTime,
  nameOf,
  notJudged,
  reportMutant,
} from "./claims.ts";
import { inParallel } from "./parallel.ts";
import { claimImports, claimNames, claimNoLeak, claimTests } from "./static-claims.ts";
import { mutated, solved, untouched } from "./submissions.ts";
import type { LabCheck, TestReport } from "./verdict.ts";

export interface CheckOptions {
  readonly grade: GradeSubmission;
  readonly sandbox: Sandbox;
  /** Submissions graded at a time (default: as many as there are cores, at most 4). */
  readonly jobs?: number;
  /** Told when another submission is graded. */
  readonly onProgress?: (done: number, of: number, what: string) => void;
  readonly signal?: AbortSignal;
}

const repeats = 3;
/** Seeds of a check are the same each time; a course has a key of its own. */
const checkKey = "lab check";

/** Checks one lab; what does not hold is a claim in the result, never an error. */
export async function checkLab(
  lab: Lab,
  mutants: readonly Mutant[],
  { grade, sandbox, onProgress, signal, ...options }: CheckOptions,
): Promise<LabCheck> {
  const started = performance.now();
  const total = repeats + 2 + mutants.length;
  let done = 0;
  const run = async (what: string, submitted: Uint8Array, student: string) => {
    const request = { lab, student, submitted, courseKey: checkKey, sandbox };
    const result = await grade(signal ? { ...request, signal } : request);
    onProgress?.(++done, total, what);
    return result;
  };
  const reference = solved(lab);
  const first = await run("reference", reference, "reference"); // alone: its time is measured
  const jobs = options.jobs ?? Math.min(4, availableParallelism());
  const again = Array.from({ length: repeats - 1 }, (_, index) => `reference, run ${index + 2}`);
  const others = await inParallel(jobs, [
    () => run("untouched release", untouched(lab), "untouched"),
    () => run("reference, other seeds", reference, "another student"),
    ...again.map((what) => () => run(what, reference, "reference")),
    ...mutants.map((mutant) => () => run(mutant.name, mutated(lab, mutant), "reference")),
  ]);
  const [stub, otherSeeds, ...rest] = others;
  if (!stub || !otherSeeds) throw new Error("a submission of the check was lost");
  const graded = mutants.map((mutant, index) => ({
    mutant,
    result: rest[repeats - 1 + index] ?? first,
  }));
  const reports = graded.map(({ mutant, result }) => reportMutant(mutant, result));
  const tests = testReports(first, graded);
  const right = claimReference(first);
  const aboutMutants = [claimMutants(graded), claimHidden(reports)];
  const claims = [
    right,
    claimStub(stub),
    claimTests(lab, first),
    claimRepeats([first, ...rest.slice(0, repeats - 1)]),
    claimOtherSeeds(first, otherSeeds),
    ...(right.holds ? aboutMutants : notJudged(aboutMutants)),
    claimNames(lab),
    claimImports(lab),
    await claimNoLeak(lab, mutants),
    claimTime(first, lab.settings.limits.runMs),
  ];
  return {
    lab: lab.settings,
    holds: claims.every(({ holds }) => holds),
    sandbox: sandbox.mode,
    automaticPoints: first.automaticMax,
    manualPoints: first.pendingManualMax,
    claims,
    remarks: [
      ...tests
        .filter(({ hidden, kills }) => hidden && kills.length === 0)
        .map((test) => `${nameOf(test)} (hidden) catches no mutant`),
      ...ungradedQuestions(lab),
    ],
    mutants: reports,
    tests,
    durationMs: performance.now() - started,
  };
}

/** A question in a cell without points: meant for practice, or the metadata were forgotten. */
function ungradedQuestions(lab: Lab): string[] {
  return lab.master.cells.flatMap((cell, index) =>
    cell.cell_type === "code" && !isGrade(cell) && /\bquestion\(/.test(cell.source)
      ? [`cell ${index + 1} asks a question, but its metadata do not say grade: no points`]
      : [],
  );
}

function testReports(
  reference: SubmissionResult,
  graded: readonly { readonly mutant: Mutant; readonly result: SubmissionResult }[],
): readonly TestReport[] {
  return reference.tests.map(({ question, title, hidden, maxPoints }) => ({
    question,
    title,
    hidden,
    points: maxPoints,
    kills: graded.flatMap(({ mutant, result }) => {
      const same = result.tests.find((test) => test.question === question && test.title === title);
      return same && same.verdict !== "passed" ? [mutant.name] : [];
    }),
  }));
}
