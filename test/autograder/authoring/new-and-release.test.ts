import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  answersOf,
  isReleased,
  loadLab,
  loadMutants,
  newLab,
  readMutant,
  writeRelease,
} from "../../../autograder/authoring/index.ts";
import { faultOf } from "../../support/codes.ts";

let course: string;
const slug = "02-pooling";

beforeAll(async () => {
  course = await mkdtemp(join(tmpdir(), "convlab-course-"));
  await mkdir(join(course, "solutions"));
  await newLab(slug, course);
});
afterAll(() => rm(course, { recursive: true }));

test("a new lab loads, has mutants with a trap and a cap, and adds up to its points", async () => {
  const lab = await loadLab(slug, course);
  expect(lab.settings.title).toBe("Pooling");
  const mutants = await loadMutants(lab);
  expect(mutants.map(({ name, cap }) => [name, cap])).toEqual([
    ["adds-two-neighbours", 4],
    ["stops-one-early", 0],
  ]);
  expect(mutants[0]?.cells["q1"]).toContain("offset < 2;");
});

test("a lab is never overwritten, and a name that is no slug is refused with one that is", async () => {
  expect((await faultOf(() => newLab(slug, course))).code).toBe("LAB_EXISTS");
  for (const name of ["Pooling", "2", "../x", "02_pooling"]) {
    const fault = await faultOf(() => newLab(name, course));
    expect(fault.code).toBe("LAB_SLUG");
    expect(fault.fix).toMatch(/convlab lab new \d{2}-[a-z-]+$/);
  }
});

test("release writes the notebook and the lab's files once, and the second time nothing", async () => {
  const files = join(course, "solutions", slug, "files", "data");
  await mkdir(files, { recursive: true });
  await writeFile(join(files, "signal.csv"), "1,2,3\n");
  const lab = await loadLab(slug, course);
  expect(await isReleased(lab, course)).toBe(false);
  const paths = [`labs/${slug}/${slug}.ipynb`, `labs/${slug}/data/signal.csv`];
  expect((await writeRelease(lab, course)).written).toEqual(paths);
  const before = await stat(join(course, paths[0] ?? ""));
  const second = await writeRelease(lab, course);
  expect(second).toEqual({ written: [], unchanged: paths, strangers: [] });
  expect((await stat(join(course, paths[0] ?? ""))).mtimeMs).toBe(before.mtimeMs);
  expect(await isReleased(lab, course)).toBe(true);
});

test("a file in labs/ that no master makes is named and left alone", async () => {
  const lab = await loadLab(slug, course);
  await writeRelease(lab, course);
  await writeFile(join(course, "labs", slug, "notes.txt"), "mine");
  expect((await writeRelease(lab, course)).strangers).toEqual([`labs/${slug}/notes.txt`]);
  expect(await readFile(join(course, "labs", slug, "notes.txt"), "utf8")).toBe("mine");
  expect(await readdir(join(course, "labs", slug))).not.toContain("mutants");
});

test.each([
  ["no JSON", "{", /not JSON/],
  ["a list", "[]", /not an object/],
  ["no trap and no cap", "{}", /trap is missing.*\n.*cap is missing/],
  ["a word that is not known", '{"trap": "a", "cap": 1, "edit": []}', /did you mean edits/],
  ["a text that is nowhere", edit("nowhere"), /"nowhere" stands nowhere in cell q1/],
  ["a text that stands twice", edit("sums"), /stands \d times in cell q1/],
  ["a cell that is not there", edit("offset < width", "q9"), /no answer cell "q9"; there are q1/],
  ["no change", '{"trap": "a", "cap": 1}', /changes nothing/],
  ["the reference itself", edit("offset < width", "q1", "offset < width"), /same as the reference/],
])("a mutant is refused with %s", async (_, text, reason) => {
  const answers = answersOf(await loadLab(slug, course));
  const fault = await faultOf(() => readMutant(text, "mutants/m.json", answers));
  expect(fault.code).toBe("MUTANT_FORMAT");
  expect(fault.given).toMatch(reason);
});

function edit(replace: string, cell = "q1", put = "x"): string {
  return JSON.stringify({ trap: "a", cap: 1, edits: [{ cell, replace, with: put }] });
}
