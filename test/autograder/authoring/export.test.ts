import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWhenStale } from "../../../autograder/cli/build.ts";
import { exportCourse, loadLab, newLab } from "../../../autograder/authoring/index.ts";
import { courseLock } from "../../../autograder/authoring/export/lock.ts";
import { readTarball } from "../../../autograder/authoring/leak/archive.ts";
import { filesBelow } from "../../../autograder/authoring/write-release.ts";
import { courseKey } from "../../../autograder/grading/batch/course-key.ts";
import { loadNotebook, saveNotebook, writeNotebook } from "../../../autograder/notebook/index.ts";
import { faultOf } from "../../support/codes.ts";

let space: string;
let course: string;
let folder: string;
const version = JSON.parse(
  await readFile(new URL("../../../package.json", import.meta.url), "utf8"),
).version as string;

beforeAll(async () => {
  space = await mkdtemp(join(tmpdir(), "convlab-export-"));
  course = join(space, "repository");
  folder = join(space, "course");
  await mkdir(join(course, "solutions"), { recursive: true });
  await buildWhenStale({ out: () => undefined, note: () => undefined });
  await newLab("02-pooling", course);
  await newLab("03-strides", course);
  await exportCourse(course, folder, { version });
});
afterAll(() => rm(space, { recursive: true }));

test("the export holds the releases, the packed convlab and what npm start needs, and nothing else", async () => {
  const files = await filesBelow(folder);
  const [archive = ""] = files.filter((name) => name.endsWith(".tgz"));
  expect(archive).toMatch(/^convlab-\d+\.\d+\.\d+-[0-9a-f]{8}\.tgz$/);
  expect(files).toEqual(
    [
      "README.md",
      archive,
      "labs/02-pooling/02-pooling.ipynb",
      "labs/03-strides/03-strides.ipynb",
      "package-lock.json",
      "package.json",
      "start.mjs",
    ].sort(),
  );
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  expect(manifest).toMatchObject({
    convlab: { labs: "labs" },
    scripts: { start: "node start.mjs" },
    dependencies: { convlab: `file:${archive}` },
  });
  const { release } = await loadLab("2", course);
  const written = await readFile(join(folder, "labs/02-pooling/02-pooling.ipynb"), "utf8");
  expect(written).toBe(writeNotebook(release, "release"));
});

test("the packed convlab has its programs, and no master, mutant or test", async () => {
  const [archive = ""] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  const packed = [...readTarball(await readFile(join(folder, archive))).keys()];
  expect(packed).toEqual(
    expect.arrayContaining([
      "package/dist/cli.js",
      "package/kernel/convlab.mjs",
      "package/package.json",
    ]),
  );
  expect(packed.filter((path) => /solutions|mutants|\.ipynb|test\/|\.key/.test(path))).toEqual([]);
});

test("a folder that is not empty is refused, and with force only our own files are written over", async () => {
  await writeFile(join(folder, "mine.txt"), "keep me");
  expect((await faultOf(() => exportCourse(course, folder, { version }))).code).toBe(
    "EXPORT_NOT_EMPTY",
  );
  const before = await filesBelow(folder);
  const report = await exportCourse(course, folder, { version, force: true });
  expect(report.strangers).toEqual(["mine.txt"]);
  expect(await filesBelow(folder)).toEqual(before);
  expect(await readFile(join(folder, "mine.txt"), "utf8")).toBe("keep me");
});

test("an answer left in a public cell stops the export before a file is written", async () => {
  const leaky = await ownCourse("leaky-cell", ({ answer }) => answer);
  const fault = await faultOf(() => exportCourse(leaky, join(space, "never"), { version }));
  expect(fault.code).toBe("EXPORT_LEAK");
  expect(fault.given).toMatch(
    /labs\/02-pooling\/02-pooling\.ipynb holds .*grade_id "q1".*solution/,
  );
  await expect(readdir(join(space, "never"))).rejects.toThrow("ENOENT");
});

test("a hidden test in a lab's files stops the export too", async () => {
  const leaky = await ownCourse("leaky-file", () => "nothing secret");
  await exportCourse(leaky, join(space, "clean"), { version });
  await mkdir(join(leaky, "solutions/02-pooling/files"));
  await writeFile(join(leaky, "solutions/02-pooling/files/old.txt"), hiddenTest);
  const fault = await faultOf(() => exportCourse(leaky, join(space, "never"), { version }));
  expect(fault.given).toMatch(/labs\/02-pooling\/old\.txt holds .*hidden tests/);
});

test("the course's key in a lab's files stops the export", async () => {
  const leaky = await ownCourse("leaky-key", () => "nothing secret");
  const key = await courseKey(leaky);
  await mkdir(join(leaky, "solutions/02-pooling/files"));
  await writeFile(join(leaky, "solutions/02-pooling/files/seeds.txt"), `seeds of ${key}`);
  const fault = await faultOf(() => exportCourse(leaky, join(space, "never"), { version }));
  expect(fault.given).toMatch(/labs\/02-pooling\/seeds\.txt holds the course's key/);
});

const hiddenTest = `  await test("keeps the largest of negative numbers", { points: 6 }, async () => {
    expect(await call("largest", [-3, -1, -2])).toBe(-1);
  });`;

/** A course with a lab that is not the template; `notes` becomes a text that students get. */
async function ownCourse(
  name: string,
  notes: (secrets: { answer: string }) => string,
): Promise<string> {
  const own = join(space, name);
  await mkdir(join(own, "solutions"), { recursive: true });
  await newLab("02-pooling", own);
  const path = join(own, "solutions/02-pooling/02-pooling.ipynb");
  const answer = `  let best = values.data[0];
  for (let index = 1; index < values.shape[0]; index++) best = Math.max(best, values.data[index]);
  return best;`;
  const marked = (kind: string, text: string) => `// BEGIN ${kind}\n${text}\n// END ${kind}`;
  const sources: Readonly<Record<string, string>> = {
    q1: `function largest(values: Tensor): number {\n${marked("SOLUTION", answer)}\n}`,
    "q1-tests": `await question("q1", async ({ test, call, expect }) => {
  await test("one number", { points: 4 }, async () => { expect(await call("largest", [5])).toBe(5); });
${marked("HIDDEN TESTS", hiddenTest)}
});`,
    title: notes({ answer }),
  };
  const master = await loadNotebook(path);
  const cells = master.cells.map((cell) => ({ ...cell, source: sources[cell.id] ?? cell.source }));
  await saveNotebook(path, { ...master, cells });
  await rm(join(own, "solutions/02-pooling/mutants"), { recursive: true });
  return own;
}

test("the lock file pins what the repository pins, without development packages", () => {
  const repository = {
    packages: {
      "": {
        name: "convlab",
        version: "1.0.0",
        dependencies: { a: "^1" },
        devDependencies: { b: "^1" },
      },
      "node_modules/a": { version: "1.2.3", integrity: "sha512-a" },
      "node_modules/b": { version: "1.0.0", dev: true },
    },
  };
  const packed = { name: "convlab-1.tgz", content: new Uint8Array(), integrity: "sha512-c" };
  const manifest = {
    name: "course",
    version: "1.0.0",
    dependencies: { convlab: "file:convlab-1.tgz" },
  };
  expect(courseLock(repository, manifest, packed)["packages"]).toEqual({
    "": manifest,
    "node_modules/a": { version: "1.2.3", integrity: "sha512-a" },
    "node_modules/convlab": {
      version: "1.0.0",
      dependencies: { a: "^1" },
      resolved: "file:convlab-1.tgz",
      integrity: "sha512-c",
    },
  });
});
