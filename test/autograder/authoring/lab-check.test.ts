import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  checkLab,
  loadLab,
  loadMutants,
  newLab,
  type LabCheck,
} from "../../../autograder/authoring/index.ts";
import { closeCheckers } from "../../../autograder/checker/index.ts";
import { buildWhenStale } from "../../../autograder/cli/build.ts";
import type { Sandbox } from "../../../autograder/contract.ts";
import { gradeSubmission } from "../../../autograder/grading/submission/index.ts";
import { loadNotebook, saveNotebook } from "../../../autograder/notebook/index.ts";
import { createSandbox } from "../../../autograder/sandbox/index.ts";

// The labs here are the author's own code: without walls the promises are the same, on every machine.
let space: string;
let sandbox: Sandbox;

beforeAll(async () => {
  space = await mkdtemp(join(tmpdir(), "convlab-check-"));
  await buildWhenStale({ out: () => undefined, note: () => undefined });
  sandbox = await createSandbox({ mode: "none" });
});
afterAll(async () => {
  closeCheckers();
  await sandbox.close();
  await rm(space, { recursive: true });
});

/** Checks the lab of `lab new` after some cells were changed and mutants were added. */
async function check(
  name: string,
  change: (id: string, source: string) => string,
  mutants: Readonly<Record<string, object>> = {},
): Promise<LabCheck> {
  const course = join(space, name);
  await mkdir(join(course, "solutions"), { recursive: true });
  await newLab("02-pooling", course);
  const folder = join(course, "solutions/02-pooling");
  const path = join(folder, "02-pooling.ipynb");
  const master = await loadNotebook(path);
  const cells = master.cells.map((cell) => ({ ...cell, source: change(cell.id, cell.source) }));
  await saveNotebook(path, { ...master, cells });
  for (const [mutant, text] of Object.entries(mutants)) {
    await writeFile(join(folder, "mutants", `${mutant}.json`), JSON.stringify(text));
  }
  const lab = await loadLab("2", course);
  return checkLab(lab, await loadMutants(lab), { grade: gradeSubmission, sandbox, jobs: 2 });
}

const failing = ({ claims }: LabCheck) =>
  claims.filter(({ holds }) => !holds).map(({ name }) => name);
const asItIs = (_: string, source: string) => source;
const replaceIn = (cell: string, from: string, to: string) => (id: string, source: string) =>
  id === cell ? source.replace(from, to) : source;

test("the lab of `lab new` passes at once, and the kill matrix names who caught each mutant", async () => {
  const result = await check("as-it-is", asItIs);
  expect(failing(result)).toEqual([]);
  expect(result).toMatchObject({ holds: true, automaticPoints: 10, manualPoints: 5 });
  expect(
    result.mutants.map(({ name, points, passesPublic, killedBy }) => [
      name,
      points,
      passesPublic,
      killedBy.map(({ title }) => title),
    ]),
  ).toEqual([
    [
      "adds-two-neighbours",
      4,
      true,
      ["works for any width", "a window as wide as the signal fits once"],
    ],
    [
      "stops-one-early",
      0,
      false,
      ["adds up neighbours", "works for any width", "a window as wide as the signal fits once"],
    ],
  ]);
});

test("a wrong reference is told with what the test saw, and nothing is said of mutants", async () => {
  const result = await check("wrong", replaceIn("q1", "let sum = 0", "let sum = 1"));
  expect(failing(result)).toEqual([
    "the reference earns all automatic points",
    "every mutant type-checks and stays at or below its cap",
    "at least half of the mutants pass all public tests",
  ]);
  expect(result.claims[0]?.details[0]).toMatch(/q1: adds up neighbours: failed\n[^]*got +4/);
});

test("a test that a stub passes is told", async () => {
  const weak = '  await test("is there", { points: 1 }, async () => { expect(1).toBe(1); });\n';
  const result = await check(
    "weak",
    replaceIn("q1-tests", "  // BEGIN HIDDEN", `${weak}  // BEGIN HIDDEN`),
  );
  expect(failing(result)).toContain("the untouched release type-checks and earns nothing");
});

test("a stub that does not type-check is told", async () => {
  const result = await check(
    "untyped",
    replaceIn("setup", 'import { NotImplementedError } from "convlab/check";\n', ""),
  );
  expect(failing(result)).toEqual(["the untouched release type-checks and earns nothing"]);
});

test("a test cell that names a variable of an answer's cell is told", async () => {
  const result = await check(
    "names",
    replaceIn(
      "q1-tests",
      'await call("slidingSums", [2, -5, 4], 3)',
      "[1]; slidingSums; expect([1]",
    ),
  ).catch((error: unknown) => error);
  expect(result).toMatchObject({ code: "CELL_SYNTAX" });
  const right = await check(
    "names-2",
    replaceIn("q1-tests", "    for (const seed", "    void slidingSums;\n    for (const seed"),
  );
  expect(failing(right)).toContain("test cells use no name of another cell but of setup cells");
});

test("mutants that survive, do not type-check or rise above their cap are told by name", async () => {
  const edit = (replace: string, put: string) => [{ cell: "q1", replace, with: put }];
  const result = await check("mutants", asItIs, {
    survives: { trap: "Nothing.", cap: 5, edits: edit("let sum = 0", "let sum = 0 + 0") },
    untyped: { trap: "Text.", cap: 5, edits: edit("let sum = 0", 'let sum: number = "0"') },
    "above-cap": { trap: "Two.", cap: 3, edits: edit("offset < width", "offset < 2") },
  });
  const claim = result.claims.find(({ name }) => name.startsWith("every mutant"));
  expect(claim?.holds).toBe(false);
  expect(claim?.details.map((line) => line.split(":")[0])).toEqual([
    "above-cap",
    "survives",
    "untyped",
  ]);
  expect(claim?.details[2]).toMatch(/not assignable to type 'number'/);
});

test("an answer left in a text of the release is told", async () => {
  const answer = (
    await readFile(join(space, "as-it-is/solutions/02-pooling/02-pooling.ipynb"), "utf8")
  )
    .match(/const sums[^]*?return sums;/)?.[0]
    ?.replaceAll(/\\n",\s*"/g, "\n");
  const result = await check("leak", (id, source) =>
    id === "title" ? `${source}\n${answer ?? ""}` : source,
  );
  expect(failing(result)).toEqual(["the release gives nothing away"]);
});
