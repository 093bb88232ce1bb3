// The course's own labs: released from their masters, worth 100 points, and proved by their mutants.
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  checkLab,
  isReleased,
  listLabs,
  loadLab,
  loadMutants,
} from "../../autograder/authoring/index.ts";
import { closeCheckers } from "../../autograder/checker/index.ts";
import { buildWhenStale } from "../../autograder/cli/build.ts";
import type { Sandbox } from "../../autograder/contract.ts";
import { gradeSubmission } from "../../autograder/grading/submission/index.ts";
import { createSandbox } from "../../autograder/sandbox/index.ts";

const course = resolve(import.meta.dirname, "../..");
const labs = await listLabs(course);
/** Grading every mutant of one lab, on a busy machine; ms. */
const checkTime = 300_000;
let sandbox: Sandbox;

beforeAll(async () => {
  await buildWhenStale({ out: () => undefined, note: () => undefined });
  // Our own code: the walls have tests of their own.
  sandbox = await createSandbox({ mode: "none" });
});
afterAll(async () => {
  closeCheckers();
  await sandbox.close();
});

test("there is a lab to look at", () => {
  expect(labs).toContain("01-convolution-by-hand");
});

test.each(labs)("what students get of %s is what its master makes", async (slug) => {
  expect(await isReleased(await loadLab(slug, course), course)).toBe(true);
});

test.each(labs)(
  "%s is worth 100 points, and its tests tell right from wrong",
  async (slug) => {
    const lab = await loadLab(slug, course);
    const mutants = await loadMutants(lab);
    expect(mutants.length).toBeGreaterThanOrEqual(10);
    const result = await checkLab(lab, mutants, { grade: gradeSubmission, sandbox, jobs: 2 });
    expect(result.claims.filter(({ holds }) => !holds)).toEqual([]);
    expect(result.automaticPoints + result.manualPoints).toBe(100);
    // each loses points to a hidden test, whether or not a public one saw it too
    const unseen = result.mutants.filter(({ killedBy }) => !killedBy.some(({ hidden }) => hidden));
    expect(unseen.map(({ name }) => name)).toEqual([]);
  },
  checkTime,
);
