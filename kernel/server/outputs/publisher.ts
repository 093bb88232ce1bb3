// Everything that goes to iopub passes here, so that the order on the wire is the order of the calls.
import type { JsonObject } from "../../core/index.ts";
import { Sweeper } from "../../core/memory.ts";
import type { Channels, PublishedContent } from "../../protocol/index.ts";
import type { Runs } from "../running/runs.ts";
import { StreamBuffer } from "./stream-buffer.ts";

/** What a message carries beside its content. */
interface Beside {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

export class Publisher {
  readonly #channels: Channels;
  readonly #sweeper = new Sweeper();
  readonly #streams: StreamBuffer;
  /** What is to be sent before anything else, in its order. */
  #announced: (() => void)[] = [];

  constructor(channels: Channels, runs: Runs) {
    this.#channels = channels;
    this.#streams = new StreamBuffer(({ run, name, text }) =>
      this.#send("stream", runs.find(run)?.header, { name, text }),
    );
  }

  /** Publishes one message after all text that was printed before it; the content may be its JSON, ready to be sent. */
  publish<T extends keyof PublishedContent>(
    type: T,
    parent: JsonObject | undefined,
    content: PublishedContent[T] | Uint8Array,
    beside: Beside = {},
  ): void {
    if (content instanceof Uint8Array) this.#sweeper.passed(content.length);
    this.#streams.flush();
    this.#send(type, parent, content, beside);
  }

  /**
   * Sends something when this turn of the event loop is over, and before any other message: the cell or the question that it
   * is about goes on meanwhile.
   */
  announce(send: () => void): void {
    if (this.#announced.length === 0) setImmediate(() => this.#sendAnnounced());
    this.#announced.push(send);
  }

  /** Announces busy or idle for the request `parent`; leaves text of a running cell in its buffer. */
  status(
    parent: JsonObject | undefined,
    executionState: PublishedContent["status"]["executionState"],
  ): void {
    this.announce(() => this.#write("status", parent, { executionState }));
    if (executionState === "idle") this.#sweeper.rest();
    else this.#sweeper.work();
  }

  /** Announces the cell that begins. */
  input(parent: JsonObject, content: PublishedContent["execute_input"]): void {
    this.announce(() => {
      this.#streams.flush();
      this.#write("execute_input", parent, content);
    });
  }

  /** Text that a cell printed: gathered, and sent before anything else of any cell. */
  stream(run: string, name: "stdout" | "stderr", text: string): void {
    this.#sweeper.passed(text.length);
    this.#streams.write({ run, name, text });
  }

  /** Sends what was announced and text that is still gathered: before a cell's reply and idle, and before the end. */
  flush(): void {
    this.#sendAnnounced();
    this.#streams.flush();
  }

  #sendAnnounced(): void {
    const announced = this.#announced;
    this.#announced = [];
    for (const send of announced) send();
  }

  #send<T extends keyof PublishedContent>(
    type: T,
    parent: JsonObject | undefined,
    content: PublishedContent[T] | Uint8Array,
    beside: Beside = {},
  ): void {
    this.#sendAnnounced();
    this.#write(type, parent, content, beside);
  }

  #write<T extends keyof PublishedContent>(
    type: T,
    parent: JsonObject | undefined,
    content: PublishedContent[T] | Uint8Array,
    beside: Beside = {},
  ): void {
    void this.#channels.publish({ type, parent, content, ...beside }); // logs its own problems
  }
}
