import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { courseKey, keyFingerprint } from "../../../../autograder/grading/batch/course-key.ts";
import { claimFolder } from "../../../../autograder/grading/batch/lock.ts";

let course: string;
beforeEach(() => {
  course = mkdtempSync(join(tmpdir(), "convlab-course-"));
});
afterEach(() => rmSync(course, { recursive: true }));

test("a course's key is made once, for its owner alone, and git does not see it", async () => {
  execFileSync("git", ["init", "-q", course]);
  const keys = await Promise.all([courseKey(course), courseKey(course)]);
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set([...keys, await courseKey(course)]).size).toBe(1);
  expect(statSync(join(course, ".convlab", "course.key")).mode & 0o077).toBe(0);
  const seen = execFileSync("git", [
    "-C",
    course,
    "status",
    "--porcelain",
    "--untracked-files=all",
  ]);
  expect(seen.toString()).toBe("");
});

test("another course has another key, and a fingerprint does not tell it", async () => {
  const other = mkdtempSync(join(tmpdir(), "convlab-course-"));
  const [one, two] = [await courseKey(course), await courseKey(other)];
  rmSync(other, { recursive: true });
  expect(one).not.toBe(two);
  expect(keyFingerprint(one)).not.toBe(keyFingerprint(two));
  expect(one).not.toContain(keyFingerprint(one));
});

test("a broken key is not replaced in silence", async () => {
  await courseKey(course);
  writeFileSync(join(course, ".convlab", "course.key"), "broken");
  await expect(courseKey(course)).rejects.toMatchObject({ code: "COURSE_KEY" });
  expect(readFileSync(join(course, ".convlab", "course.key"), "utf8")).toBe("broken");
});

test("two graders never write into one folder, and a dead one's claim is void", async () => {
  const out = join(course, "out");
  const release = await claimFolder(out);
  expect(statSync(out).mode & 0o077).toBe(0);
  writeFileSync(join(out, ".grading.pid"), `${process.ppid}\n`); // someone who lives
  await expect(claimFolder(out)).rejects.toMatchObject({ code: "OUT_BUSY" });
  writeFileSync(join(out, ".grading.pid"), "999999999\n"); // beyond the largest process id
  const again = await claimFolder(out);
  await again();
  await release();
  writeFileSync(join(course, "file"), "");
  await expect(claimFolder(join(course, "file"))).rejects.toMatchObject({
    code: "OUT_NOT_WRITABLE",
  });
});
