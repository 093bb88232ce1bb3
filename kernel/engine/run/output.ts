// Where everything that a cell says passes: to the run that caused it, and no more than a browser can hold.
import { AsyncLocalStorage } from "node:async_hooks";
import type { MimeBundle } from "../contract.ts";
import type { JobEvent } from "./job.ts";
import { LineBudget } from "./line-budget.ts";
import { defaultLimit, fit, sizeOf } from "./output-limit.ts";

/** What the engine knows of a run while anything that it started may still speak. */
export interface RunRecord {
  readonly run: string;
  printed: number;
  readonly lines: LineBudget;
  /** Interrupted: nothing that waits in this run goes on. */
  isStopped: boolean;
  /** The interrupt is over: what still runs ends at its next print. */
  isSilenced: boolean;
  /** What an interrupt takes away: timers that the run has set. */
  readonly stops: Set<() => void>;
  /** Where in the script the run waits. */
  waitsAt: number | undefined;
  /** Displays that are still being made; the cell is over when they are out. */
  readonly pending: Set<Promise<void>>;
  /** Takes what the run says in place of everybody else, where it gives true. */
  readonly sink?: ((event: JobEvent) => boolean) | undefined;
}

/** Thrown into code of a stopped cell that goes on by itself; nobody is to see it. */
export class StoppedError extends Error {
  override name = "KeyboardInterrupt";
}

/** Sends events to the run that caused them: late timers and promises included. */
export class Output {
  readonly #emit: (event: JobEvent) => void;
  readonly #runs = new AsyncLocalStorage<RunRecord>();
  #current: RunRecord = newRecord("");
  /** UTF-16 units that one run may show; more is dropped, with a notice. */
  limit: number = defaultLimit();

  constructor(emit: (event: JobEvent) => void) {
    this.#emit = emit;
  }

  /** Runs `work`; all that it starts belongs to `run`, whenever it happens. */
  within<T>(run: string, work: () => T): T {
    this.#current = newRecord(run);
    return this.#runs.run(this.#current, work);
  }

  /** Runs `work` as part of a run that need not be a cell's, or of the present one with its output going to `sink`. */
  apart<T>(run: string, work: () => T, sink?: RunRecord["sink"]): T {
    return this.#runs.run({ ...newRecord(run), sink }, work);
  }

  /** The record of the run that the code of this moment belongs to. */
  get record(): RunRecord {
    return this.#runs.getStore() ?? this.#current;
  }

  /** The run that the code of this moment belongs to. */
  get run(): string {
    return this.record.run;
  }

  /** Text for stdout or stderr. */
  write(name: "stdout" | "stderr", whole: string): void {
    if (whole === "") return;
    const { record } = this; // once: a loop prints, and each look takes as long as the rest of this
    refuseSilenced(record);
    const text = this.limit === Infinity ? whole : record.lines.admit(whole);
    if (text === "") return;
    const { shown, notice } = fit(record, text.length, this.limit);
    const piece = shown === text.length ? text : text.slice(0, shown);
    if (shown > 0) this.#sendOf(record, { type: "stream", run: record.run, name, text: piece });
    if (notice) this.#warn(record, notice);
  }

  /** A run is over: says how many lines were not shown, and shows the last of them. */
  end(record: RunRecord): void {
    const text = record.lines.end();
    if (text !== "") this.#emit({ type: "stream", run: record.run, name: "stdout", text });
  }

  display(data: MimeBundle, metadata: Readonly<Record<string, unknown>>, displayId?: string): void {
    const id = displayId === undefined ? {} : { displayId };
    if (!this.#fits(data)) return;
    this.#send({ type: "display", run: this.run, data, metadata, ...id });
  }

  updateDisplay(
    data: MimeBundle,
    metadata: Readonly<Record<string, unknown>>,
    displayId: string,
  ): void {
    refuseSilenced(this.record); // what replaces something does not make the notebook longer
    this.#send({ type: "update-display", run: this.run, data, metadata, displayId });
  }

  /** An event of a run by its name, whatever code is running. */
  emitFor(run: string, make: (run: string) => JobEvent): void {
    this.#emit(make(run));
  }

  /** Any other event of the run of this moment. */
  emit(make: (run: string) => JobEvent): void {
    this.#send(make(this.run));
  }

  #fits(data: MimeBundle): boolean {
    const { record } = this;
    refuseSilenced(record);
    const size = sizeOf(data);
    const { shown, notice } = fit(record, size, this.limit);
    if (notice) this.#warn(record, notice);
    return shown === size;
  }

  #warn(record: RunRecord, text: string): void {
    this.#sendOf(record, { type: "stream", run: record.run, name: "stderr", text });
  }

  #send(event: JobEvent): void {
    this.#sendOf(this.record, event);
  }

  #sendOf(record: RunRecord, event: JobEvent): void {
    if (record.sink?.(event) !== true) this.#emit(event);
  }
}

/** A stopped cell that goes on by itself ends where it wants to show something. */
function refuseSilenced({ isSilenced }: RunRecord): void {
  if (isSilenced) throw new StoppedError();
}

function newRecord(run: string): RunRecord {
  return {
    run,
    printed: 0,
    lines: new LineBudget(),
    isStopped: false,
    isSilenced: false,
    stops: new Set(),
    waitsAt: undefined,
    pending: new Set(),
  };
}
