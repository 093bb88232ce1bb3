// `convlab lab check`: proves that a lab's tests tell right from wrong, and that its release gives nothing away.
import { availableParallelism } from "node:os";
import type { GradeSubmission, Lab, Mutant, Sandbox, SubmissionResult } from "../../contract.ts";
import {
  describePlace,
  gradedCells,
  isGrade,
  isSolution,
  writeNotebook,
} from "../../notebook/index.ts";
import { passagesOf } from "../leak/passages.ts";
import { scanFiles } from "../leak/course-scan.ts";
import { readQuestion } from "../master/test-cells.ts";
import { releaseFiles } from "../write-release.ts";
import {
  claim,
  claimHidden,
  claimMutants,
  claimOtherSeeds,
  claimReference,
  claimRepeats,
  claimStub,
  claimTime,
  nameOf,
  reportMutant,
} from "./claims.ts";
import { inParallel } from "./parallel.ts";
import { foreignNames } from "./names.ts";
import { mutated, solved, untouched } from "./submissions.ts";
import type { Claim, LabCheck, TestReport } from "./verdict.ts";

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
  const claims = [
    claimReference(first),
    claimStub(stub),
    claimTests(lab, first),
    claimRepeats([first, ...rest.slice(0, repeats - 1)]),
    claimOtherSeeds(otherSeeds),
    claimMutants(graded),
    claimHidden(reports),
    claimNames(lab),
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
    remarks: tests
      .filter(({ hidden, kills }) => hidden && kills.length === 0)
      .map((test) => `${nameOf(test)} (hidden) catches no mutant`),
    mutants: reports,
    tests,
    durationMs: performance.now() - started,
  };
}

/** Every test of the text was run, with the points of the text, and no other. */
function claimTests(lab: Lab, result: SubmissionResult): Claim {
  const { slug } = lab.settings;
  const inText = gradedCells(lab.master, slug)
    .filter(({ cell }) => cell.cell_type === "code" && isGrade(cell) && !isSolution(cell))
    .flatMap(({ cell, place }) => {
      const { question, tests } = readQuestion(cell.source, place);
      return tests.map((test) => ({ name: nameOf({ question, ...test }), points: test.points }));
    });
  const run = new Map(result.tests.map((test) => [nameOf(test), test.maxPoints] as const));
  const faults = [
    ...inText.flatMap(({ name, points }) =>
      run.get(name) === points
        ? []
        : [`${name}: ${points} points in the text, ${run.get(name) ?? "not run"} when graded`],
    ),
    ...[...run.keys()]
      .filter((name) => !inText.some((test) => test.name === name))
      .map((name) => `${name}: run, but not found in the text`),
  ];
  const { automaticMax, pendingManualMax } = result;
  return claim("every test is run, and the points add up", faults, {
    held: `${inText.length} tests; ${automaticMax} automatic + ${pendingManualMax} by hand = ${automaticMax + pendingManualMax}`,
    fix: "question names must differ from cell to cell, titles within a question",
  });
}

function claimNames(lab: Lab): Claim {
  const { slug } = lab.settings;
  const faults = foreignNames(lab.master, `solutions/${slug}/${slug}.ipynb`).map(
    ({ place, name, declaredIn }) =>
      `${describePlace(place)}: ${name}, which cell ${declaredIn} declares`,
  );
  return claim("test cells use no name of another cell but of setup cells", faults, {
    held: "none",
    fix: 'reach a function with call("name", …); move helpers to a locked cell tagged setup, or into the test cell',
  });
}

async function claimNoLeak(lab: Lab, mutants: readonly Mutant[]): Promise<Claim> {
  const passages = passagesOf(lab, mutants);
  const files = new Map(await releaseFiles(lab));
  const { leaks } = scanFiles(passages, files);
  const faults = leaks.map(({ where, passage, words }) => `${where} holds ${passage}\n"${words}"`);
  const size = writeNotebook(lab.release, lab.settings.slug).length;
  return claim("the release gives nothing away", faults, {
    held: `none of ${passages.length} secret passages in ${files.size} files, ${Math.ceil(size / 1024)} kB`,
    fix: "write the public cell in other words, or mark it as solution",
  });
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
