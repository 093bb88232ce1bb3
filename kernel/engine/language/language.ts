// The language service of one notebook: opens it when it is needed, and answers without ever running user code.
import type {
  Completeness,
  Completion,
  DraftProblem,
  EngineOptions,
  Inspection,
} from "../contract.ts";
import type { ParsedCell } from "../parse.ts";
import { checkCell } from "./check/check.ts";
import { completeCode } from "./complete/complete.ts";
import type { CheckReport, CreateLanguage, Language, ValueOf } from "./contract.ts";
import { inspectCode } from "./inspect/inspect.ts";
import { judgeCompleteness } from "./is-complete.ts";
import { NoAnswer } from "./lsp/watchdog.ts";
import { Notebook } from "./notebook.ts";
import { removeAbandonedFolders } from "./workspace/abandoned.ts";
import { diagnoseDraft } from "./typing/diagnose.ts";

/** Starts the language service of a notebook; the compiler warms up meanwhile unless cells are not checked at all. */
export const createLanguage: CreateLanguage = (options) => new NotebookLanguage(options);

class NotebookLanguage implements Language {
  readonly #options: EngineOptions;
  /** Undefined: not needed yet. Null: there is no compiler here. */
  #notebook: Notebook | null | undefined;
  /** Declarations of cells that came before the compiler was needed. */
  #waiting: ParsedCell[] = [];
  #disposed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    if (options.typeCheck !== false) {
      // A compiler that does not start is reported with the first check.
      const warmed = this.#open()
        ?.warm()
        .catch(() => undefined);
      void warmed?.then(() => removeAbandonedFolders()); // once the first cell need not wait for it
    }
  }

  async check(cell: ParsedCell, signal?: AbortSignal): Promise<CheckReport> {
    signal?.throwIfAborted();
    const notebook = this.#open();
    if (!notebook) return { status: "unavailable", problems: [] };
    return checkCell(notebook, cell, this.#options, signal);
  }

  commit(cell: ParsedCell): void {
    if (this.#notebook) this.#notebook.commit(cell);
    else this.#waiting.push(cell);
  }

  async complete(code: string, cursor: number): Promise<Completion> {
    const place = clamp(cursor, code);
    const nothing = { matches: [], start: place, end: place };
    return this.#answer(nothing, (notebook) => completeCode(notebook, code, place, this.#options));
  }

  async inspect(
    code: string,
    cursor: number,
    detail: 0 | 1,
    valueOf?: ValueOf,
  ): Promise<Inspection | undefined> {
    return this.#answer(undefined, (notebook) =>
      inspectCode(notebook, code, clamp(cursor, code), { detail, valueOf }),
    );
  }

  async isComplete(code: string): Promise<Completeness> {
    return judgeCompleteness(code);
  }

  async diagnose(
    code: string,
    above: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly DraftProblem[]> {
    return this.#answer([], (notebook) =>
      diagnoseDraft(notebook, { code, above }, this.#options, signal),
    );
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const notebook = this.#notebook;
    this.#notebook = null;
    await notebook?.close();
  }

  /** The compiler's answer, or `otherwise` where it has none: no popup is better than an error in one. */
  async #answer<T>(otherwise: T, ask: (notebook: Notebook) => Promise<T>): Promise<T> {
    const notebook = this.#open();
    if (!notebook) return otherwise;
    try {
      return await ask(notebook);
    } catch (error) {
      if (error instanceof NoAnswer || isTimeout(error)) return otherwise;
      throw error;
    }
  }

  #open(): Notebook | undefined {
    if (this.#notebook === undefined && !this.#disposed) {
      this.#notebook = Notebook.open(this.#options) ?? null;
      for (const cell of this.#waiting) this.#notebook?.commit(cell);
      this.#waiting = [];
    }
    return this.#notebook ?? undefined;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

function clamp(cursor: number, code: string): number {
  return Math.max(0, Math.min(cursor, code.length));
}
