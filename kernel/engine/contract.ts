// What an engine promises, without a word of Jupyter: the kernel's server and the grader's sandbox both build on this.
import type { CommEvent, CommMessage } from "./comm-contract.ts";
import type { DebuggerOptions, EngineDebugger } from "./debug/contract.ts";

export type { CommContent, CommEvent, CommMessage } from "./comm-contract.ts";
export type * from "./debug/contract.ts";

/** Representations of one value by MIME type: text for text types, parsed JSON for JSON types, base64 for images. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** How an engine is set up; fixed for its life. */
export interface EngineOptions {
  /** Folder of the notebook: relative imports, npm packages and `tsconfig.json` are looked up from here. */
  readonly directory: string;
  /**
   * The only specifiers that cells may import, for example `["convlab/tensor", "convlab/check"]`: `convlab/*` and npm
   * packages by name. With a list, `node:*`, `require`, `createRequire` and `process.getBuiltinModule` are refused too.
   * Undefined: everything may be imported.
   */
  readonly allowedImports?: readonly string[];
  /** Type-check each cell before it runs (default true). */
  readonly typeCheck?: boolean;
  /** Longest type check of one cell in ms; when passed, the cell runs unchecked and says so (default 5000). */
  readonly checkLimit?: number;
  /** A tsconfig.json to extend; default the nearest one above `directory`; null: none, the built-in options only. */
  readonly tsconfig?: string | null;
  /** Seeds `Math.random` and stops the clock's drift between runs, for grading (default: neither is touched). */
  readonly seed?: string;
}

/** A cell to run. */
export interface CellRequest {
  /** Names the run in every event; unique within the engine's life (the server passes the message id). */
  readonly run: string;
  readonly code: string;
  /** How stack traces name the cell: `Cell [5]`. */
  readonly label: string;
  /** False: a last expression is not shown (Jupyter's `silent`). */
  readonly showResult: boolean;
  /** Overrides `EngineOptions.typeCheck` for this cell. */
  readonly typeCheck?: boolean;
  /** Expressions evaluated after a successful run, by name (Jupyter's `user_expressions`). */
  readonly userExpressions?: Readonly<Record<string, string>>;
}

