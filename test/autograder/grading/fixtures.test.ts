import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab, Sandbox, SubmissionResult } from "../../../autograder/contract.ts";
import { loadLab } from "../../../autograder/authoring/index.ts";
import { closeCheckers } from "../../../autograder/checker/index.ts";
import { gradeSubmission } from "../../../autograder/grading/submission/index.ts";
import { writeNotebook } from "../../../autograder/notebook/index.ts";
import { createSandbox, probeWalls } from "../../../autograder/sandbox/index.ts";
import { marker } from "../fixtures/attacks.ts";
import { course, labSlug, makeSubmissions, makeTwin, submittedFolder } from "../fixtures/make.ts";

/** What a submission must come to; tests that are not named are passed. */
interface Expected {
  readonly points: number;
  readonly status?: SubmissionResult["status"];
  /** By question: the verdict of all its tests, or of each in order. */
  readonly verdicts?: Readonly<Record<string, string | readonly string[]>>;
  readonly flags?: Readonly<Record<string, string>>;
  /** The hostile line ran: the TA's record says so. */
  readonly ran?: true;
}

const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "fixtures", "expected.json"), "utf8"),
) as Readonly<Record<string, Expected>>;
const students = Object.keys(expected);
const walls = await probeWalls();
const behindWalls = walls.every(({ holds }) => holds);

let lab: Lab;
const results = new Map<string, SubmissionResult>();

/** Never without walls: one of these submissions reads whatever it can, another fills the memory. */
describe.skipIf(!behindWalls)("submissions behind the walls", () => {
  beforeAll(async () => {
    lab = await loadLab(labSlug, course);
    const sandbox = await createSandbox({ mode: "full" });
    const waiting = [...students, "twin"];
    const work = async (): Promise<void> => {
      for (let student = waiting.shift(); student; student = waiting.shift()) {
        results.set(student, await grade(student, sandbox));
      }
    };
    await Promise.all([work(), work()]);
    await sandbox.close();
  }, 400_000);

  afterAll(closeCheckers);

  const grade = (student: string, sandbox: Sandbox): Promise<SubmissionResult> => {
    const path = join(submittedFolder, student, labSlug, `${labSlug}.ipynb`);
    const submitted =
      student === "twin" ? Buffer.from(writeNotebook(makeTwin(lab), "twin")) : readFileSync(path);
    return gradeSubmission({ lab, student, submitted, courseKey: "a key for tests", sandbox });
  };

  const resultOf = (student: string): SubmissionResult => {
    const result = results.get(student);
    if (!result) throw new Error(`${student} was not graded`);
    return result;
  };

  test("the folder holds what make.ts makes of lab 01, and expected.json tells of each", () => {
    const made = makeSubmissions(lab);
    expect([...made.keys()].toSorted()).toEqual(students.toSorted());
    expect(readdirSync(submittedFolder).toSorted()).toEqual(students.toSorted());
    for (const [student, text] of made) {
      const path = join(submittedFolder, student, labSlug, `${labSlug}.ipynb`);
      expect(readFileSync(path, "utf8") === text, `${student}: run make.ts again`).toBe(true);
    }
  });

  test.for(students)("%s gets the expected verdict in each test", (student) => {
    const { tests, status, automaticPoints } = resultOf(student);
    const { verdicts = {}, points, status: wanted = "graded" } = expected[student] ?? { points: 0 };
    const got = tests.map(({ question, title, verdict }) => `${question} ${title}: ${verdict}`);
    const right = tests.map(({ question, title }, at) => {
      const verdict = verdicts[question] ?? "passed";
      const place = at - tests.findIndex((other) => other.question === question);
      return `${question} ${title}: ${typeof verdict === "string" ? verdict : verdict[place]}`;
    });
    expect(got).toEqual(right);
    expect([status, automaticPoints]).toEqual([wanted, points]);
  });

  test.for(students.filter((student) => expected[student]?.flags))(
    "%s is flagged cell by cell",
    (student) => {
      const { cells } = resultOf(student);
      for (const [gradeId, flag] of Object.entries(expected[student]?.flags ?? {})) {
        const flags = cells
          .filter((cell) => cell.gradeId === gradeId)
          .flatMap((cell) => cell.flags);
        expect(flags, gradeId).toContain(flag);
      }
    },
  );

  test.for(students.filter((student) => expected[student]?.ran))(
    "the hostile line of %s ran: the TA's record says so",
    (student) => {
      const { tests, cells } = resultOf(student);
      const record = [...tests, ...cells].map(({ staffMessage }) => staffMessage).join("\n");
      expect(record).toContain(marker);
    },
  );

  test("the twin of the attacks, without their lines, earns full marks", () => {
    const { automaticPoints, automaticMax } = resultOf("twin");
    expect([automaticPoints, automaticMax]).toEqual([80, 80]);
  });

  test("nothing of a hidden input is in what students read, whatever carried it out", () => {
    for (const student of students) {
      for (const { hidden, title, studentMessage } of resultOf(student).tests) {
        if (!hidden) continue;
        expect(studentMessage, `${student}: ${title}`).not.toContain("CANARY");
        // no number with a fraction stands in our own words or in the author's hints
        expect(studentMessage, `${student}: ${title}`).not.toMatch(/\d\.\d{3,}/);
      }
    }
  });

  test("what carried it out stands in the TA's record instead", () => {
    const carriers = ["throws-the-hidden-input", "shows-the-hidden-input"];
    for (const student of carriers) {
      const hidden = resultOf(student).tests.filter(
        (each) => each.hidden && each.question === "q6",
      );
      expect(hidden.map(({ staffMessage }) => staffMessage).join("\n")).toMatch(
        /CANARY .*\d\.\d{3,}/,
      );
    }
  });

  test("no submission found a notebook, the reference or a secret", () => {
    const seen = (student: string): string =>
      resultOf(student)
        .cells.map(({ staffMessage }) => staffMessage)
        .join("\n")
        // oxlint-disable-next-line no-control-regex -- the console's colours
        .replaceAll(/\u001b\[\d+m/g, "");
    expect(seen("reads-the-file-system")).toContain("OPENED 0");
    expect(seen("searches-the-disk")).toContain("FOUND 0");
    expect(seen("searches-the-disk")).not.toMatch(/root:|HOME=|key/);
  });
});
