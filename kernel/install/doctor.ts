// `convlab doctor`: what is there, what is missing, and how to mend it.
import { examineJupyter } from "./doctor/jupyter.ts";
import { lacks, stands, toLines, type Finding } from "./doctor/finding.ts";
import { examinePrograms } from "./doctor/programs.ts";
import { findPlaces } from "./home.mjs";
import { SetupError } from "./trouble.mjs";

/** What one wall of the grader's sandbox does; the grader's own type fits. */
interface Wall {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
  readonly mend: string | undefined;
}

/** Parts that this folder may not import; the command line hands them in. */
export interface DoctorParts {
  /** Tries every wall of the sandbox. */
  readonly probeWalls: () => Promise<readonly Wall[]>;
}

/**
 * Prints every part of the installation with its mend; `--json` as one object.
 * @returns exit code 1 when labs cannot run here, or, in a clone, submissions cannot be graded
 */
export async function doctorCommand(args: readonly string[], parts: DoctorParts): Promise<number> {
  const wrong = args.find((word) => word !== "--json");
  if (wrong !== undefined) {
    throw new SetupError({
      code: "BAD_OPTION",
      summary: "convlab doctor does not understand what it was told.",
      given: wrong,
      expected: "nothing, or --json",
      fix: "convlab doctor",
    });
  }
  const places = findPlaces();
  const findings: readonly Finding[] = [
    ...(await examinePrograms(places)),
    ...(await examineJupyter(places)),
    examineTraining(),
    ...(places.isClone ? await examineSandbox(parts) : []),
  ];
  const ready = {
    labs: isReady(findings, "labs"),
    // students do not grade: an exported course has no sandbox to look at
    grading: places.isClone ? isReady(findings, "labs") && isReady(findings, "grading") : undefined,
  };
  const fails = !ready.labs || ready.grading === false;
  if (args.includes("--json")) {
    console.log(
      JSON.stringify({ version: places.version, home: places.home, ready, findings }, null, 2),
    );
  } else {
    console.log(
      [
        `Convlab ${places.version} in ${places.home}`,
        "",
        ...toLines(findings),
        "",
        verdict(ready),
      ].join("\n"),
    );
  }
  return fails ? 1 : 0;
}

const isReady = (findings: readonly Finding[], what: Finding["neededFor"]): boolean =>
  findings.every((finding) => finding.stands || finding.neededFor !== what);

function verdict(ready: { readonly labs: boolean; readonly grading: boolean | undefined }): string {
  if (!ready.labs) return "Labs cannot run here yet: mend what is marked ✗, from the top.";
  if (ready.grading === false)
    return "Labs run here. Submissions cannot be graded here: mend what is marked ✗.";
  return ready.grading ? "Labs run here, and submissions can be graded." : "Labs run here.";
}

function examineTraining(): Finding {
  return lacks(
    "training",
    "nothing yet",
    "no backend installed",
    "nothing to do yet: no lab of this version trains a network",
  );
}

async function examineSandbox({ probeWalls }: DoctorParts): Promise<readonly Finding[]> {
  if (process.platform !== "linux") {
    return [
      lacks(
        "sandbox",
        "grading",
        `not on ${process.platform}`,
        "grade on Linux: the walls are its kernel's",
      ),
    ];
  }
  const walls = await probeWalls();
  return walls.map(({ name, holds, detail, mend }) =>
    holds
      ? stands(`wall: ${name}`, "grading", detail)
      : lacks(`wall: ${name}`, "grading", detail, mend ?? "see docs/tas.md"),
  );
}
