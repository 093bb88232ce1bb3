import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collect, readSubmission, show } from "../../../../autograder/grading/batch/collect.ts";

const lab = "01-convolution-by-hand";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convlab-collect-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function handIn(student: string, files: Readonly<Record<string, string>>, slug = lab): string {
  const place = join(folder, student, slug);
  mkdirSync(place, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  return place;
}

test("every student's notebook is found, with its time, in order", async () => {
  handIn("bob", { [`${lab}.ipynb`]: "{}", "notes.txt": "extra files are no matter" });
  handIn("alice", { [`${lab}.ipynb`]: "{}", "timestamp.txt": "2026-11-21 12:00:00.123456 UTC\n" });
  const { submissions, remarks } = await collect(folder, [lab]);
  expect(
    submissions.map(({ student, submittedAt, fault }) => ({ student, submittedAt, fault })),
  ).toEqual([
    { student: "alice", submittedAt: "2026-11-21T12:00:00.000Z", fault: undefined },
    { student: "bob", submittedAt: undefined, fault: undefined },
  ]);
  expect(remarks).toEqual([]);
});

test("a bad submission is named and stops no other", async () => {
  handIn("good", { [`${lab}.ipynb`]: "{}" });
  handIn("renamed", { "lab1.ipynb": "{}" });
  handIn("empty", {});
  const linked = handIn("linked", {});
  symlinkSync("/etc/hostname", join(linked, `${lab}.ipynb`));
  mkdirSync(join(folder, "folder", lab, `${lab}.ipynb`), { recursive: true });
  const huge = handIn("huge", { [`${lab}.ipynb`]: "" });
  truncateSync(join(huge, `${lab}.ipynb`), 33 * 1024 * 1024);
  const { submissions } = await collect(folder, [lab]);
  expect(Object.fromEntries(submissions.map(({ student, fault }) => [student, fault]))).toEqual({
    good: undefined,
    renamed: `no file ${lab}.ipynb was handed in; there is lab1.ipynb`,
    empty: `no file ${lab}.ipynb was handed in`,
    linked: `${lab}.ipynb is a link to another file; hand in the notebook itself`,
    folder: `${lab}.ipynb is not a file`,
    huge: `${lab}.ipynb has 33 MB, more than 32; clear its outputs`,
  });
});

test("links to folders are not followed, unknown labs are passed over, both are remarked on", async () => {
  handIn("alice", { [`${lab}.ipynb`]: "{}" });
  handIn("alice", { "x.ipynb": "{}" }, "99-other");
  symlinkSync(join(folder, "alice"), join(folder, "mallory"));
  symlinkSync("/etc", join(folder, "alice", "02-pooling"));
  const { submissions, remarks } = await collect(folder, [lab, "02-pooling"]);
  expect(submissions.map(({ student }) => student)).toEqual(["alice"]);
  expect(remarks).toEqual([
    "mallory: a link, not followed",
    "alice/02-pooling: a link, not followed",
    "alice/99-other: no lab of this course, not graded",
  ]);
});

test("a time that is none, or a lie of any size, is no time", async () => {
  const times = ["yesterday", "9".repeat(300), "", "2026-13-45 99:99:99 UTC"];
  for (const [index, text] of times.entries()) {
    handIn(`s${index}`, { [`${lab}.ipynb`]: "{}", "timestamp.txt": text });
  }
  const { submissions } = await collect(folder, [lab]);
  expect(submissions.map(({ submittedAt }) => submittedAt)).toEqual(times.map(() => undefined));
});

test("names that would write to the terminal are shown, and found all the same", async () => {
  const name = "eve\u001b[2J\n../x";
  expect(show(name)).toBe(String.raw`"eve\u001b[2J\n../x"`);
  handIn("=cmd()", { [`${lab}.ipynb`]: "{}" });
  handIn("..x", { [`${lab}.ipynb`]: "{}" });
  const { submissions, remarks } = await collect(folder, [lab]);
  expect(submissions.map(({ student }) => student)).toEqual(["=cmd()"]);
  expect(remarks).toEqual([]);
});

test("a link put there after the look is refused, and a pipe does not hold the grader", async () => {
  const link = join(folder, "link.ipynb");
  symlinkSync("/etc/hostname", link);
  await expect(readSubmission(link)).rejects.toMatchObject({ code: "ELOOP" });
  const pipe = join(folder, "pipe.ipynb");
  execFileSync("mkfifo", [pipe]);
  expect(await readSubmission(pipe)).toHaveLength(0);
});

test("a wrong folder is named, and what was expected there", async () => {
  await expect(collect(join(folder, "nowhere"), [lab])).rejects.toMatchObject({
    code: "SUBMITTED_MISSING",
  });
  await expect(collect(folder, [lab])).rejects.toMatchObject({
    code: "SUBMITTED_EMPTY",
    expected: expect.stringContaining(lab),
  });
});
