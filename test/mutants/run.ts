// One run of a mutant's tests, and what became of it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestReport } from "../support/count.ts";
import type { Mutant } from "./mutant.ts";

/** What the tests made of a wrong implementation. */
export interface Verdict {
  /** `broken`: the tests could not be run, which says nothing about them. */
  readonly fate: "killed" | "survived" | "broken";
  /** The first test that failed, or what went wrong. */
  readonly by: string;
}

const limit = 120_000; // ms; an endless loop is a death, too

/** Runs the tests that should notice; with no mutant the library as it is. */
export async function runMutant(
  root: string,
  mutant: Pick<Mutant, "name" | "tests">,
): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), "convlab-mutant-"));
  const reportFile = join(folder, "report.json");
  try {
    const { printed, late } = await runVitest(root, mutant, reportFile);
    if (late) return { fate: "killed", by: `no end within ${limit / 1000} s` };
    if (!existsSync(reportFile)) return { fate: "broken", by: printed.slice(-500) };
    return verdictOf(JSON.parse(await readFile(reportFile, "utf8")) as TestReport);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function verdictOf({ testResults }: TestReport): Verdict {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.find(({ status }) => status === "failed");
  if (failed) return { fate: "killed", by: failed.title ?? failed.fullName };
  const unloaded = testResults.find(({ status }) => status === "failed");
  if (unloaded) return { fate: "broken", by: `${unloaded.name} could not be run` };
  if (!tests.some(({ status }) => status === "passed"))
    return { fate: "broken", by: "no test ran" };
  return { fate: "survived", by: "" };
}

function runVitest(
  root: string,
  mutant: Pick<Mutant, "name" | "tests">,
  reportFile: string,
): Promise<{ readonly printed: string; readonly late: boolean }> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = ["--config", "test/mutants/vitest.config.ts", "--root", root, "--bail", "1"];
  const reporter = ["--reporter=json", `--outputFile=${reportFile}`];
  const files = mutant.tests.map((test) => `test/helpers/${test}`);
  const child = spawn(process.execPath, [vitest, "run", ...config, ...reporter, ...files], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, CONVLAB_MUTANT: mutant.name },
  });
  let printed = "";
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, limit);
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      resolve({ printed, late });
    });
  });
}
