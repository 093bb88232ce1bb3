// A cell's way: parse → check → rewrite → run. Nothing of a cell runs before all of it is understood.
import type {
  CellError,
  CellOutcome,
  CellRequest,
  CommMessage,
  Completeness,
  Completion,
  DebuggerOptions,
  DraftProblem,
  Engine,
  EngineDebugger,
  EngineEvent,
  EngineOptions,
  Inspection,
} from "./contract.ts";
import { Drafts } from "./drafts.ts";
import { disposed } from "./ends.ts";
import type { CheckReport, Language } from "./language/contract.ts";
import { LookAhead, type ReadyCell } from "./look-ahead.ts";
import { parseCell, type ParsedCell } from "./parse.ts";
import { interrupted, notDebuggable, syntaxError, typeCheckError } from "./problems.ts";
import { knownScript, rewriteCell } from "./rewrite/rewrite.ts";
import type { Backend, Job } from "./run/job.ts";
import { soon, toJob } from "./to-job.ts";

/** What a session is made of. */
export interface SessionParts {
  readonly options: EngineOptions;
  readonly listener: (event: EngineEvent) => void | Promise<void>;
  readonly backend: Backend;
  /** Starts the language service; called at once when cells are checked, else at the first question. */
  readonly startLanguage: () => Promise<Language>;
}

