// `convlab grade`: everything from the options to the table at the end.
import { availableParallelism, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { listLabs, loadLab } from "../authoring/index.ts";
import type { GradeSubmission, SandboxMode } from "../contract.ts";
import { writeGrades } from "../report/index.ts";
import { createSandbox } from "../sandbox/index.ts";
import { installationRoot } from "../sandbox/stage/installation.ts";
import { openSqliteStore, type Store } from "../store/index.ts";
import { collect, type Collection } from "./batch/collect.ts";
import { courseKey } from "./batch/course-key.ts";
import { toolsHash } from "./batch/identity.ts";
import { claimFolder } from "./batch/lock.ts";
import { duration, type ProgressOutput } from "./batch/progress.ts";
import { runBatch } from "./batch/run-batch.ts";
import { openGradings, summaryLines } from "./batch/summary.ts";

export interface GradeOptions {
  /** Folder in nbgrader's layout, {student}/{lab}/{lab}.ipynb. */
  readonly submitted: string;
  /** Folder for gradebook, table and feedback; made when it is not there. */
  readonly out: string;
  /** Folder with solutions/ in it. */
  readonly course: string;
  /** Submissions graded at once; undefined: as many as processors and memory allow. */
  readonly jobs: number | undefined;
  readonly sandbox: SandboxMode;
  readonly grade: GradeSubmission;
  readonly signal: AbortSignal;
  readonly progress: ProgressOutput;
  /** The table at the end, line by line. */
  readonly print: (line: string) => void;
  /** Remarks while grading. */
  readonly note: (line: string) => void;
}

/** What one submission needs at once: a guest with its compiler, a checker, and our own part. */
const memoryPerJob = 600 * 1024 * 1024; // bytes

/**
 * Grades what is not graded yet and writes `gradebook.db`, `grades.csv` and `feedback/`.
 *
 * @returns true when nothing waits for a person
 * @throws CourseError when grading cannot begin
 */
export async function gradeCourse(options: GradeOptions): Promise<boolean> {
  const started = performance.now();
  const out = resolve(options.out);
  const course = resolve(options.course);
  const submitted = resolve(options.submitted);
  const labs = await listLabs(course);
  const collection = await collect(submitted, labs); // a wrong folder is told before anything is made
  const key = await courseKey(course);
  const release = await claimFolder(out);
  try {
    const database = join(out, "gradebook.db");
    const store = openSqliteStore(database);
    const prepared = { labs, collection, key, database, started };
    try {
      return await gradeInto(store, { ...options, submitted, out, course }, prepared);
    } finally {
      await store.close();
    }
  } finally {
    await release();
  }
}

interface Prepared {
  readonly labs: readonly string[];
  readonly collection: Collection;
  readonly key: string;
  readonly database: string;
  readonly started: number;
}

async function gradeInto(
  store: Store,
  options: GradeOptions,
  { labs, collection, key, database, started }: Prepared,
): Promise<boolean> {
  const { out, course, signal, note } = options;
  const masters = labs.map((lab) => join(course, "solutions", lab, `${lab}.ipynb`));
  const secrets = [...masters, database, join(course, ".convlab", "course.key")];
  const sandbox = await createSandbox({ mode: options.sandbox, secrets });
  if (sandbox.mode === "none") {
    note("UNSANDBOXED: students' code runs with your rights; every result is stamped so.");
  }
  try {
    const gradings = await runBatch({
      ...options,
      collection,
      jobs: options.jobs ?? defaultJobs(),
      loadLab: (slug) => loadLab(slug, course),
      sandbox,
      courseKey: key,
      tools: toolsHash(installationRoot()),
      store,
      remark: note,
    });
    await writeGrades(out, await store.latest());
    for (const line of summaryLines(gradings)) options.print(line);
    options.print("");
    if (signal.aborted) {
      options.print("stopped: the same command goes on where this one ended.");
      return false;
    }
    const took = duration(performance.now() - started);
    options.print(`${gradings.length} submissions in ${took}: ${join(out, "grades.csv")}`);
    return openGradings(gradings).length === 0;
  } finally {
    await sandbox.close();
  }
}

function defaultJobs(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / memoryPerJob / 2)));
}
