// From a message to its handler: busy, handle, reply, idle. Cells take their turn, all else is answered at once.
import type { Channels, IncomingMessage, ReplyContent } from "../protocol/index.ts";
import type { Handler, KernelContext, Listener, Request } from "./context.ts";
import { ExecuteHandler } from "./handlers/execute.ts";
import { handlers } from "./handlers/index.ts";
import { explain } from "./process/log.ts";

export class Dispatcher {
  readonly #channels: Channels;
  readonly #kernel: KernelContext;
  readonly #execute = new ExecuteHandler();

  constructor(channels: Channels, kernel: KernelContext) {
    this.#channels = channels;
    this.#kernel = kernel;
  }

  receive(request: Request): void {
    const { channel, message } = request;
    const type = message.header.msgType;
    if (channel === "stdin") return this.#receiveInput(message);
    if (type === "execute_request" && channel === "shell") return this.#kernel.queue.add(message);
    const handler = handlers.get(type);
    if (handler) {
      void this.#answer(request, handler); // reports its own errors to the client
    } else {
      this.#kernel.log(
        "warning",
        `${type} ${message.header.msgId} on ${channel}: unknown, dropped`,
      );
    }
  }

  /** Runs the cell of an execute_request; called by the queue, one at a time. */
  async runCell(message: IncomingMessage): Promise<void> {
    const parent = message.header.wire;
    const { publisher } = this.#kernel;
    publisher.status(parent, "busy");
    try {
      const { reply, rest } = await this.#execute.handle(message, this.#kernel);
      // the next cell is on its way before this one's end is told
      publisher.announce(() => this.#reply({ channel: "shell", message }, "execute_reply", reply));
      publisher.status(parent, "idle");
      for (const aborted of rest) this.#abort(aborted);
    } catch (error) {
      this.#refuse({ channel: "shell", message }, "execute_reply", error);
      publisher.status(parent, "idle");
    }
  }

  async #answer(request: Request, handler: Handler | Listener): Promise<void> {
    const { publisher, queue } = this.#kernel;
    const parent = request.message.header.wire;
    publisher.status(parent, "busy");
    try {
      // a message of a comm without reply is welcome from a subshell that was just deleted
      if (handler.reply) this.#kernel.subshells.check(request.message.header.subshellId);
      const content = await handler.handle(request.message, this.#kernel);
      if (handler.reply && content) this.#reply(request, handler.reply, content);
    } catch (error) {
      this.#refuse(request, handler.reply, error);
    }
    publisher.status(parent, "idle");
    // A cell still runs: without this JupyterLab's indicator would say idle until the next cell.
    if (queue.running) publisher.status(queue.running.header.wire, "busy");
  }

  #abort(message: IncomingMessage): void {
    const { publisher } = this.#kernel;
    publisher.status(message.header.wire, "busy");
    // Without a count: JupyterLab would print the failed cell's number beside cells that never ran.
    this.#reply({ channel: "shell", message }, "execute_reply", { status: "aborted" });
    publisher.status(message.header.wire, "idle");
  }

  /** The request cannot be answered: the client is told, so that it does not wait, and so is the log. */
  #refuse(request: Request, type: keyof ReplyContent | undefined, error: unknown): void {
    const { msgType, msgId } = request.message.header;
    this.#kernel.log("warning", `${msgType} ${msgId} on ${request.channel}: ${explain(error)}`);
    if (!type) return;
    const ename = error instanceof Error ? error.name : "Error";
    const evalue = error instanceof Error ? error.message : String(error);
    const traceback = [`${ename}: ${evalue}`];
    this.#reply(request, type, { status: "error", ename, evalue, traceback });
  }

  #reply({ channel, message }: Request, type: keyof ReplyContent, content: object): void {
    const { identities, header } = message;
    void this.#channels.reply(channel, { identities, type, parent: header.wire, content });
  }

  #receiveInput(message: IncomingMessage): void {
    const { log, inputs } = this.#kernel;
    const { msgType, msgId } = message.header;
    if (msgType !== "input_reply") {
      return log("warning", `${msgType} ${msgId} on stdin: unknown, dropped`);
    }
    if (!inputs.receive(message))
      log("warning", `input_reply ${msgId}: nothing was asked, dropped`);
  }
}
