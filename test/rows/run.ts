// One run of the helper library's tests, and what it says about rows.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestReport } from "../support/count.ts";
import { rowsOfAll } from "./titles.ts";

/** What a run says about one row. */
interface Shown {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** Test files that hold a test of the row. */
  readonly files: readonly string[];
}

export interface RowsRun {
  readonly shown: ReadonlyMap<string, Shown>;
  /** Library functions that the tests of a row call themselves, with the share of these tests that do. */
  readonly functions: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Files that could not be loaded, or failed outside their tests. */
  readonly brokenFiles: readonly string[];
  /** The run was ended: a broken function can make a loop that never comes to its end. */
  readonly isEnded?: boolean;
}

/** ms that a run with a broken function may take; a sound one of a row's files takes a few seconds. */
const limit = 90_000;

/** Runs the tests of the helper library; `only` narrows it to a row's files, `broken` names the function to break. */
export async function runRows(
  root: string,
  only: { readonly files?: readonly string[]; readonly broken?: string } = {},
): Promise<RowsRun> {
  const folder = await mkdtemp(join(tmpdir(), "convlab-rows-"));
  const trace = join(folder, "trace.jsonl");
  const reportFile = join(folder, "report.json");
  try {
    await writeFile(trace, "");
    const printed = await runVitest(root, [...(only.files ?? [])], {
      CONVLAB_ROWS_TRACE: trace,
      CONVLAB_ROWS_REPORT: reportFile,
      CONVLAB_BREAK: only.broken ?? "",
    });
    if (!existsSync(reportFile) && printed === undefined)
      return { shown: new Map(), functions: new Map(), brokenFiles: [], isEnded: true };
    if (!existsSync(reportFile)) throw new Error(`vitest ended without a report:\n${printed}`);
    const report = JSON.parse(await readFile(reportFile, "utf8")) as TestReport;
    return { ...readReport(report), functions: readTrace(await readFile(trace, "utf8")) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runVitest(
  root: string,
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = ["--config", "test/rows/vitest.config.ts", "--root", root];
  const reporter = ["--reporter=json", `--outputFile=${environment["CONVLAB_ROWS_REPORT"] ?? ""}`];
  const child = spawn(process.execPath, [vitest, "run", ...config, ...reporter, ...files], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a group of its own: its workers end with it
    env: { ...process.env, ...environment },
  });
  let isEnded = false;
  const timer = setTimeout(() => {
    isEnded = environment["CONVLAB_BREAK"] !== "" && child.pid !== undefined;
    if (isEnded) process.kill(-(child.pid ?? 0), "SIGKILL");
  }, limit);
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      resolve(isEnded ? undefined : printed);
    });
  });
}

/** Sorts the tests of a report by the rows that their titles name. */
export function readReport(report: TestReport): Omit<RowsRun, "functions"> {
  const shown = new Map<string, { passed: string[]; failed: string[]; files: string[] }>();
  const brokenFiles: string[] = [];
  for (const { name, status, assertionResults } of report.testResults) {
    if (status === "failed" && !assertionResults.some((test) => test.status === "failed"))
      brokenFiles.push(name);
    for (const test of assertionResults) {
      const title = test.title ?? test.fullName;
      for (const row of rowsOfAll([...(test.ancestorTitles ?? []), title])) {
        const entry = shown.get(row) ?? { passed: [], failed: [], files: [] };
        shown.set(row, entry);
        if (test.status === "passed") entry.passed.push(title);
        if (test.status === "failed") entry.failed.push(title);
        if (!entry.files.includes(name)) entry.files.push(name);
      }
    }
  }
  return { shown, brokenFiles };
}

function readTrace(text: string): RowsRun["functions"] {
  const lines = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { rows: readonly string[]; functions: readonly string[] });
  const names = new Set(lines.flatMap(({ rows }) => rows));
  return new Map(
    [...names].map((row) => {
      const tests = lines.filter(({ rows }) => rows.includes(row));
      const called = tests.flatMap(({ functions }) => functions);
      const share = (name: string): number =>
        called.filter((other) => other === name).length / tests.length;
      return [row, new Map([...new Set(called)].map((name) => [name, share(name)]))];
    }),
  );
}
