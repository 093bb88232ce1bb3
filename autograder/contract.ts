// What the rooms of the autograder hand to each other: notebook → authoring → checker → grading → store → report.
import type { Readable, Duplex } from "node:stream";
import type { JsonObject } from "../kernel/core/index.ts";
import type { Verdict } from "../kernel/helpers/check/index.ts";

export type { Verdict };

// ── notebooks ────────────────────────────────────────────────────────────────────────────────────────────────────

/** nbgrader's cell metadata, schema 3; no other keys. */
export interface NbgraderMetadata {
  readonly schema_version: 3;
  readonly grade: boolean;
  readonly solution: boolean;
  readonly locked: boolean;
  readonly task: boolean;
  readonly grade_id: string;
  /** Present where `grade` or `task` is true; ≥ 0. */
  readonly points?: number;
  readonly checksum?: string;
  readonly cell_type?: "code" | "markdown" | "raw";
}

/** A cell of nbformat 4.5 with `source` joined to one string. */
export interface NotebookCell {
  readonly id: string;
  readonly cell_type: "code" | "markdown" | "raw";
  readonly source: string;
  readonly metadata: JsonObject;
  readonly outputs?: readonly JsonObject[];
  readonly execution_count?: number | null;
  readonly attachments?: JsonObject;
}

/** A validated notebook; `metadata.convlab` of a master holds the LabSettings. */
export interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: JsonObject;
  readonly cells: readonly NotebookCell[];
}

// ── labs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a master's `metadata.convlab` says; the release carries it too, apart from nothing secret. */
export interface LabSettings {
  /** `01-convolution-by-hand`; equals the folder's name. */
  readonly slug: string;
  readonly title: string;
  readonly allowedImports: readonly string[];
  /** Limits while grading; ms and MB. */
  readonly limits: {
    readonly callMs: number;
    readonly cellMs: number;
    readonly runMs: number;
    readonly memoryMb: number;
  };
}

/** A lab as the grader sees it. */
export interface Lab {
  readonly settings: LabSettings;
  /** Folder of the master, `solutions/<slug>`. */
  readonly folder: string;
  readonly master: Notebook;
  /** The release made from this very master, in memory: never read from `labs/`. */
  readonly release: Notebook;
}

/** A wrong solution that must lose points: `solutions/<slug>/mutants/<name>.json` names its trap and replaces cells. */
export interface Mutant {
  readonly name: string;
  /** The misunderstanding it stands for, in one sentence. */
  readonly trap: string;
  /** Highest automatic score that it may reach. */
  readonly cap: number;
  /** Source by grade_id, put in place of the reference's. */
  readonly cells: Readonly<Record<string, string>>;
}

// ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** One test of one question. */
export interface TestResult {
  readonly question: string;
  readonly gradeId: string;
  readonly title: string;
  readonly hidden: boolean;
  readonly verdict: Verdict;
  readonly points: number;
  readonly maxPoints: number;
  /** For the student: verdict, class of the error, the author's hint; for a public test inputs, got, expected too. */
  readonly studentMessage: string;
  /** For staff only: whatever was seen. */
  readonly staffMessage: string;
  readonly durationMs: number;
}

/** What happened to a cell of the submission on its way into the grader. */
export interface CellReport {
  readonly gradeId: string | undefined;
  readonly cellId: string;
  readonly flags: readonly (
    "restored" | "duplicate" | "changed-locked" | "unchecked" | "type-error" | "not-run"
  )[];
  readonly staffMessage: string;
}

/** The result of one submission of one lab. */
export interface SubmissionResult {
  readonly student: string;
  readonly lab: string;
  /** `graded`; or `unreadable` (no notebook could be made of the file) or `infrastructure` (to be graded again). */
  readonly status: "graded" | "unreadable" | "infrastructure";
  readonly reason: string | undefined;
  readonly tests: readonly TestResult[];
  readonly cells: readonly CellReport[];
  readonly manual: readonly {
    readonly gradeId: string;
    readonly maxPoints: number;
    readonly answered: boolean;
  }[];
  /** Sum over tests; undefined while any test is `infrastructure`. */
  readonly automaticPoints: number | undefined;
  readonly automaticMax: number;
  readonly pendingManualMax: number;
  /** SHA-256 of submission file and of master, versions of tools, limits: what produced this score. */
  readonly audit: Readonly<Record<string, string | number | boolean>>;
  readonly durationMs: number;
}

// ── sandbox ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** How strong the walls are: `full` in production; `none` only by an explicit flag, stamped UNSANDBOXED everywhere. */
export type SandboxMode = "full" | "container" | "none";

/** One wall, probed on this machine. */
export interface WallReport {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
  /** The command or step that mends it. */
  readonly mend: string | undefined;
}

export interface LaunchOptions {
  /** npm packages and convlab doors that the lab's cells may import; only these are mounted. */
  readonly allowedImports: readonly string[];
  readonly memoryMb: number;
  /** Seconds of CPU after which the whole tree is killed. */
  readonly cpuSeconds: number;
  readonly maxProcesses?: number;
  /** Bytes of stdout and stderr kept; more is counted and thrown away. */
  readonly outputLimit?: number;
}

export type ExitKind = "exited" | "killed-by-us" | "memory" | "cpu" | "crashed";

export interface SandboxedProcess {
  /** The guest's private channel (its descriptor 3), bytes both ways. */
  readonly channel: Duplex;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exit: Promise<{
    readonly kind: ExitKind;
    readonly code: number | null;
    readonly signal: string | null;
    readonly peakMemoryMb: number | undefined;
    /** Bytes of stdout and stderr beyond `outputLimit`. */
    readonly droppedBytes: number;
    readonly detail: string;
  }>;
  /** Kills the whole tree; resolves when nothing of it is left. Idempotent. */
  kill(): Promise<void>;
}

/** Starts guests (`dist/sandbox-guest.js`) behind the walls. */
export interface Sandbox {
  readonly mode: SandboxMode;
  readonly walls: readonly WallReport[];
  launch(options: LaunchOptions): Promise<SandboxedProcess>;
  /** Removes staged folders and cgroups. */
  close(): Promise<void>;
}

// ── grading one submission ───────────────────────────────────────────────────────────────────────────────────────

export interface GradeRequest {
  readonly lab: Lab;
  readonly student: string;
  /** The submitted file's bytes; reading it as a notebook is part of grading. */
  readonly submitted: Uint8Array;
  /** Secret of the course: hidden seeds are HMAC(courseKey, student, lab, question). */
  readonly courseKey: string;
  readonly sandbox: Sandbox;
  readonly signal?: AbortSignal;
}

/** Grades one submission; throws only for a fault of the request itself, never for anything a student wrote. */
export type GradeSubmission = (request: GradeRequest) => Promise<SubmissionResult>;
