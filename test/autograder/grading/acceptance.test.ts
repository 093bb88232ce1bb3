// The TA's own command over every fixture submission: grades.csv says what the fixtures say.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { probeWalls } from "../../../autograder/sandbox/index.ts";
import { root } from "../../../kernel/install/node24.mjs";
import { submittedFolder } from "../fixtures/make.ts";

interface Expected {
  readonly points: number;
  readonly status?: string;
}

const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "fixtures", "expected.json"), "utf8"),
) as Readonly<Record<string, Expected>>;
const behindWalls = (await probeWalls()).every(({ holds }) => holds);

const cells = (line: string): string[] =>
  line.split(",").map((cell) => cell.replace(/^"(.*)"$/, "$1"));

/** Rows of a CSV whose cells hold neither commas nor line breaks. */
function rowsOf(text: string): Readonly<Record<string, string>>[] {
  const [header = "", ...lines] = text.trim().split(/\r?\n/);
  const names = cells(header);
  return lines.map((line) => {
    const values = cells(line);
    return Object.fromEntries(names.map((name, column) => [name, values[column] ?? ""]));
  });
}

test.skipIf(!behindWalls)(
  "convlab grade over all fixtures writes their points, and leaves what it cannot read open",
  { timeout: 600_000 },
  async () => {
    const out = mkdtempSync(join(tmpdir(), "convlab-acceptance-"));
    try {
      const words = ["grade", submittedFolder, "--out", out, "--jobs", "2"];
      const command = join(root, "kernel", "convlab.mjs");
      const run = promisify(execFile)(process.execPath, [command, ...words], { cwd: root });
      // broken-json waits for a person: the command says so by its exit code
      await expect(run).rejects.toMatchObject({ code: 1 });
      const rows = rowsOf(readFileSync(join(out, "grades.csv"), "utf8"));
      const got = rows.map((row) => [row["student_id"], row["status"], row["raw_score"]]);
      const right = Object.entries(expected).map(([student, { points, status = "graded" }]) => [
        student,
        status,
        status === "graded" ? `${points}` : "",
      ]);
      const byStudent = (rows: typeof got) =>
        Object.fromEntries(rows.map(([student, ...row]) => [student, row]));
      expect(byStudent(got)).toEqual(byStudent(right));
      for (const student of ["correct", "broken-json"]) {
        const page = join(out, "feedback", student, "01-convolution-by-hand.html");
        expect(statSync(page).size).toBeGreaterThan(1000);
      }
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  },
);
