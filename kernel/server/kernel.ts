// The kernel's server: joins the channels of the protocol with an engine, and ends both together.
import type { Engine, EngineEvent } from "../engine/contract.ts";
import { Channels, type Connection } from "../protocol/index.ts";
import { Comms } from "./running/comms.ts";
import type { KernelContext } from "./context.ts";
import { DIAGNOSTICS_TARGET, makeDiagnostics } from "./diagnostics.ts";
import { Debugging } from "./debug/index.ts";
import { Dispatcher } from "./dispatcher.ts";
import { ExecutionQueue } from "./running/execution-queue.ts";
import { History } from "./history/history.ts";
import { Inputs } from "./running/inputs.ts";
import { explain, type Log } from "./process/log.ts";
import { makeOutputs } from "./outputs/outputs.ts";
import { Publisher } from "./outputs/publisher.ts";
import { Runs } from "./running/runs.ts";
import { Usage } from "./usage/usage.ts";
import { Subshells } from "./running/subshells.ts";

/** What a kernel is made of. */
export interface KernelParts {
  readonly connection: Connection;
  /** Whoever made it hands its events to `hear`. */
  readonly engine: Engine;
  /** Where the history lies, or ":memory:". */
  readonly historyFile: string;
  readonly log: Log;
}

/** ms that the engine gets to end its processes. */
const DISPOSE_LIMIT = 3000;

export class Kernel {
  readonly #channels: Channels;
  readonly #context: KernelContext;
  readonly #outputs: (event: EngineEvent) => void;
  readonly #closed = Promise.withResolvers<void>();
  #stopping = false;

  constructor({ connection, engine, historyFile, log }: KernelParts) {
    const runs = new Runs();
    this.#channels = new Channels(connection, {
      onMessage: (channel, message) => {
        if (!this.#stopping) dispatcher.receive({ channel, message });
      },
      onProblem: (channel, error) => log("warning", `${channel}: ${explain(error)}`),
    });
    const publisher = new Publisher(this.#channels, runs);
    const inputs = new Inputs(this.#channels);
    const comms = new Comms(
      publisher,
      engine,
      runs,
      new Map([[DIAGNOSTICS_TARGET, makeDiagnostics(engine)]]),
    );
    const kernel: KernelContext = {
      engine,
      queue: new ExecutionQueue(
        (message) => dispatcher.runCell(message),
        ({ content: { code } }) => {
          if (typeof code === "string") engine.expect?.(code);
        },
      ),
      runs,
      publisher,
      inputs,
      comms,
      subshells: new Subshells(),
      history: new History(historyFile, log),
      usage: new Usage(),
      debugging: new Debugging(engine, publisher),
      log,
      interrupt: () => this.interrupt(),
      // The reply and idle are handed to the sockets in this very turn of the event loop, or the next microtasks.
      stopAfterReply: () => setImmediate(() => void this.stop()),
    };
    const dispatcher = new Dispatcher(this.#channels, kernel);
    this.#context = kernel;
    this.#outputs = makeOutputs({ runs, publisher, inputs, comms, log });
  }

  /** Resolved when the kernel has ended, with all its processes. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /**
   * Begins to serve.
   * @returns the connection with the ports that were taken
   * @throws ProtocolError CANNOT_BIND and those of the handshake
   */
  async start(): Promise<Connection> {
    const connection = await this.#channels.open();
    this.#context.publisher.status(undefined, "starting");
    return connection;
  }

  /** Takes an event of the engine. */
  hear(event: EngineEvent): void {
    this.#outputs(event);
  }

  /** Stops the running cell, or the listener of a comm, and keeps the variables; nothing happens while none runs. */
  interrupt(): void {
    const { queue, engine, log, runs, inputs } = this.#context;
    const run = queue.running && runs.find(queue.running.header.msgId);
    if (run) inputs.drop(run.id);
    engine.interrupt().catch((error: unknown) => log("error", `interrupt: ${explain(error)}`));
  }

  /** Ends engine, history and sockets, in this order. Idempotent. */
  async stop(): Promise<void> {
    if (this.#stopping) return this.closed;
    this.#stopping = true;
    const { engine, history, log, publisher } = this.#context;
    publisher.flush(); // the idle of the request that ends us
    try {
      await withLimit(engine.dispose(), DISPOSE_LIMIT);
    } catch (error) {
      log("error", `the engine did not end: ${explain(error)}`);
    }
    history.close();
    await this.#channels.close();
    this.#closed.resolve();
  }
}

async function withLimit(work: Promise<void>, limit: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${limit} ms`)), limit);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
