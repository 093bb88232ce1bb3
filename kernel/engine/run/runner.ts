// Runs scripts in this process, one after the other, in the one realm.
import type { CellError, CommMessage, EngineOptions, UserExpressionResult } from "../contract.ts";
import type { RunnerInside } from "../debug/inside/probe.ts";
import { type Asker, installAsking } from "./ask.ts";
import { Cells, type CellRecord, type Frame } from "./cells.ts";
import { Comms } from "./comms.ts";
import { describeError } from "./describe.ts";
import { keyboardInterrupt } from "./interruption.ts";
import { Listeners } from "./listeners.ts";
import { loadQuietly } from "./load-quietly.ts";
import { installConsole } from "./console.ts";
import { installDisplay, isHandle, reportFailure } from "./display.ts";
import type { Job, JobEvent, JobOutcome, Script } from "./job.ts";
import { installLateErrors } from "./late-errors.ts";
import { closeOtherDoors } from "./modules/allow.ts";
import { installResolver } from "./modules/resolver.ts";
import { makeTslab } from "./modules/tslab.ts";
import { Output, StoppedError, type RunRecord } from "./output.ts";
import { replaceProperty } from "./replace.ts";
import { Scope } from "./scope.ts";
import { installSeed } from "./seed.ts";
import { show } from "./show/bundle.ts";
import { peek } from "./show/peek.ts";
import { Stacks } from "./stack.ts";
import { start } from "./start.ts";
import { installWaiting } from "./timers.ts";

export interface RunnerOptions extends Pick<
  EngineOptions,
  "directory" | "allowedImports" | "seed"
> {
  /** The process is this runner's alone: errors that nobody handles are its cells'. */
  readonly ownsProcess: boolean;
  /** Hears whether listeners are at work beside the cells, awaiting something. */
  readonly listening?: (isAny: boolean) => void;
}

interface Active {
  readonly cell: CellRecord;
  readonly record: RunRecord;
  readonly stop: (error: CellError) => void;
}

/** The notebook's process as its cells see it. */
export class Runner {
  readonly output: Output;
  readonly #cells: Cells;
  readonly #stacks: Stacks;
  readonly #scope = new Scope();
  readonly #undo: (() => void)[];
  /** Set before the cells can redefine it. */
  readonly #later = setImmediate;
  readonly #comms: Comms;
  readonly #listeners: Listeners;
  #active: Active | undefined;
  /** Where code was ended that belonged to no cell. */
  #endedAt: readonly Frame[] = [];

