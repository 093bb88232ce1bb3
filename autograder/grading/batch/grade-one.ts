import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { CourseError } from "../../../kernel/core/index.ts";
import type { GradeSubmission, Lab, Sandbox, SubmissionResult } from "../../contract.ts";
import type { NewGrading } from "../../store/index.ts";
import { readSubmission, type Collected } from "./collect.ts";

export interface GradeOneOptions {
  readonly grade: GradeSubmission;
  readonly lab: Lab;
  readonly sandbox: Sandbox;
  readonly courseKey: string;
  readonly gradingHash: string;
  readonly signal: AbortSignal;
}

/** A submission whose bytes are read: what is looked up in the gradebook, and graded when it is not there. */
export interface ReadSubmission extends Collected {
  readonly bytes: Uint8Array;
  readonly submissionHash: string;
}

const retries = 3;
const firstPause = 200; // ms, doubled each time

/** Reads what was collected; a file that cannot be read any more is a fault, not an end. */
export async function readCollected(collected: Collected): Promise<ReadSubmission> {
  let { fault } = collected;
  let bytes: Uint8Array = new Uint8Array();
  if (fault === undefined) {
    try {
      bytes = await readSubmission(collected.path);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      fault = `${collected.lab}.ipynb cannot be read: ${error.message.split("\n")[0]}`;
    }
  }
  const hash = createHash("sha256");
  if (fault !== undefined) hash.update(`unreadable: ${fault}`);
  return { ...collected, fault, bytes, submissionHash: hash.update(bytes).digest("hex") };
}

/**
 * Grades one submission. Our own failures are tried again, then come back as `infrastructure`; nothing of a student's
 * making throws.
 */
export async function gradeOne(
  submission: ReadSubmission,
  options: GradeOneOptions,
): Promise<NewGrading> {
  let result = await attempt(submission, options);
  for (let index = 0; index < retries && result.status === "infrastructure"; index++) {
    if (options.signal.aborted) break;
    await delay(firstPause * 2 ** index);
    result = await attempt(submission, options);
  }
  const { student, lab, submissionHash, submittedAt } = submission;
  return {
    key: { student, lab, submissionHash, gradingHash: options.gradingHash },
    sandbox: options.sandbox.mode,
    submittedAt,
    result,
  };
}

async function attempt(
  { student, bytes, fault }: ReadSubmission,
  { grade, lab, sandbox, courseKey, signal }: GradeOneOptions,
): Promise<SubmissionResult> {
  const started = performance.now();
  try {
    const request = { lab, student, submitted: bytes, courseKey, sandbox, signal };
    const result = await grade(request);
    return fault === undefined ? result : { ...result, status: "unreadable", reason: fault };
  } catch (error) {
    // the grader's own fault, whatever it is: kept open for a person, with what was seen
    const reason = error instanceof CourseError ? error.message : String(error);
    return {
      student,
      lab: lab.settings.slug,
      status: "infrastructure",
      reason,
      tests: [],
      cells: [],
      manual: [],
      automaticPoints: undefined,
      automaticMax: 0,
      pendingManualMax: 0,
      audit: {},
      durationMs: performance.now() - started,
    };
  }
}
