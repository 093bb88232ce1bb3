// What a gradebook promises, whatever database holds it. The same contract tests run on every implementation.
import type { SandboxMode, SubmissionResult } from "../contract.ts";

/** What decides a result: the same work graded again gives the same points, so that a resumed run skips it. */
export interface WorkKey {
  readonly student: string;
  readonly lab: string;
  /** SHA-256 of the submitted bytes. */
  readonly submissionHash: string;
  /** SHA-256 over master, limits, version of convlab, course key and sandbox mode. */
  readonly gradingHash: string;
}

/** One grading of one submission as it is kept. */
export interface Grading {
  readonly id: number;
  readonly run: number;
  readonly key: WorkKey;
  readonly sandbox: SandboxMode;
  /** When the student handed in, as the submission says: ISO 8601, or undefined. */
  readonly submittedAt: string | undefined;
  /** ISO 8601, by our clock. */
  readonly gradedAt: string;
  readonly result: SubmissionResult;
}

export type NewGrading = Omit<Grading, "id" | "run" | "gradedAt">;

/** One call of `convlab grade`. */
export interface Run {
  readonly id: number;
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  /** What was asked: folders, jobs, sandbox, versions. */
  readonly request: Readonly<Record<string, string | number | boolean>>;
}

/** A link of the audit chain: `hash` = SHA-256 over `previous`, `at` and `content`. */
export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly content: string;
  readonly previous: string;
  readonly hash: string;
}

/** The first link that does not hold. */
export interface AuditFault {
  readonly id: number;
  readonly what: string;
}

/** The gradebook. */
export interface Store {
  beginRun(request: Run["request"]): Promise<number>;
  endRun(run: number): Promise<void>;
  runs(): Promise<readonly Run[]>;
  /** The latest grading of exactly this work that needs no repetition; one with status `infrastructure` does. */
  findFinished(key: WorkKey): Promise<Grading | undefined>;
  /** Keeps a grading with its tests, cells and audit entry, all or nothing; it is on the disk when this resolves. */
  save(run: number, grading: NewGrading): Promise<Grading>;
  /** The latest grading of each student and lab, ordered by lab and student. */
  latest(): Promise<readonly Grading[]>;
  /** Every grading of one student and lab, oldest first. */
  history(student: string, lab: string): Promise<readonly Grading[]>;
  audit(): Promise<readonly AuditEntry[]>;
  /** Follows the chain from its start, and compares every grading with its entry; undefined when all holds. */
  verifyAudit(): Promise<AuditFault | undefined>;
  close(): Promise<void>;
}
