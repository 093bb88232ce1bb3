// A Jupyter client over real ZeroMQ sockets.
import { randomUUID } from "node:crypto";
import { curveKeyPair, Dealer, Request, Subscriber } from "zeromq";
import {
  type ClientChannel,
  type ConnectionInfo,
  type Content,
  type Execution,
  isStatus,
  makeRequest,
  type Message,
  readMessage,
  streamText,
} from "./client-messages.ts";
import { within } from "./wait.ts";

const LIMIT = 20_000; // ms
/** What the kernel says when a cell runs without a type check. */
const UNCHECKED = "[this cell runs unchecked";

export class KernelClient {
  readonly session: string = randomUUID();
  /** Set by a test that is about cells which run without a type check; in every other one such a cell is a failure. */
  mayRunUnchecked = false;
  /** Everything received, in order. */
  readonly received: Message[] = [];
  readonly #info: ConnectionInfo;
  readonly #dealers: Readonly<Record<ClientChannel, Dealer>>;
  readonly #iopub: Subscriber = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  readonly #listeners = new Set<(message: Message) => void>();

  /** @param reconnect ms between tries to connect */
  constructor(info: ConnectionInfo, reconnect = 20) {
    this.#info = info;
    const dealer = () =>
      new Dealer({ linger: 0, routingId: this.session, reconnectInterval: reconnect });
    this.#dealers = { shell: dealer(), control: dealer(), stdin: dealer() };
    for (const socket of [...Object.values(this.#dealers), this.#iopub]) this.#encrypt(socket);
    for (const channel of ["shell", "control", "stdin"] as const) {
      this.#dealers[channel].connect(this.#address(channel));
      void this.#read(channel, this.#dealers[channel]);
    }
    this.#iopub.reconnectInterval = reconnect;
    this.#iopub.subscribe();
    this.#iopub.connect(this.#address("iopub"));
    void this.#read("iopub", this.#iopub);
  }

  /** Waits until the kernel answers and its iopub is heard: from then on nothing is missed. */
  async ready(): Promise<void> {
    await Promise.all([
      this.wait("iopub_welcome", ({ type }) => type === "iopub_welcome"),
      this.request("shell", "kernel_info_request"),
    ]);
  }

  close(): void {
    for (const socket of [...Object.values(this.#dealers), this.#iopub]) socket.close();
  }

  /** Sends a request and returns its id. */
  async send(
    channel: ClientChannel,
    type: string,
    content: Content,
    header: Content = {},
    parent: Content = {},
  ): Promise<string> {
    const parts = { type, content, header, parent };
    const { frames, id } = makeRequest(this.#info.key, this.session, parts);
    await this.sendFrames(channel, frames);
    return id;
  }

  sendFrames(channel: ClientChannel, frames: readonly (string | Uint8Array)[]): Promise<void> {
    return this.#dealers[channel].send([...frames]);
  }

  /** A request as signed frames, for tests that bend them first. */
  frames(type: string, content: Content, metadata: Content = {}): { frames: string[]; id: string } {
    return makeRequest(this.#info.key, this.session, { type, content, metadata });
  }

  /** Sends a request and waits for its reply. */
  async request(
    channel: ClientChannel,
    type: string,
    content: Content = {},
    limit: number = LIMIT,
  ): Promise<Message> {
    const id = await this.send(channel, type, content);
    return this.wait(
      `reply to ${type}`,
      (it) => it.channel === channel && it.parentId === id,
      limit,
    );
  }

  /** Runs a cell and waits for both its reply and its idle. */
  async execute(code: string, options: Content = {}, limit: number = LIMIT): Promise<Execution> {
    return this.outcome(await this.start(code, options), limit);
  }

  /** Sends a cell and returns its id at once. */
  start(code: string, options: Content = {}): Promise<string> {
    return this.send("shell", "execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: true,
      stop_on_error: true,
      ...options,
    });
  }

  /** What the cell `id` did, once its reply and its idle are there. */
  async outcome(id: string, limit: number = LIMIT): Promise<Execution> {
    const ofCell = (it: Message) => it.parentId === id;
    const [reply] = await Promise.all([
      this.wait("execute_reply", (it) => ofCell(it) && it.type === "execute_reply", limit),
      this.wait("idle", (it) => ofCell(it) && isStatus(it, "idle"), limit),
    ]);
    const messages = this.received.filter((it) => ofCell(it) && it.channel === "iopub");
    const stderr = streamText(messages, "stderr");
    if (!this.mayRunUnchecked && stderr.includes(UNCHECKED)) throw new Error(stderr);
    return {
      id,
      reply: reply.content,
      messages,
      stdout: streamText(messages, "stdout"),
      stderr,
    };
  }

  /** The first message, past or future, that `fits`. */
  async wait(
    what: string,
    fits: (message: Message) => boolean,
    limit: number = LIMIT,
  ): Promise<Message> {
    const past = this.received.find(fits);
    if (past) return past;
    const { promise, resolve } = Promise.withResolvers<Message>();
    const listener = (message: Message) => {
      if (fits(message)) resolve(message);
    };
    this.#listeners.add(listener);
    try {
      return await within(promise, limit, what);
    } finally {
      this.#listeners.delete(listener);
    }
  }

  /** Waits until the cell has said something that `fits`, for example that its loop has begun. */
  waitOutput(id: string, text: string, limit: number = LIMIT): Promise<Message> {
    return this.wait(
      `output ${JSON.stringify(text)}`,
      (it) =>
        it.parentId === id && it.type === "stream" && String(it.content["text"]).includes(text),
      limit,
    );
  }

  /** Round trip of one heartbeat in ms. */
  async heartbeat(limit: number = LIMIT): Promise<number> {
    const socket = new Request({ linger: 0 });
    try {
      this.#encrypt(socket);
      socket.connect(this.#address("hb"));
      const started = performance.now();
      await socket.send("ping");
      const [answer] = await within(socket.receive(), limit, "heartbeat");
      if (String(answer) !== "ping") throw new Error(`heartbeat answered ${String(answer)}`);
      return performance.now() - started;
    } finally {
      socket.close();
    }
  }

  /** Where the connection file has a key for it, as jupyter_client does. */
  #encrypt(socket: Dealer | Subscriber | Request): void {
    if (this.#info.curve_publickey === undefined) return;
    const { publicKey, secretKey } = curveKeyPair();
    socket.curveServerKey = this.#info.curve_publickey;
    socket.curvePublicKey = publicKey;
    socket.curveSecretKey = secretKey;
  }

  #address(name: ClientChannel | "iopub" | "hb"): string {
    return `tcp://${this.#info.ip}:${this.#info[`${name}_port`]}`;
  }

  async #read(channel: Message["channel"], socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const message = readMessage(this.#info.key, channel, frames);
      this.received.push(message);
      for (const listener of this.#listeners) listener(message);
    }
  }
}