/** An engine over any backend. */
export class Session implements Engine {
  readonly #parts: SessionParts;
  #language: Promise<Language> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  /** Set while a cell is on its way to the backend. */
  #preparing: AbortController | undefined;
  #isDisposed = false;
  readonly #drafts = new Drafts();
  readonly #ahead: LookAhead;
  #saidUnavailable = false;
  #uncommitted: ParsedCell[] = [];

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#ahead = new LookAhead((cell, signal) => this.#askCompiler(cell, signal));
    if (parts.options.typeCheck !== false) void this.#startedLanguage();
  }

  execute(request: CellRequest): Promise<CellOutcome> {
    const turn = this.#queue.then(() => this.#execute(request));
    this.#queue = turn.catch(() => undefined); // the caller has the error; the next cell has its turn
    return turn;
  }

  expect(code: string): void {
    if (this.#parts.options.typeCheck !== false && !this.#isDisposed) this.#ahead.expect(code);
  }

  async complete(code: string, cursor: number): Promise<Completion> {
    return (await this.#startedLanguage()).complete(code, cursor);
  }

  async inspect(code: string, cursor: number, detail: 0 | 1): Promise<Inspection | undefined> {
    const language = await this.#startedLanguage();
    return language.inspect(code, cursor, detail, (name) => this.#parts.backend.peek(name));
  }

  async isComplete(code: string): Promise<Completeness> {
    return (await this.#startedLanguage()).isComplete(code);
  }

  comm(message: CommMessage, run: string): Promise<void> {
    return this.#parts.backend.comm(message, run);
  }

  async diagnose(code: string, above: readonly string[]): Promise<readonly DraftProblem[]> {
    const language = await this.#startedLanguage();
    return this.#drafts.run((signal) => language.diagnose(code, above, signal));
  }

  async interrupt(): Promise<void> {
    this.#preparing?.abort();
    await this.#parts.backend.interrupt();
  }

  async attachDebugger(options: DebuggerOptions): Promise<EngineDebugger> {
    const { backend } = this.#parts;
    if (backend.attachDebugger === undefined) throw notDebuggable();
    // what is copied out of a frame is a variable of any type to later cells
    const named = (name: string): void => void this.#commit(parseCell(`let ${name}: any;`));
    return backend.attachDebugger(options, named);
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#preparing?.abort();
    this.#drafts.end();
    const language = this.#language;
    await Promise.all([
      this.#parts.backend.dispose(),
      language?.then((started) => started.dispose()),
    ]);
  }

  /** The variables are gone: so are the names that the compiler knows. */
  forget(): void {
    this.#ahead.drop();
    const before = this.#language;
    if (before === undefined || this.#isDisposed) return;
    this.#language = undefined;
    this.#uncommitted = [];
    void before.then((language) => language.dispose());
    void this.#startedLanguage();
  }

  async #execute(request: CellRequest): Promise<CellOutcome> {
    if (this.#isDisposed) throw disposed();
    const ready = this.#ahead.take(request.code);
    const cell = ready?.cell ?? parseCell(request.code);
    const preparing = ready?.controller ?? new AbortController();
    this.#preparing = preparing;
    let job: Job;
    let checked = false;
    try {
      if (cell.errors.length > 0) return this.#refuse(request, syntaxError(cell, request.label));
      // while the compiler works
      const isWritten = ready !== undefined || knownScript(cell) !== undefined;
      const rewriting =
        isWritten || !this.#isChecked(request) ? undefined : soon(() => rewriteCell(cell));
      const report = await this.#check(request, cell, preparing.signal, ready);
      if (preparing.signal.aborted) return this.#refuse(request, interrupted());
      if (report.status === "errors")
        return this.#refuse(request, typeCheckError(cell, report.problems, request.label));
      checked = report.status === "clean";
      job = toJob(request, ready?.script ?? (rewriting ? (await rewriting)() : rewriteCell(cell)));
    } finally {
      this.#preparing = undefined;
    }
    const running = this.#parts.backend.run(job);
    // while it begins to run; the next cell is checked with its names
    const named = this.#commit(cell).then(() => this.#ahead.begin());
    try {
      const [outcome] = await Promise.all([running, named]);
      this.#ahead.end(outcome.status === "error");
      return { ...outcome, checked };
    } catch (error) {
      this.#ahead.end(true);
      throw error;
    }
  }

  #isChecked({ typeCheck }: CellRequest): boolean {
    return typeCheck ?? this.#parts.options.typeCheck ?? true;
  }

  async #askCompiler(cell: ParsedCell, signal: AbortSignal): Promise<CheckReport> {
    const language = await this.#startedLanguage();
    return this.#drafts.giveWay(() => language.check(cell, signal));
  }

  async #check(
    request: CellRequest,
    cell: ParsedCell,
    signal: AbortSignal,
    ready: ReadyCell | undefined,
  ): Promise<CheckReport> {
    if (!this.#isChecked(request)) return unknown;
    const asked = ready?.report ?? this.#askCompiler(cell, signal);
    const report = await asked.catch((error: unknown) => {
      if (signal.aborted) return unknown;
      throw error;
    });
    if (signal.aborted) return report;
    if (report.notice !== undefined) this.#say(request.run, report.notice);
    if (report.status === "timeout")
      this.#sayUnchecked(request.run, "the type check took too long");
    if (report.status === "unavailable" && !this.#saidUnavailable) {
      this.#saidUnavailable = true;
      this.#sayUnchecked(request.run, "the type checker is not available");
    }
    return report;
  }

  /** The cell's names are the notebook's from now on, also for a language service that starts later. */
  async #commit(cell: ParsedCell): Promise<void> {
    this.#ahead.drop();
    if (this.#language === undefined) this.#uncommitted.push(cell);
    else (await this.#language).commit(cell);
  }

  async #startLanguage(): Promise<Language> {
    const language = await this.#parts.startLanguage();
    for (const cell of this.#uncommitted.splice(0)) language.commit(cell);
    return language;
  }

  #startedLanguage(): Promise<Language> {
    this.#language ??= this.#startLanguage();
    return this.#language;
  }

  #sayUnchecked(run: string, reason: string): void {
    this.#say(run, `this cell runs unchecked: ${reason}`);
  }

  #say(run: string, notice: string): void {
    const text = `[${notice}]\n`;
    void this.#parts.listener({ type: "stream", run, name: "stderr", text });
  }

  #refuse({ run }: CellRequest, error: CellError): CellOutcome {
    void this.#parts.listener({ type: "error", run, error });
    return { status: "error", error, checked: error.name !== "SyntaxError" };
  }
}

const unknown: CheckReport = { status: "unavailable", problems: [] };
