// What a handler may use.
import type { Engine } from "../engine/contract.ts";
import type { Channel, IncomingMessage, ReplyContent } from "../protocol/index.ts";
import type { Comms } from "./running/comms.ts";
import type { Debugging } from "./debug/index.ts";
import type { ExecutionQueue } from "./running/execution-queue.ts";
import type { History } from "./history/history.ts";
import type { Inputs } from "./running/inputs.ts";
import type { Log } from "./process/log.ts";
import type { Publisher } from "./outputs/publisher.ts";
import type { Runs } from "./running/runs.ts";
import type { Usage } from "./usage/usage.ts";
import type { Subshells } from "./running/subshells.ts";

export interface KernelContext {
  readonly engine: Engine;
  readonly queue: ExecutionQueue;
  readonly runs: Runs;
  readonly publisher: Publisher;
  readonly inputs: Inputs;
  readonly comms: Comms;
  readonly subshells: Subshells;
  readonly history: History;
  readonly usage: Usage;
  readonly debugging: Debugging;
  readonly log: Log;
  /** Stops the running cell; nothing happens while none runs. */
  interrupt(): void;
  /** Ends the kernel as soon as the request in hand is answered. */
  stopAfterReply(): void;
}

/** Handles one type of request; what it returns is sent as the reply. */
export interface Handler<T extends keyof ReplyContent = keyof ReplyContent> {
  readonly reply: T;
  handle(
    message: IncomingMessage,
    kernel: KernelContext,
  ): ReplyContent[T] | Promise<ReplyContent[T]>;
}

/** A message that gets no reply, such as comm_open. */
export interface Listener {
  readonly reply?: undefined;
  handle(message: IncomingMessage, kernel: KernelContext): void | Promise<void>;
}

/** A request and the channel it came on. */
export interface Request {
  readonly channel: Channel;
  readonly message: IncomingMessage;
}
