import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Lab } from "../../../autograder/contract.ts";
import { publicTexts, scanFiles } from "../../../autograder/authoring/leak/course-scan.ts";
import { passagesOf } from "../../../autograder/authoring/leak/passages.ts";
import { findLeaks } from "../../../autograder/authoring/leak/scan.ts";
import { wordsOf } from "../../../autograder/authoring/leak/words.ts";
import { readSettings } from "../../../autograder/authoring/master/settings.ts";
import { templateMaster } from "../../../autograder/authoring/new/template.ts";
import { releaseNotebook } from "../../../autograder/authoring/release.ts";
import { writeNotebook } from "../../../autograder/notebook/index.ts";

const slug = "02-pooling";
const master = templateMaster(slug);
const settings = readSettings(master, slug, "lab");
const lab: Lab = {
  settings,
  folder: "",
  master,
  release: releaseNotebook(master, settings, "lab"),
};
const passages = passagesOf(lab, [
  {
    name: "m",
    trap: "Adds two neighbours whatever the width of the window is.",
    cap: 4,
    cells: {},
  },
]);
const solution = `  const sums: number[] = [];
  for (let start = 0; start + width <= signal.shape[0]; start++) {
    let sum = 0;
    for (let offset = 0; offset < width; offset++) sum += signal.data[start + offset];`;

const found = (text: string) =>
  findLeaks(passages, [{ where: "x", text }]).map(({ passage }) => passage.replace(/^.*: /, ""));
const bytes = (text: string) => new TextEncoder().encode(text);

test("every answer, hidden test, mark scheme and trap is a passage to look for", () => {
  expect(passages.map(({ name }) => name.replace(/^.*: /, ""))).toEqual([
    "solution",
    "hidden tests",
    "answer in words",
    "mark scheme",
    "trap",
  ]);
});

test("the release holds none of them", () => {
  expect(found(writeNotebook(lab.release, "release"))).toEqual([]);
});

test("the master holds all of them but the trap", () => {
  expect(found(writeNotebook(master, "master"))).toEqual([
    "solution",
    "hidden tests",
    "answer in words",
    "mark scheme",
  ]);
});

test.each([
  ["as it is", solution],
  ["on one line", solution.replaceAll("\n", " ")],
  ["in the JSON of a notebook", JSON.stringify(solution.split("\n"))],
  ["in a string of a bundle", JSON.stringify({ a: JSON.stringify(solution) })],
  ["in the middle of other text", `Here it is: ${solution} — and so on`],
])("a planted answer is found: %s", (_, text) => {
  expect(found(text)).toEqual(["solution"]);
});

test("a piece of a short passage is found, another sentence about the same is not", () => {
  expect(found("Some add two neighbours whatever the width of the window is, wrongly")).toEqual([
    "trap",
  ]);
  expect(found("A window of width two adds neighbours, whatever the signal is.")).toEqual([]);
});

test("what is public anyway is no leak", () => {
  expect(findLeaks(passages, [{ where: "x", text: solution }], [solution])).toEqual([]);
});

test("words are found whatever the layout, quotes and escapes", () => {
  expect(wordsOf('out[i] += "x\\n" * 2.5;\n')).toEqual(["out", "i", "x", "2.5"]);
  expect(wordsOf("gr\\u00f6\\u00dfe")).toEqual(["größe"]);
});

test("an archive is searched from inside, and a leak names its file", () => {
  const archive = gzipSync(tar("package/dist/notes.js", solution));
  const { files, leaks } = scanFiles(passages, new Map([["convlab-1.tgz", archive]]));
  expect(files).toBe(1);
  expect(leaks.map(({ where }) => where)).toEqual(["convlab-1.tgz: package/dist/notes.js"]);
});

test("a file of solutions/ or mutants/, a mark in a notebook and the course's key are leaks by themselves", () => {
  const files = new Map([
    ["labs/x/mutants/a.json", bytes("{}")],
    ["labs/x/x.ipynb", bytes('"source": ["// BEGIN SOLUTION"]')],
    ["labs/x/data.csv", bytes("1,2,k3y-of-the-course")],
    ["labs/x/fine.md", bytes("mutants and solutions are words")],
  ]);
  const { leaks } = scanFiles(passages, files, { secrets: ["k3y-of-the-course"] });
  expect(leaks.map(({ where, passage }) => [where, passage])).toEqual([
    ["labs/x/mutants/a.json", "a file of the instructors"],
    ["labs/x/x.ipynb", "a mark"],
    ["labs/x/data.csv", "the course's key"],
  ]);
});

test("the lab of `lab new`, which the package holds as a template, is known as public", async () => {
  const known = await publicTexts();
  expect(findLeaks(passages, [{ where: "dist/cli.js", text: solution }], known)).toEqual([]);
});

/** A tar archive of one file, as the format's description says: a block of 512 bytes, then the content. */
function tar(path: string, content: string): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(Buffer.byteLength(content).toString(8).padStart(11, "0"), 124);
  header.write("0", 156);
  const body = Buffer.from(content);
  return Buffer.concat([header, body, Buffer.alloc(512 - (body.length % 512)), Buffer.alloc(1024)]);
}
