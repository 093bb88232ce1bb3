// Cells wait here for their turn. After an error the ones that were sent together with the failed cell are aborted:
// JupyterLab's Run All sends every cell at once and leaves it to the kernel to stop.
import { now } from "../../core/clock.ts";
import type { IncomingMessage } from "../../protocol/index.ts";

/**
 * ms without a new cell after which a Run All is taken to be complete. JupyterLab sends 5 cells within 9 ms; a network
 * may spread them. The error itself is shown before this wait, only the failed cell's number comes after it.
 */
const QUIET = 50;
/** ms that a failed cell's reply waits for the others at most. */
const LONGEST_WAIT = 300;

/** How the owner runs one cell; resolves when its idle was sent. */
export type RunCell = (message: IncomingMessage) => Promise<void>;

export class ExecutionQueue {
  readonly #run: RunCell;
  readonly #announce: (next: IncomingMessage) => void;
  #waiting: IncomingMessage[] = [];
  #running: IncomingMessage | undefined;
  #lastArrival = 0;

  /** @param announce hears which cell comes next, while another runs */
  constructor(run: RunCell, announce: (next: IncomingMessage) => void) {
    this.#run = run;
    this.#announce = announce;
  }

  /** The request whose cell runs now. */
  get running(): IncomingMessage | undefined {
    return this.#running;
  }

  add(message: IncomingMessage): void {
    this.#lastArrival = now();
    this.#waiting.push(message);
    if (!this.#running)
      void this.#work(); // runs until the queue is empty; never rejects
    else if (this.#waiting.length === 1) this.#announce(message);
  }

  /** Takes all waiting cells out, once no more arrive. Called by the failed cell before its reply is sent. */
  async takeRest(): Promise<readonly IncomingMessage[]> {
    const giveUp = now() + LONGEST_WAIT;
    for (;;) {
      const time = now();
      const wait = Math.min(this.#lastArrival + QUIET, giveUp) - time;
      if (wait <= 0) break;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    return this.#waiting.splice(0);
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#running = next;
      const over = this.#run(next);
      const [following] = this.#waiting;
      if (following) this.#announce(following);
      await over;
    }
    this.#running = undefined;
  }
}