/** An error as it is shown: never a raw stack of our own frames. */
export interface CellError {
  /** `TypeError`, `KeyboardInterrupt`, or `TypeCheckError` for what the compiler refuses. */
  readonly name: string;
  readonly message: string;
  /** Ready lines with cell, line, column and caret; may hold ANSI colours. */
  readonly traceback: readonly string[];
  /** Where in the cell's own text it happened: line and column from 1, in UTF-16 units. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** What a running cell says, in order. `run` is the cell that caused it, even when it is over (a late timer). */
export type EngineEvent =
  | {
      readonly type: "stream";
      readonly run: string;
      readonly name: "stdout" | "stderr";
      readonly text: string;
      /**
       * Where it is there: `{"name":…,"text":…}` of this event, as JSON in UTF-8. A long text comes so, and `text` is then
       * read out of it at each use: whoever passes it on need not.
       */
      readonly json?: Uint8Array;
    }
  | {
      readonly type: "display" | "update-display";
      readonly run: string;
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly displayId?: string;
    }
  | { readonly type: "clear-output"; readonly run: string; readonly wait: boolean }
  | {
      readonly type: "result";
      readonly run: string;
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | { readonly type: "error"; readonly run: string; readonly error: CellError }
  | { readonly type: "page"; readonly run: string; readonly data: MimeBundle }
  | CommEvent
  | {
      readonly type: "input";
      readonly run: string;
      readonly prompt: string;
      readonly password: boolean;
      /** To be called once: the line typed, or undefined when input is not possible. */
      readonly answer: (line: string | undefined) => void;
    }
  /**
   * The process that ran the cells is gone and a fresh one stands: variables are lost. `reason` is for the user. A cell
   * that was running ends with an error that says the same; with `run` undefined none was.
   */
  | { readonly type: "restarted"; readonly run: string | undefined; readonly reason: string };

/** How a cell ended; all its events have been delivered before. */
export interface CellOutcome {
  readonly status: "ok" | "error";
  /** Set when status is "error"; the same as the "error" event's. */
  readonly error?: CellError;
  /** False: the type check was off, timed out or was not available, and the cell ran unchecked. */
  readonly checked: boolean;
  readonly userExpressions?: Readonly<Record<string, UserExpressionResult>>;
}

export type UserExpressionResult =
  | {
      readonly status: "ok";
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | { readonly status: "error"; readonly error: CellError };

/** Offsets are UTF-16 units into `code`, everywhere in the engine; code points are the protocol's affair. */
export interface Completion {
  readonly matches: readonly CompletionItem[];
  readonly start: number;
  readonly end: number;
}

export interface CompletionItem {
  readonly text: string;
  /** TypeScript's word: function, const, let, class, interface, method, property, module, keyword, enum, type. */
  readonly kind: string;
  readonly signature?: string;
}

export interface Inspection {
  /** Plain text and markdown of what stands under the cursor: signature and documentation. */
  readonly data: MimeBundle;
}

/** What is wrong with a text that is being typed. */
export interface DraftProblem {
  /** Offsets of the place in the text. */
  readonly start: number;
  readonly end: number;
  /** `hint`: not wrong in itself, for example a name that a cell above declares, which has not run yet. */
  readonly severity: "error" | "hint";
  /** In a beginner's words. */
  readonly message: string;
  /** The compiler's own words with its number. */
  readonly detail?: string;
  /** True where a name is unknown here: the cells above may declare it. */
  readonly isUnknownName?: boolean;
  /** The mend, where there is one that can be carried out. */
  readonly fix?: DraftFix;
}

/** A change of the text that mends a problem. */
export interface DraftFix {
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The name that the change imports. */
  readonly imports?: string;
}

export type Completeness =
  | { readonly status: "complete" | "invalid" | "unknown" }
  | { readonly status: "incomplete"; readonly indent: string };

/** Runs TypeScript cells one after the other in one scope, and answers questions about them at any time. */
export interface Engine {
  /** Checks, rewrites and runs one cell. Calls are queued: one cell at a time, in order. */
  execute(request: CellRequest): Promise<CellOutcome>;
  /**
   * This cell comes next, most likely: an engine may check it while the one before runs. Says nothing about whether it will
   * come, and changes nothing but how soon it runs.
   */
  expect?(code: string): void;
  /** Answers while a cell runs; never runs user code. */
  complete(code: string, cursor: number): Promise<Completion>;
  inspect(code: string, cursor: number, detail: 0 | 1): Promise<Inspection | undefined>;
  isComplete(code: string): Promise<Completeness>;
  /**
   * Hands over what the front end's half of a comm says; resolves when its listener has returned (a promise of its is
   * awaited for 1 s at most) and all that it said was delivered. Listeners run whenever the event loop turns: between
   * cells, and while one waits. `run` names the message in the events of its listener, as a cell's does.
   */
  comm(message: CommMessage, run: string): Promise<void>;
  /**
   * What is wrong with a cell while it is typed; nothing of it runs or is kept. A cell that is to run goes first.
   *
   * @param above texts of the cells above it: a name that they declare is not called unknown
   */
  diagnose(code: string, above: readonly string[]): Promise<readonly DraftProblem[]>;
  /** Stops the running cell or comm listener with a KeyboardInterrupt, keeps the variables. Nothing runs: nothing happens. */
  interrupt(): Promise<void>;
  /**
   * Attaches a debugger, at any time. Without one V8 runs at full speed and keeps nothing for it. Missing: this engine
   * cannot be debugged.
   */
  attachDebugger?(options: DebuggerOptions): Promise<EngineDebugger>;
  /** Ends every process of the engine. Idempotent. */
  dispose(): Promise<void>;
}

/**
 * Makes an engine; `listener` hears every event, late ones too. Where it returns a promise, no further event comes until
 * that resolves, and cells that print wait meanwhile.
 */
export type CreateEngine = (
  options: EngineOptions,
  listener: (event: EngineEvent) => void | Promise<void>,
) => Engine;

/**
 * The one symbol under which a value says how it is shown: `value[Symbol.for("Jupyter.display")]()` returns a MimeBundle
 * or a promise of one.
 */
export const displaySymbol: symbol = Symbol.for("Jupyter.display");

/** `globalThis[scopeSymbol]` is the notebook's scope: `get(name)` returns the value that a cell declared, or undefined. */
export const scopeSymbol: symbol = Symbol.for("convlab.scope");

/** What stands under `scopeSymbol` in a process that runs cells. */
export interface NotebookScope {
  has(name: string): boolean;
  get(name: string): unknown;
}