  constructor(options: RunnerOptions, emit: (event: JobEvent) => void, asker: Asker) {
    const { directory, allowedImports, seed } = options;
    loadQuietly();
    this.#cells = new Cells(directory);
    const prepare = Error.prepareStackTrace;
    const limit = Error.stackTraceLimit;
    this.#stacks = new Stacks(this.#cells);
    this.output = new Output(emit);
    this.#listeners = new Listeners(this.output, {
      thrown: (thrown) => this.#reportLate(thrown),
      working: (isAny) => options.listening?.(isAny),
    });
    this.#comms = new Comms(this.output, this.#listeners, () =>
      this.#active ? undefined : keyboardInterrupt(this.#endedAt),
    );
    const clear = (): void =>
      this.output.emit((run) => ({ type: "clear-output", run, wait: false }));
    const offered = { tslab: () => makeTslab(this.output) };
    this.#undo = [
      () => {
        Error.stackTraceLimit = limit;
        if (prepare === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
        else Error.prepareStackTrace = prepare;
      },
      installResolver({ directory, allowedImports, cells: this.#cells, offered }),
      this.#scope.install(),
      installConsole(this.output, clear),
      installWaiting(this.output),
      installDisplay(this.output, this.#stacks, directory),
      installAsking(this.output, asker),
      this.#comms.install(),
      replaceProperty(globalThis, "convlab$meta", this.#cells.meta),
      ...(allowedImports === undefined ? [] : [closeOtherDoors(allowedImports)]),
      ...(seed === undefined ? [] : [installSeed(seed)]),
      ...(options.ownsProcess ? [installLateErrors((thrown) => this.#reportLate(thrown))] : []),
    ];
  }

  /** Runs one cell; resolves after all that it has said by then was emitted. */
  async run(job: Job): Promise<JobOutcome> {
    const cell = this.#cells.add(job);
    const undeclare = this.#scope.prepare(job);
    const { promise: stopped, resolve: stop } = Promise.withResolvers<CellError>();
    try {
      const ended = await this.output.within(job.run, async () => {
        const { record } = this.output;
        this.#active = { cell, record, stop };
        const evaluated = this.#evaluate(job, cell, job.showResult);
        const end = await Promise.race([stopped.then((error) => ({ error })), evaluated]);
        this.output.end(record);
        return end;
      });
      if ("error" in ended) {
        undeclare();
        this.output.emitFor(job.run, (run) => ({ type: "error", run, error: ended.error }));
        return { status: "error", error: ended.error };
      }
    } finally {
      this.#active = undefined;
    }
    const entries = Object.entries(job.expressions);
    if (entries.length === 0) return { status: "ok" };
    const userExpressions: Record<string, UserExpressionResult> = {};
    for (const [name, expression] of entries)
      userExpressions[name] = await this.#expression(expression);
    return { status: "ok", userExpressions };
  }

  /** The value of a notebook's name in a line, without running any code of its cells. */
  peek(name: string): string | undefined {
    return this.#scope.has(name) ? peek(this.#scope.get(name)) : undefined;
  }

  /** Has a comm's listener hear a message. */
  comm(message: CommMessage, run: string): Promise<void> {
    return this.#comms.take(message, run);
  }

  /**
   * Stops the running cell; called on the main thread, on top of whatever it is doing (by the inspector), or idle.
   *
   * Code that runs is ended from below by the inspector, which unwinds it to the event loop; there the cell is then
   * declared stopped. A cell that waits is left where it stands: its timers go, and what it awaits never comes. Not by
   * SIGINT and vm's `breakOnSigint`: a signal that comes a moment after the script has ended kills the process.
   *
   * @returns what the caller must do now: have the inspector end the code below, or nothing
   */
  interrupt(): "terminate" | "done" {
    const active = this.#active;
    const { frames, isBusy } = this.#stacks.here();
    // what an earlier cell has left running may keep the next one from starting
    this.#endedAt = frames;
    if (active === undefined) {
      this.#later(() => this.#listeners.stop(keyboardInterrupt(frames)));
      return isBusy ? "terminate" : "done";
    }
    active.record.isStopped = true; // from here on nothing of it goes on after an await
    // In a turn of its own: the cell's code may begin only now, and V8 drops whatever waits for its turn beside code that it
    // ends.
    this.#later(() => this.#finishInterrupted(active, frames));
    return isBusy ? "terminate" : "done";
  }

  /** What a debugger may look at. */
  get inside(): RunnerInside {
    return {
      cells: this.#cells,
      scope: this.#scope,
      output: this.output,
      interrupt: () => this.interrupt(),
      waitsAt: () => {
        const { cell, record } = this.#active ?? {};
        const isOwn = record !== undefined && record === this.output.record;
        return isOwn && cell ? this.#cells.position(cell, record.waitsAt) : undefined;
      },
    };
  }

  /** Puts everything back that the constructor changed. */
  dispose(): void {
    for (const put of this.#undo.splice(0).reverse()) put();
  }

  #finishInterrupted(active: Active, frames: readonly Frame[]): void {
    if (this.#active !== active) return;
    const { record, cell, stop } = active;
    record.isStopped = true;
    record.isSilenced = true;
    for (const clear of record.stops) clear();
    record.stops.clear();
    const waiting =
      frames.length === 0 && record.waitsAt !== undefined
        ? this.#cells.frame(cell, record.waitsAt)
        : undefined;
    stop(keyboardInterrupt(waiting === undefined ? frames : [waiting]));
  }

  async #evaluate(
    script: Script,
    cell: CellRecord,
    isShown: boolean,
  ): Promise<{ readonly value: unknown } | { readonly error: CellError }> {
    const { record } = this.output;
    // in a turn of its own: an interrupt unwinds the whole turn that the script runs in
    await Promise.resolve();
    try {
      if (record.isStopped) throw new StoppedError();
      const value: unknown = await start(script, cell);
      this.output.end(record);
      if (isShown && script.hasResult && value !== undefined && !isHandle(value))
        await this.#showResult(value);
      while (record.pending.size > 0) await Promise.all(record.pending);
      return { value };
    } catch (thrown) {
      if (thrown instanceof StoppedError) return { error: keyboardInterrupt([]) };
      return { error: describeError(thrown, this.#stacks, cell) };
    }
  }

  async #showResult(value: unknown): Promise<void> {
    const { data, metadata, ...rest } = await show(value);
    if ("failure" in rest) reportFailure(this.output, this.#stacks, rest.failure);
    this.output.emit((run) => ({ type: "result", run, data, metadata }));
  }

  async #expression(expression: Script | CellError): Promise<UserExpressionResult> {
    if (!("script" in expression)) return { status: "error", error: expression };
    const cell = this.#cells.add({ ...expression, label: "Expression" });
    const ended = await this.#evaluate(expression, cell, false);
    if ("error" in ended) return { status: "error", error: ended.error };
    const { data, metadata } = await show(ended.value);
    return { status: "ok", data, metadata };
  }

  /** An error of a timer or of a promise that nobody awaited: shown at the cell that started it. */
  #reportLate(thrown: unknown): void {
    if (thrown instanceof StoppedError) return;
    const error = describeError(thrown, this.#stacks, this.#active?.cell);
    this.output.emit((run) => ({ type: "error", run, error }));
  }
}
