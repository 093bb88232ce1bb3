// The claims of `lab check` about graded submissions; pure: results in, claims out.
import type { CellReport, Mutant, SubmissionResult, TestResult } from "../../contract.ts";
import type { Claim, KillingTest, MutantReport } from "./verdict.ts";

/** The reference earns every automatic point, its cells type-check, and everything was graded. */
export function claimReference(result: SubmissionResult): Claim {
  const faults = [
    ...notGraded(result),
    ...typeErrors(result.cells),
    ...result.tests
      .filter(({ verdict }) => verdict !== "passed")
      .map((test) => `${nameOf(test)}: ${test.verdict}\n${test.staffMessage}`),
  ];
  return claim("the reference earns all automatic points", faults, {
    held: `${result.automaticPoints ?? 0} of ${result.automaticMax}`,
    fix: "correct the reference's cell or the test named above",
  });
}

/** The untouched release type-checks and earns nothing. */
export function claimStub(result: SubmissionResult): Claim {
  const types = typeErrors(result.cells);
  const faults = [
    ...notGraded(result),
    ...types,
    ...result.tests
      .filter(({ points }) => points > 0)
      .map((test) => `${nameOf(test)}: ${test.points} of ${test.maxPoints} points`),
  ];
  return claim("the untouched release type-checks and earns nothing", faults, {
    held: `0 of ${result.automaticMax}`,
    fix:
      types.length > 0
        ? 'import { NotImplementedError } from "convlab/check" in the setup cell; keep signatures outside of the marks, or write // STUB: lines'
        : "a test that a stub passes proves nothing: expect a value that only a right answer gives",
  });
}

/** Graded again, the reference gets the same verdicts. */
export function claimRepeats(results: readonly SubmissionResult[]): Claim {
  const [first, ...others] = results.map(verdictsOf);
  const faults = others.flatMap((verdicts, index) =>
    [...verdicts].flatMap(([name, verdict]) =>
      first?.get(name) === verdict
        ? []
        : [`${name}: ${first?.get(name) ?? "absent"} in run 1, ${verdict} in run ${index + 2}`],
    ),
  );
  return claim("graded again, the reference gets the same verdicts", faults, {
    held: `${results.length} runs`,
    fix: "seed the test's random numbers with seeds(…), widen a tolerance, or drop what depends on time",
  });
}

/** Other seeds, as another student has them, change nothing for the reference. */
export function claimOtherSeeds(first: SubmissionResult, other: SubmissionResult): Claim {
  const before = verdictsOf(first);
  const faults = other.tests
    .filter((test) => test.verdict !== "passed" && before.get(nameOf(test))?.startsWith("passed"))
    .map((test) => `${nameOf(test)}: ${test.verdict}\n${test.staffMessage}`);
  return claim(
    "other seeds, as another student has them, change nothing for the reference",
    faults,
    {
      held: `${other.automaticPoints ?? 0} of ${other.automaticMax}`,
      fix: "the test asks more than the text promises: widen its tolerance, or narrow its inputs",
    },
  );
}

/** The reference leaves time to spare: half of what the lab allows, for slower machines. */
export function claimTime(result: SubmissionResult, runMs: number): Claim {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const late = result.durationMs > runMs / 2;
  return claim(
    "the reference needs at most half of the lab's time",
    late ? [`${seconds(result.durationMs)} of ${seconds(runMs)}`] : [],
    {
      held: `${seconds(result.durationMs)} of ${seconds(runMs)}`,
      fix: "make the tests smaller, or raise limits.runMs in the lab's settings",
    },
  );
}

/** Every mutant type-checks, loses points, and stays at or below its cap. */
export function claimMutants(
  mutants: readonly { readonly mutant: Mutant; readonly result: SubmissionResult }[],
): Claim {
  const faults = mutants.flatMap(({ mutant, result }) => {
    const { automaticPoints: points = 0, automaticMax } = result;
    const survived = points >= automaticMax ? ["survives: it loses no point"] : [];
    const over = points > mutant.cap ? [`earns ${points}, above its cap ${mutant.cap}`] : [];
    return [
      ...notGraded(result),
      ...typeErrors(result.cells),
      ...(survived[0] ? survived : over),
    ].map((fault) => `${mutant.name}: ${fault}`);
  });
  const none = mutants.length === 0 ? ["there are none in mutants/"] : [];
  return claim("every mutant type-checks and stays at or below its cap", [...none, ...faults], {
    held: `${mutants.length} mutants`,
    fix: "write a hidden test that tells it from a right answer, or correct the mutant",
  });
}

/** Without a right reference nothing about mutants is known. */
export function notJudged(claims: readonly Claim[]): readonly Claim[] {
  return claims.map(({ name }) => ({
    name,
    holds: false,
    details: ["not judged before the reference earns all points"],
  }));
}

/** At least half of the mutants pass all public tests: else the hidden tests would add nothing. */
export function claimHidden(mutants: readonly MutantReport[]): Claim {
  const passing = mutants.filter(({ passesPublic }) => passesPublic).length;
  const text = `${passing} of ${mutants.length}`;
  return claim(
    "at least half of the mutants pass all public tests",
    passing * 2 >= mutants.length ? [] : [`only ${text}`],
    { held: text, fix: "add mutants that only a hidden test finds, or make public tests hidden" },
  );
}

/** How a mutant fared, and which tests caught it. */
export function reportMutant(mutant: Mutant, result: SubmissionResult): MutantReport {
  const killedBy: KillingTest[] = result.tests
    .filter(({ verdict }) => verdict !== "passed")
    .map(({ question, title, hidden, verdict }) => ({ question, title, hidden, verdict }));
  return {
    name: mutant.name,
    trap: mutant.trap,
    cap: mutant.cap,
    points: result.automaticPoints,
    passesPublic: killedBy.every(({ hidden }) => hidden),
    killedBy,
    durationMs: result.durationMs,
  };
}

export function nameOf({ question, title }: Pick<TestResult, "question" | "title">): string {
  return `${question}: ${title}`;
}

/** A claim that holds when nothing is wrong. */
export function claim(
  name: string,
  faults: readonly string[],
  { held, fix }: { readonly held: string; readonly fix: string },
): Claim {
  return faults.length === 0
    ? { name, holds: true, details: [held] }
    : { name, holds: false, details: faults, fix };
}

function notGraded({ status, reason, tests }: SubmissionResult): string[] {
  if (status !== "graded") return [`${status}: ${reason ?? "no reason given"}`];
  return tests
    .filter(({ verdict }) => verdict === "infrastructure")
    .map((test) => `${nameOf(test)}: the grader itself failed: ${test.staffMessage}`);
}

/** Cells that do not type-check, or that ran without the check: that proves nothing either. */
function typeErrors(cells: readonly CellReport[]): string[] {
  return cells
    .filter(({ flags }) => flags.includes("type-error") || flags.includes("unchecked"))
    .map(({ gradeId, cellId, staffMessage }) => {
      const lines = staffMessage.split("\n").map((line) => line.replace(/^\[error\] /, ""));
      return `cell ${gradeId ?? cellId}: ${[...new Set(lines)].join("\n")}`;
    });
}

function verdictsOf({ tests }: SubmissionResult): ReadonlyMap<string, string> {
  return new Map(
    tests.map((test) => [nameOf(test), `${test.verdict}, ${test.points} points`] as const),
  );
}
