// A client that adds as little time of its own as it can: raw sockets, one listener for each request, no polling.
import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import {
  type ConnectionInfo,
  type Content,
  makeRequest,
  type Message,
  readMessage,
} from "../../test/support/client-messages.ts";
import { type Arrival, idleOf, replyOf } from "./arrivals.ts";

/** A request that was sent: what has come for it so far. */
export interface Sent {
  readonly id: string;
  /** Just before it was sent, ms. */
  readonly at: number;
  readonly arrivals: Arrival[];
}

interface Watched extends Sent {
  /** Called on each arrival. */
  listener?: (() => void) | undefined;
}

const channels = ["shell", "control", "stdin"] as const;
type ClientChannel = (typeof channels)[number];

export class Client {
  readonly #info: ConnectionInfo;
  readonly #session: string = randomUUID();
  readonly #dealers: Readonly<Record<ClientChannel, Dealer>>;
  readonly #iopub: Subscriber;
  readonly #watched = new Map<string, Watched>();
  #gone: string | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(info: ConnectionInfo) {
    this.#info = info;
    const quick = { linger: 0, reconnectInterval: 2, reconnectMaxInterval: 2 };
    const unlimited = { sendHighWaterMark: 0, receiveHighWaterMark: 0 };
    const dealer = (): Dealer => new Dealer({ ...quick, ...unlimited, routingId: this.#session });
    this.#dealers = { shell: dealer(), control: dealer(), stdin: dealer() };
    for (const channel of channels) {
      this.#dealers[channel].connect(this.#address(channel));
      this.#listen(channel, this.#dealers[channel]);
    }
    this.#iopub = new Subscriber({ ...quick, receiveHighWaterMark: 0 });
    this.#iopub.subscribe();
    this.#iopub.connect(this.#address("iopub"));
    this.#listen("iopub", this.#iopub);
  }

  /** Sends a request; `at` of what comes back is the moment before. */
  send(channel: ClientChannel, type: string, content: Content, parent: Content = {}): Sent {
    const { frames, id } = makeRequest(this.#info.key, this.#session, { type, content, parent });
    const sent: Watched = { id, at: performance.now(), arrivals: [] };
    this.#watched.set(id, sent);
    // one send at a time is all that ZeroMQ takes
    this.#sending = this.#sending
      .then(() => this.#dealers[channel].send(frames))
      .catch((error: unknown) => this.die(String(error)));
    return sent;
  }

  /** Sends a cell. */
  cell(code: string, options: Content = {}): Sent {
    return this.send("shell", "execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
      ...options,
    });
  }

  /**
   * Waits until what came for a request suffices.
   * @param limit ms
   * @returns false when it did not within the limit, or the kernel died
   */
  async until(
    sent: Sent,
    suffices: (all: readonly Arrival[]) => boolean,
    limit = 30_000,
  ): Promise<boolean> {
    const watched: Watched = sent;
    if (suffices(watched.arrivals)) return true;
    if (this.#gone !== undefined) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), limit);
    watched.listener = () => {
      if (suffices(watched.arrivals)) resolve(true);
      else if (this.#gone !== undefined) resolve(false);
    };
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      watched.listener = undefined;
    }
  }

  /** Waits for reply and idle of a cell. */
  over(sent: Sent, limit?: number): Promise<boolean> {
    return this.until(
      sent,
      (all) => replyOf(all) !== undefined && idleOf(all) !== undefined,
      limit,
    );
  }

  /** ms from a request to its reply; undefined when none came. */
  async ask(
    channel: ClientChannel,
    type: string,
    content: Content,
    limit?: number,
  ): Promise<number | undefined> {
    const sent = this.send(channel, type, content);
    await this.until(sent, (all) => replyOf(all) !== undefined, limit);
    this.#watched.delete(sent.id);
    const reply = replyOf(sent.arrivals);
    return reply === undefined ? undefined : reply.at - sent.at;
  }

  /** Whoever waits stops waiting. */
  die(reason: string): void {
    this.#gone = reason;
    for (const watched of this.#watched.values()) watched.listener?.();
  }

  close(): void {
    this.die("closed");
    for (const socket of [...Object.values(this.#dealers), this.#iopub]) socket.close();
  }

  #address(name: ClientChannel | "iopub"): string {
    return `tcp://${this.#info.ip}:${this.#info[`${name}_port`]}`;
  }

  #listen(channel: Message["channel"], socket: Dealer | Subscriber): void {
    this.#read(channel, socket).catch((error: unknown) => this.die(String(error)));
  }

  async #read(channel: Message["channel"], socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const at = performance.now();
      const message = readMessage(this.#info.key, channel, frames);
      const watched = this.#watched.get(message.parentId ?? "");
      watched?.arrivals.push({ ...message, at });
      watched?.listener?.();
    }
  }
}
