// The claims of `lab check` that need no grading: about the master's text and the release.
import type { Lab, Mutant, SubmissionResult } from "../../contract.ts";
import { describePlace, gradedCells, isGrade, isSolution } from "../../notebook/index.ts";
import { scanFiles } from "../leak/course-scan.ts";
import { passagesOf } from "../leak/passages.ts";
import { isSearchable } from "../leak/scan.ts";
import { readQuestion } from "../master/test-cells.ts";
import { releaseFiles } from "../write-release.ts";
import { claim, nameOf } from "./claims.ts";
import { forbiddenImports } from "./imports.ts";
import { foreignNames } from "./names.ts";
import type { Claim } from "./verdict.ts";

/** Every test of the text was run, with the points of the text, and no other. */
export function claimTests(lab: Lab, result: SubmissionResult): Claim {
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

/** Test cells reach the student's code by call alone. */
export function claimNames(lab: Lab): Claim {
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

/** Students' cells, the reference's answers among them, keep to allowedImports. */
export function claimImports(lab: Lab): Claim {
  return claim("students' cells import only what the lab allows", forbiddenImports(lab), {
    held: lab.settings.allowedImports.join(", "),
    fix: "add it to allowedImports in the lab's settings, or import it in hidden tests only",
  });
}

/** No secret passage in the notebook or in the lab's files. */
export async function claimNoLeak(lab: Lab, mutants: readonly Mutant[]): Promise<Claim> {
  const passages = passagesOf(lab, mutants);
  const files = new Map(await releaseFiles(lab));
  const { leaks } = scanFiles(passages, files);
  const faults = leaks.map(({ where, passage, words }) => `${where} holds ${passage}\n"${words}"`);
  const searched = passages.filter(isSearchable).length;
  const short = passages.length - searched;
  const tooShort = short === 0 ? "" : ` (${short} too short to look for)`;
  return claim("the release gives nothing away", faults, {
    held: `none of ${searched} secret passages in ${files.size} file${files.size === 1 ? "" : "s"}${tooShort}`,
    fix: "write the public cell in other words, or mark it as solution",
  });
}
