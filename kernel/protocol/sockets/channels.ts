// The five sockets of a kernel: messages come in checked, go out signed, and no bad frame stops anything.
import { now } from "../../core/clock.ts";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Router } from "zeromq";
import { ProtocolError } from "../../core/index.ts";
import { Codec } from "../wire/codec.ts";
import { addressOf, type Connection, type SocketName } from "../connection/connection-file.ts";
import { register } from "../connection/handshake.ts";
import type { Channel, IncomingMessage, OutgoingMessage } from "../wire/message.ts";
import { Signer } from "../wire/signature.ts";
import { encrypt, IopubSocket, makeRouter, makeStdinRouter, Outbox } from "./sockets.ts";

/** What the owner of the channels hears. */
export interface ChannelEvents {
  onMessage(channel: Channel, message: IncomingMessage): void;
  /** Something was dropped, and why: one line for the log. */
  onProblem(channel: SocketName, error: unknown): void;
}

const SUBSCRIBE = 1;
/** ms that a client gets to connect its stdin socket, and between two tries. */
const CONNECT_LIMIT = 3000;
const CONNECT_PAUSE = 20;

/** Binds on `open`, serves until `close`. The heartbeat and the welcome of subscribers are handled inside. */
export class Channels {
  readonly #connection: Connection;
  readonly #events: ChannelEvents;
  readonly #codec: Codec;
  readonly #routers: Readonly<Record<Channel, Router>>;
  readonly #heartbeat: Router = makeRouter();
  readonly #iopub: IopubSocket = new IopubSocket();
  readonly #outboxes: Readonly<Record<Channel | "iopub", Outbox>>;
  #open = true;

  constructor(connection: Connection, events: ChannelEvents) {
    this.#connection = connection;
    this.#events = events;
    this.#codec = new Codec(new Signer(connection.key, connection.signatureScheme));
    this.#routers = { shell: makeRouter(), control: makeRouter(), stdin: makeStdinRouter() };
    this.#outboxes = {
      shell: new Outbox(this.#routers.shell),
      control: new Outbox(this.#routers.control),
      stdin: new Outbox(this.#routers.stdin),
      iopub: new Outbox(this.#iopub),
    };
  }

  /**
   * Binds all sockets, registers where the connection asks for it, and starts to serve.
   * @returns the connection with the ports that were taken
   * @throws ProtocolError CANNOT_BIND and those of the handshake
   */
  async open(): Promise<Connection> {
    const { shell, control, stdin } = this.#routers;
    const sockets = { iopub: this.#iopub, shell, control, stdin, hb: this.#heartbeat };
    // ipc sockets are files: like the connection file they are for their owner alone
    const umask = this.#connection.transport === "ipc" ? process.umask(0o077) : undefined;
    const taken = await Promise.all(
      Object.entries(sockets).map(async ([name, socket]) => {
        const address = addressOf(this.#connection, name as SocketName);
        if (this.#connection.curve) encrypt(socket, this.#connection.curve);
        try {
          await socket.bind(address);
          return [name, Number(/\d+$/.exec(socket.lastEndpoint ?? "")?.[0])] as const;
        } catch (cause) {
          throw cannotBind(name, address, cause);
        }
      }),
    );
    if (umask !== undefined) process.umask(umask);
    const ports = Object.fromEntries(taken) as Connection["ports"];
    const connection = { ...this.#connection, ports };
    if (connection.registrationPort !== undefined) await register(connection, this.#codec);
    this.#serve("hb", () => this.#echo());
    this.#serve("iopub", () => this.#welcome());
    for (const channel of ["control", "shell", "stdin"] as const) {
      this.#serve(channel, () => this.#receive(channel));
    }
    return connection;
  }

  /** Answers on the channel of the request; `identities` are the request's. */
  async reply(channel: Channel, message: OutgoingMessage): Promise<void> {
    await this.#dispatch(channel, this.#codec.encode(message).frames);
  }

  /**
   * Asks a client on stdin. A client that sent a cell may still be connecting its stdin socket: it gets some time.
   * @returns the message's id, known before any answer can come, and whether the client could be reached
   */
  ask(message: OutgoingMessage): { readonly msgId: string; readonly sent: Promise<boolean> } {
    const { frames, msgId } = this.#codec.encode(message);
    return { msgId, sent: this.#reach(frames) };
  }

  async #reach(frames: (Uint8Array | string)[]): Promise<boolean> {
    const giveUp = now() + CONNECT_LIMIT;
    while (this.#open) {
      try {
        await this.#outboxes.stdin.send(frames);
        return true;
      } catch (error) {
        if (!isUnreachable(error) || now() > giveUp) {
          this.#events.onProblem("stdin", error);
          return false;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, CONNECT_PAUSE));
    }
    return false;
  }

  /** Tells all subscribers; the topic is the message's type. */
  async publish(message: Omit<OutgoingMessage, "identities">): Promise<void> {
    const { frames } = this.#codec.encode({ ...message, identities: [message.type] });
    await this.#dispatch("iopub", frames);
  }

  /** Sends what is waiting and closes the sockets. */
  async close(): Promise<void> {
    if (!this.#open) return;
    await Promise.all(Object.values(this.#outboxes).map((outbox) => outbox.drained()));
    this.#open = false;
    for (const socket of [...Object.values(this.#routers), this.#iopub, this.#heartbeat]) {
      socket.close();
    }
  }

  async #dispatch(
    channel: Channel | "iopub",
    frames: (Uint8Array | string)[],
    justBefore?: () => void,
  ): Promise<void> {
    if (!this.#open) return; // a late timer of a cell after shutdown: nobody listens any more
    try {
      await this.#outboxes[channel].send(frames, justBefore);
    } catch (error) {
      this.#events.onProblem(channel, error);
    }
  }

  #serve(name: SocketName, loop: () => Promise<void>): void {
    loop().catch((error: unknown) => {
      if (this.#open) this.#events.onProblem(name, error);
    });
  }

  async #receive(channel: Channel): Promise<void> {
    for await (const frames of this.#routers[channel]) {
      try {
        this.#events.onMessage(channel, this.#codec.decode(frames));
      } catch (error) {
        this.#events.onProblem(channel, error);
      }
      // A socket that holds more messages would go on at once: signals and the engine must be heard between them.
      await nextTurn();
    }
  }

  async #echo(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }

  async #welcome(): Promise<void> {
    for await (const [frame] of this.#iopub) {
      if (!frame) continue;
      const topic = frame.subarray(1);
      if (frame[0] !== SUBSCRIBE) {
        this.#iopub.release(topic);
        continue;
      }
      const { frames } = this.#codec.encode({
        identities: [topic],
        type: "iopub_welcome",
        parent: undefined,
        content: { subscription: topic.toString() },
      });
      // Admitted when everything earlier is out: what is still waiting must not come before the welcome.
      await this.#dispatch("iopub", frames, () => this.#iopub.admit(topic));
    }
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EHOSTUNREACH";
}

function cannotBind(name: string, address: string, cause: unknown): ProtocolError {
  return new ProtocolError({
    code: "CANNOT_BIND",
    summary: `The kernel cannot listen on its ${name} socket.`,
    given: `${address} (${cause instanceof Error ? cause.message : String(cause)})`,
    expected: "a free port on this machine",
    fix: "restart the kernel: Jupyter chooses other ports",
    cause,
  });
}
