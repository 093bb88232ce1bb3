// The door to the debugger: nothing of it is loaded before a page asks.
import type { JsonObject } from "../../core/index.ts";
import type { Engine } from "../../engine/contract.ts";
import type { ReplyContent } from "../../protocol/index.ts";
import type { Publisher } from "../outputs/publisher.ts";
import type { DebugAdapter } from "./adapter.ts";

/** A kernel's debugger, loaded with the first request. */
export class Debugging {
  readonly #engine: Engine;
  readonly #publisher: Publisher;
  #loading: Promise<DebugAdapter> | undefined;

  constructor(engine: Engine, publisher: Publisher) {
    this.#engine = engine;
    this.#publisher = publisher;
  }

  /** Answers a debug_request. */
  async handle(content: JsonObject, header: JsonObject): Promise<ReplyContent["debug_reply"]> {
    this.#loading ??= import("./adapter.ts").then(
      ({ DebugAdapter }) => new DebugAdapter(this.#engine, this.#publisher),
    );
    return (await this.#loading).handle(content, header);
  }
}
