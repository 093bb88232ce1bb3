import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openSqliteStore } from "../../../autograder/store/index.ts";
import { processTable, treeOf } from "../../../autograder/sandbox/limits/process-table.ts";
import { root } from "../../../kernel/install/node24.mjs";
import { smallCourse, type SmallCourse } from "../../support/small-course.ts";
import { solved, solvedBut } from "../../support/small-lab.ts";

// whole runs of the command, on machines that may be busy
vi.setConfig({ testTimeout: 180_000 });

let course: SmallCourse;
let out: string;
beforeEach(() => {
  course = smallCourse();
  out = join(course.folder, "graded");
});
afterEach(() => rmSync(course.folder, { recursive: true }));

/** The command as a person starts it. */
function startGrading(...options: string[]) {
  const cli = join(root, "autograder", "cli", "main.ts");
  const words = ["grade", course.submitted, "--out", out, "--course", course.folder, ...options];
  const child = spawn(process.execPath, ["--conditions=development", cli, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, ended };
}

async function grade(...options: string[]) {
  const { child, ended } = startGrading(...options);
  const [code, printed, noted] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, printed, noted };
}

/** Scores by student, from grades.csv. */
function scores(): Record<string, string> {
  const [header = "", ...rows] = readFileSync(join(out, "grades.csv"), "utf8").trim().split("\r\n");
  const column = (name: string): number => header.split(",").indexOf(`"${name}"`);
  return Object.fromEntries(
    rows.map((row) => {
      const cells = row.split(",").map((cell) => cell.replaceAll('"', ""));
      const score = cells[column("score")] ?? "";
      return [cells[column("student_id")], score === "" ? cells[column("status")] : score];
    }),
  );
}

const slug = "90-small-lab";

test("a folder of submissions is graded, and a bad one stops no other", async () => {
  course.handIn("alice", solved(course.lab));
  course.handIn("bob", course.lab.release);
  course.handIn("broken", '{"cells": [');
  course.handIn(
    "=cmd()",
    solvedBut(course.lab, { "slope-answer": "function slope() { return 0; }" }),
  );
  course.handIn(
    "loop",
    solvedBut(course.lab, { "slope-answer": "function slope(): number { for (;;); }" }),
  );
  course.handIn("null\u0001byte", solved(course.lab));
  course.handIn("gone", solved(course.lab));
  rmSync(join(course.submitted, "gone", slug, `${slug}.ipynb`));
  symlinkSync("/etc", join(course.submitted, "mallory"));
  const { code, printed, noted } = await grade("--jobs", "2");
  expect(scores()).toEqual({
    alice: "18",
    bob: "0",
    broken: "unreadable",
    "'=cmd()": "14",
    loop: "14",
    "null\u0001byte": "18",
    gone: "unreadable",
  });
  expect(code).toBe(1); // two wait for a person
  expect(printed).toContain(`gone ${slug}: cannot be read (no file ${slug}.ipynb was handed in)`);
  expect(noted).toContain("mallory: a link, not followed");
  expect(noted).toContain("7/7 ");
  const pages = readdirSync(join(out, "feedback"));
  expect(pages).toHaveLength(7);
  const page = readFileSync(join(out, "feedback", "alice", `${slug}.html`), "utf8");
  expect(page).toContain("18 / 18");
  for (const student of pages) {
    const feedback = readFileSync(join(out, "feedback", student, `${slug}.html`), "utf8");
    expect(feedback).not.toContain("987654321.125"); // the canary of the hidden test
  }
});

test("killed and started again, grading goes on where it stopped", async () => {
  const students = ["s1", "s2", "s3", "s4", "s5", "s6"];
  for (const student of students) course.handIn(student, solved(course.lab));
  const first = startGrading("--jobs", "1");
  for await (const line of createInterface({ input: first.child.stderr })) {
    if (line.startsWith("2/6 ")) break;
  }
  const tree = treeOf(first.child.pid ?? 0, processTable()).map(({ pid }) => pid);
  expect(tree.length).toBeGreaterThan(1);
  first.child.kill("SIGKILL");
  await first.ended;
  const { code, noted } = await grade("--jobs", "2");
  expect(code).toBe(0);
  expect(noted.match(/, as before/g)?.length).toBeGreaterThanOrEqual(2);
  expect(scores()).toEqual(Object.fromEntries(students.map((student) => [student, "18"])));
  expect(existsSync(join(out, ".grading.pid"))).toBe(false);

  const store = openSqliteStore(join(out, "gradebook.db"));
  const history = await Promise.all(students.map((student) => store.history(student, slug)));
  expect(history.map((gradings) => gradings.length)).toEqual(students.map(() => 1)); // none twice
  expect(await store.verifyAudit()).toBeUndefined();
  expect((await store.runs()).map(({ endedAt }) => endedAt === undefined)).toEqual([true, false]);
  await store.close();
  const alive = new Set(processTable().map(({ pid }) => pid));
  expect(tree.filter((pid) => alive.has(pid))).toEqual([]); // guests and checkers died with the grader
});

test("a changed submission is graded again, an unchanged one is not", async () => {
  course.handIn("alice", course.lab.release);
  course.handIn("bob", solved(course.lab));
  expect((await grade()).code).toBe(0);
  course.handIn("alice", solved(course.lab));
  const { noted } = await grade();
  expect(noted).toContain("bob 90-small-lab: 18/18 and 4 by hand, as before");
  expect(noted).toMatch(/alice 90-small-lab: 18\/18 and 4 by hand(?!, as before)/);
  expect(scores()).toEqual({ alice: "18", bob: "18" });
});

test("a wrong folder is told before anything is made", async () => {
  const { code, noted } = await grade();
  expect(code).toBe(1);
  expect(noted).toContain("the folder of submissions cannot be read");
  expect(noted).not.toContain("    at "); // no stack trace
  expect(existsSync(out)).toBe(false);
});

test("without walls every result is stamped", async () => {
  course.handIn("alice", solved(course.lab));
  const { code, noted } = await grade("--sandbox=none");
  expect(code).toBe(0);
  expect(noted).toContain("UNSANDBOXED");
  expect(readFileSync(join(out, "grades.csv"), "utf8")).toContain('"UNSANDBOXED"');
  expect(readFileSync(join(out, "feedback", "alice", `${slug}.html`), "utf8")).toContain(
    "UNSANDBOXED",
  );
});
