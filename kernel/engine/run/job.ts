// What the session hands to the process that runs cells, and what comes back; all of it can cross a process border.
import type {
  CellError,
  CommMessage,
  DebuggerOptions,
  EngineDebugger,
  EngineEvent,
  UserExpressionResult,
} from "../contract.ts";
import type { Anchors } from "../rewrite/slices.ts";

/** A script made of a cell or of an expression. */
export interface Script {
  /** The text as the user wrote it, for stack traces. */
  readonly source: string;
  readonly script: string;
  /** Names that exist from the script's start. */
  readonly hoisted: readonly string[];
  /** Names that it assigns at its top without declaring them. */
  readonly assigned: readonly string[];
  readonly hasResult: boolean;
  readonly anchors: Anchors;
  /** A debugger has breakpoints in it. */
  readonly isWatched?: boolean;
}

/** A cell to run. */
export interface Job extends Script {
  readonly run: string;
  readonly label: string;
  readonly showResult: boolean;
  /** Expressions to evaluate after success; one that could not be read is an error already. */
  readonly expressions: Readonly<Record<string, Script | CellError>>;
}

type Plain = Exclude<EngineEvent, { readonly type: "input" | "restarted" }>;

/** What a running cell says; as in the contract, except that a question is answered by its number. */
export type JobEvent =
  | Plain
  | {
      readonly type: "input";
      readonly run: string;
      readonly prompt: string;
      readonly password: boolean;
      readonly id: number;
      /** The asking code stands still until the answer is there. */
      readonly isBlocking: boolean;
    };

/** How a job ended. */
export interface JobOutcome {
  readonly status: "ok" | "error";
  readonly error?: CellError;
  readonly userExpressions?: Readonly<Record<string, UserExpressionResult>>;
}

/** Runs jobs: in a child process, or in this one. */
export interface Backend {
  run(job: Job): Promise<JobOutcome>;
  comm(message: CommMessage, run: string): Promise<void>;
  /** The value of a notebook's name in a line; undefined where there is none, or no answer in time. */
  peek(name: string): Promise<string | undefined>;
  interrupt(): Promise<void>;
  /** @param named is told the names that the debugger makes variables of the notebook */
  attachDebugger?(options: DebuggerOptions, named: (name: string) => void): Promise<EngineDebugger>;
  dispose(): Promise<void>;
}
