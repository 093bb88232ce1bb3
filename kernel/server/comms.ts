// Comms: objects shared with the page. The kernel offers no target yet; whoever opens one is told at once, since
// JupyterLab's widget manager waits 4 s for an answer.
import type { JsonObject } from "../core/index.ts";
import type { CommOpenContent } from "../protocol/index.ts";
import type { Publisher } from "./publisher.ts";

/** Refused comms whose later messages are dropped without a log line. */
const REMEMBERED = 256;

export class Comms {
  readonly #publisher: Publisher;
  readonly #refused = new Set<string>();

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  /** Closes the comm again: nobody here knows its target. */
  open({ commId }: CommOpenContent, parent: JsonObject): void {
    this.#refused.add(commId);
    if (this.#refused.size > REMEMBERED) {
      for (const oldest of this.#refused) {
        this.#refused.delete(oldest);
        break;
      }
    }
    this.#publisher.publish("comm_close", parent, { commId, data: {} });
  }

  /** False: a message for a comm that was never opened here. */
  knows(commId: string): boolean {
    return this.#refused.has(commId); // the page sends its first messages before it reads our comm_close
  }

  close(commId: string): void {
    this.#refused.delete(commId);
  }
}
