// A whole run: every submission that the gradebook does not hold yet is graded and committed as it comes.
import { join } from "node:path";
import type { GradeSubmission, Lab, Sandbox } from "../../contract.ts";
import type { Grading, Store } from "../../store/index.ts";
import { writeFeedback } from "../../report/index.ts";
import type { Collected, Collection } from "./collect.ts";
import { gradeOne, readCollected, type ReadSubmission } from "./grade-one.ts";
import { gradingHash } from "./identity.ts";
import { Progress, type ProgressOutput } from "./progress.ts";
import { runQueue } from "./queue.ts";

export interface BatchOptions {
  /** Folder of the submissions, and what was found in it. */
  readonly submitted: string;
  readonly collection: Collection;
  readonly out: string;
  readonly jobs: number;
  readonly loadLab: (slug: string) => Promise<Lab>;
  readonly grade: GradeSubmission;
  readonly sandbox: Sandbox;
  readonly courseKey: string;
  /** One hash over all programs that grade. */
  readonly tools: string;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly progress: ProgressOutput;
  readonly remark: (line: string) => void;
}

/** Grades what is not graded yet; gives every grading of this batch, those of earlier runs among them. */
export async function runBatch(options: BatchOptions): Promise<readonly Grading[]> {
  const { submitted, collection, out, jobs, store, signal } = options;
  const { submissions, remarks } = collection;
  for (const remark of remarks) options.remark(remark);
  const prepared = await prepareLabs(options, submissions);
  const run = await store.beginRun({
    submitted,
    jobs,
    sandbox: options.sandbox.mode === "none" ? "UNSANDBOXED" : options.sandbox.mode,
    submissions: submissions.length,
    tools: options.tools,
  });
  const progress = new Progress(submissions.length, options.progress);
  const gradings: Grading[] = [];
  await runQueue(
    submissions,
    jobs,
    async (collected) => {
      const lab = prepared.get(collected.lab);
      if (lab === undefined) return;
      const submission = await readCollected(collected);
      const { student, submissionHash } = submission;
      const key = { student, lab: collected.lab, submissionHash, gradingHash: lab.hash };
      const earlier = await store.findFinished(key);
      const grading = earlier ?? (await gradeAndSave(options, run, submission, lab));
      if (grading === undefined) return;
      gradings.push(grading);
      await writeFeedback(join(out, "feedback"), lab.lab, grading);
      progress.step(grading.result, earlier !== undefined);
    },
    signal,
  );
  progress.finish();
  if (!signal.aborted) await store.endRun(run);
  return gradings;
}

/** Undefined when the run was stopped meanwhile: what was cut short is no result. */
async function gradeAndSave(
  options: BatchOptions,
  run: number,
  submission: ReadSubmission,
  { lab, hash }: PreparedLab,
): Promise<Grading | undefined> {
  const graded = await gradeOne(submission, { ...options, lab, gradingHash: hash });
  return options.signal.aborted ? undefined : options.store.save(run, graded);
}

interface PreparedLab {
  readonly lab: Lab;
  readonly hash: string;
}

async function prepareLabs(
  { loadLab, sandbox, courseKey, tools }: BatchOptions,
  submissions: readonly Collected[],
): Promise<ReadonlyMap<string, PreparedLab>> {
  const prepared = new Map<string, PreparedLab>();
  for (const slug of new Set(submissions.map(({ lab }) => lab))) {
    const lab = await loadLab(slug);
    const hash = gradingHash(lab, { sandbox: sandbox.mode, courseKey, tools });
    prepared.set(slug, { lab, hash });
  }
  return prepared;
}
