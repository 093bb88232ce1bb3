// One run of the helper library's tests, and what it says about rows.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestReport } from "../support/count.ts";
import type { Break } from "./break/trace.ts";
import { rowsOfAll } from "./titles.ts";
import { readTrace, type Traced } from "./trace-file.ts";

/** What a run says about one row. */
interface Shown {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** Test files that hold a test of the row. */
  readonly files: readonly string[];
}

export interface RowsRun extends Traced {
  readonly shown: ReadonlyMap<string, Shown>;
  /** Files that could not be loaded, or failed outside their tests. */
  readonly brokenFiles: readonly string[];
  /** The run was ended: a broken function can make a loop that never comes to its end. */
  readonly isEnded?: boolean;
}

/** ms that a run with a broken function may take; a sound one of a row's files takes a few seconds. */
const limit = 90_000;

/** What to run: with `row` only its tests, with `broken` over a mistake in the code or a function with wrong results. */
interface Only {
  readonly files?: readonly string[];
  readonly row?: string;
  readonly broken?: string | Break;
}

/** Runs the tests of the helper library, all of them or what `only` names. */
export async function runRows(root: string, only: Only = {}): Promise<RowsRun> {
  const folder = await mkdtemp(join(tmpdir(), "convlab-rows-"));
  const trace = join(folder, "trace.jsonl");
  const reportFile = join(folder, "report.json");
  try {
    await writeFile(trace, "");
    const { broken = "" } = only;
    const printed = await runVitest(root, only, {
      CONVLAB_ROWS_TRACE: trace,
      CONVLAB_ROWS_REPORT: reportFile,
      CONVLAB_BREAK: typeof broken === "string" ? broken : JSON.stringify(broken),
    });
    if (!existsSync(reportFile) && printed === undefined)
      return { ...readReport({ testResults: [] }), ...readTrace(""), isEnded: true };
    if (!existsSync(reportFile)) throw new Error(`vitest ended without a report:\n${printed}`);
    const report = JSON.parse(await readFile(reportFile, "utf8")) as TestReport;
    return { ...readReport(report), ...readTrace(await readFile(trace, "utf8")) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runVitest(
  root: string,
  { files = [], row }: Only,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = ["--config", "test/rows/vitest.config.ts", "--root", root];
  const reporter = ["--reporter=json", `--outputFile=${environment["CONVLAB_ROWS_REPORT"] ?? ""}`];
  const named = row === undefined ? [] : ["--testNamePattern", `\\b${row}\\b`];
  const options = [...config, ...reporter, ...named];
  const child = spawn(process.execPath, [vitest, "run", ...options, ...files], {
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
export function readReport(report: TestReport): Omit<RowsRun, keyof Traced> {
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
