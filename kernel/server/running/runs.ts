// Remembers which request a run belongs to, so that a timer that prints later still prints below its own cell.
import type { JsonObject } from "../../core/index.ts";
import type { IncomingMessage } from "../../protocol/index.ts";

/** Runs whose late output still finds its cell; older ones' goes to the newest cell. */
const REMEMBERED = 4096;

/** Messages of comms, of which a moved slider sends many: only the newest may still speak in their name. */
const REMEMBERED_MESSAGES = 256;

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
  /** Text of its result, for the history. */
  result?: string;
}

export class Runs {
  readonly #runs = new Map<string, Run>();
  readonly #messages = new Map<string, Run>();
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
    if (this.#runs.size > REMEMBERED) forgetOldest(this.#runs);
    return run;
  }

  /** What a comm's listener says belongs to the message that it heard; the run's name comes back. */
  note({ header: { msgId, wire }, identities }: IncomingMessage): string {
    const settings = { executionCount: 0, silent: true, allowStdin: false };
    this.#messages.set(msgId, { id: msgId, header: wire, identities, payload: [], ...settings });
    if (this.#messages.size > REMEMBERED_MESSAGES) forgetOldest(this.#messages);
    return msgId;
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
    const known = id === undefined ? undefined : (this.#runs.get(id) ?? this.#messages.get(id));
    return known ?? this.#latest;
  }
}

function forgetOldest(runs: Map<string, Run>): void {
  for (const id of runs.keys()) {
    runs.delete(id);
    return;
  }
}
