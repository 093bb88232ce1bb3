// Comms between the page and the engine: who is open, and who may be opened. The engine's listeners do the rest.
import { ProtocolError, type JsonObject } from "../../core/index.ts";
import type { CommEvent, CommMessage, Engine } from "../../engine/contract.ts";
import type { IncomingMessage } from "../../protocol/index.ts";
import type { Publisher } from "../outputs/publisher.ts";
import type { Runs } from "./runs.ts";

/** Refused comms whose later messages are dropped without a log line. */
const REMEMBERED = 256;

/** Answers each message of a comm by itself, without the engine's process; answers also while that loops. */
export type CommAnswer = (data: JsonObject) => Promise<Readonly<Record<string, unknown>>>;

export class Comms {
  readonly #publisher: Publisher;
  readonly #engine: Engine;
  readonly #runs: Runs;
  /** Targets that the server itself answers. */
  readonly #answers: ReadonlyMap<string, CommAnswer>;
  /** Id → target. */
  readonly #open = new Map<string, string>();
  readonly #targets = new Set<string>();
  readonly #refused = new Set<string>();

  constructor(
    publisher: Publisher,
    engine: Engine,
    runs: Runs,
    answers: ReadonlyMap<string, CommAnswer> = new Map(),
  ) {
    this.#publisher = publisher;
    this.#engine = engine;
    this.#runs = runs;
    this.#answers = answers;
  }

  /** Tells the page what the engine's half said. */
  publish(event: CommEvent, parent: JsonObject | undefined): void {
    if (event.type === "comm-target") {
      this.#targets.add(event.target);
      return;
    }
    const { comm: commId, data, metadata, buffers } = event;
    const beside = { ...(metadata ? { metadata } : {}), ...(buffers ? { buffers } : {}) };
    switch (event.type) {
      case "comm-open": {
        this.#open.set(commId, event.target);
        const content = { commId, targetName: event.target, data };
        return this.#publisher.publish("comm_open", parent, content, beside);
      }
      case "comm-message":
        return this.#publisher.publish("comm_msg", parent, { commId, data }, beside);
      case "comm-close":
        this.#open.delete(commId);
        return this.#publisher.publish("comm_close", parent, { commId, data }, beside);
      default:
        return event satisfies never;
    }
  }

  /**
   * Hands the engine what the page's half said; resolves when it was heard and all that its listener said is published.
   * An unknown target is closed at once, while a cell loops too: JupyterLab's widget manager waits 4 s for an answer.
   *
   * @returns false: a message for a comm that was never opened here
   * @throws ProtocolError COMM_ALREADY_OPEN
   */
  async receive(said: CommMessage, request: IncomingMessage): Promise<boolean> {
    const { comm } = said;
    if (said.type === "comm-open") {
      if (this.#open.has(comm)) throw alreadyOpen(comm);
      if (!this.#targets.has(said.target) && !this.#answers.has(said.target)) {
        this.#refuse(comm, request.header.wire);
        return true;
      }
      this.#open.set(comm, said.target);
    } else if (!this.#open.has(comm)) return this.#refused.has(comm); // sent before the page read our comm_close
    const answer = this.#answers.get(this.#open.get(comm) ?? "");
    if (said.type === "comm-close") this.#open.delete(comm);
    if (answer !== undefined) {
      if (said.type === "comm-message") {
        const data = await answer(said.data);
        this.#publisher.publish("comm_msg", request.header.wire, { commId: comm, data });
      }
      return true;
    }
    await this.#engine.comm(said, this.#runs.note(request));
    this.#publisher.flush();
    return true;
  }

  /** The open comms, as comm_info_reply lists them. */
  list(target: string | undefined): Readonly<Record<string, { readonly target_name: string }>> {
    const open = [...this.#open].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(open.map(([id, name]) => [id, { target_name: name }]));
  }

  /** The engine's halves are gone, and what a page still says to them is dropped. */
  forget(): void {
    for (const [id, target] of this.#open) {
      if (this.#answers.has(target)) continue;
      this.#remember(id);
      this.#open.delete(id);
    }
    this.#targets.clear();
  }

  #refuse(commId: string, parent: JsonObject): void {
    this.#remember(commId);
    this.#publisher.publish("comm_close", parent, { commId, data: {} });
  }

  #remember(commId: string): void {
    this.#refused.add(commId);
    if (this.#refused.size <= REMEMBERED) return;
    for (const oldest of this.#refused) {
      this.#refused.delete(oldest);
      break;
    }
  }
}

function alreadyOpen(comm: string): ProtocolError {
  return new ProtocolError({
    code: "COMM_ALREADY_OPEN",
    summary: "A comm of this id is open: the message is dropped, and the open one stays.",
    given: `comm_id ${JSON.stringify(comm)}`,
    expected: "an id of its own for each comm",
  });
}
