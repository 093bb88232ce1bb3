import type { DebuggerOptions, EngineDebugger } from "../contract.ts";
import type { ProcessDebugger } from "../debug/debugger.ts";
import type { DebuggerHost } from "../debug/link.ts";
import type { Job } from "../run/job.ts";
import type { Child } from "./open-child.ts";

/** The debugger of a backend's children, one after the other; nothing of it is loaded before one is attached. */
export class Debugged {
  readonly #isStopping: () => boolean;
  #debugger: ProcessDebugger | undefined;
  #following: Promise<unknown> | undefined;

  /** @param isStopping the running cell has been told to stop: it must not stand still any more */
  constructor(isStopping: () => boolean) {
    this.#isStopping = isStopping;
  }

  async attach(
    child: Child,
    options: DebuggerOptions,
    named: DebuggerHost["named"],
  ): Promise<EngineDebugger> {
    const { ProcessDebugger } = await import("../debug/debugger.ts"); // who debugs pays for it
    await this.#debugger?.detach();
    const made = new ProcessDebugger(child.openWire, options, {
      named,
      isStopping: this.#isStopping,
      detached: () => {
        if (this.#debugger === made) this.#debugger = undefined;
      },
    });
    this.#debugger = made;
    await made.start();
    return made;
  }

  /** Ends the cell, or a timer's call, that stands still; false when none does. */
  stop(): boolean {
    return this.#debugger?.stop() === true;
  }

  /** A cell is about to start: says whether a debugger has breakpoints in it. */
  watched(job: Job): Job {
    return this.#debugger?.started(job.source) === true ? { ...job, isWatched: true } : job;
  }

  /** A cell has called `process.exit()`: Node would wait for the debugger to leave. */
  exiting(child: Child): void {
    if (this.#debugger !== undefined) child.kill();
  }

  /** The next child stands; a debugger that cannot follow is told by its next question. */
  follow(child: Child): void {
    const following = this.#debugger?.reconnect(child.openWire).catch(() => undefined);
    this.#following = following?.then(() => (this.#following = undefined));
  }

  /** Set while the debugger is on its way to a fresh child: a cell that waits for it meets its breakpoints. */
  get following(): Promise<unknown> | undefined {
    return this.#following;
  }
}
