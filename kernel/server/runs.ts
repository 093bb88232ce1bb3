// Remembers which request a run belongs to, so that a timer that prints later still prints below its own cell.
import type { JsonObject } from "../core/index.ts";
import type { IncomingMessage } from "../protocol/index.ts";

/** Runs whose late output still finds its cell; older ones' goes to the newest cell. */
const REMEMBERED = 4096;

/** A cell that runs or ran. */
export interface Run {
  readonly id: string;
  /** Header of its request, as outputs carry it. */
  readonly header: JsonObject;
  readonly identities: readonly Uint8Array[];
  readonly executionCount: number;
  readonly silent: boolean;
  readonly allowStdin: boolean;
  /** What its reply carries beside the result: pages to show. */
  readonly payload: Record<string, unknown>[];
}

export class Runs {
  readonly #runs = new Map<string, Run>();
  #latest: Run | undefined;
  #running: Run | undefined;

  /** Starts a run. Its id is the message's, made unique if a client repeats itself. */
  start(
    message: IncomingMessage,
    settings: Pick<Run, "executionCount" | "silent" | "allowStdin">,
  ): Run {
    const { msgId, wire } = message.header;
    const id = this.#runs.has(msgId) ? `${msgId}#${this.#runs.size}` : msgId;
    const run: Run = { id, header: wire, identities: message.identities, payload: [], ...settings };
    this.#runs.set(id, run);
    this.#latest = run;
    this.#running = run;
    if (this.#runs.size > REMEMBERED) this.#forgetOldest();
    return run;
  }

  /** The run's cell is over; its late output still finds it. */
  end(run: Run): void {
    if (this.#running === run) this.#running = undefined;
  }

  isRunning(id: string | undefined): boolean {
    return id !== undefined && this.#running?.id === id;
  }

  /** The run of that id; of a run long gone, or of none, the newest one. */
  find(id: string | undefined): Run | undefined {
    return (id === undefined ? undefined : this.#runs.get(id)) ?? this.#latest;
  }

  #forgetOldest(): void {
    for (const id of this.#runs.keys()) {
      this.#runs.delete(id);
      return;
    }
  }
}
