// A Jupyter client over real ZeroMQ sockets, written from the protocol's text and sharing no code with the kernel.
import { createHmac, randomUUID } from "node:crypto";
import { Dealer, Request, Subscriber } from "zeromq";
import { within } from "./wait.ts";

export interface ConnectionInfo {
  readonly transport: "tcp";
  readonly ip: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly iopub_port: number;
  readonly hb_port: number;
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
}

/** Contents differ by message type; tests look into them. */
export type Content = Record<string, unknown>;

export interface Message {
  readonly channel: ClientChannel | "iopub";
  readonly type: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly parent: Content;
  readonly header: Content;
  readonly metadata: Content;
  readonly content: Content;
}

export type ClientChannel = "shell" | "control" | "stdin";

/** What a cell did: its reply, and all that iopub said between its busy and its idle. */
export interface Execution {
  readonly id: string;
  readonly reply: Content;
  readonly messages: readonly Message[];
  readonly stdout: string;
  readonly stderr: string;
}

const DELIMITER = "<IDS|MSG>";
const LIMIT = 20_000; // ms

export class KernelClient {
  readonly session: string = randomUUID();
  /** Everything received, in order. */
  readonly received: Message[] = [];
  readonly #info: ConnectionInfo;
  readonly #dealers: Readonly<Record<ClientChannel, Dealer>>;
  readonly #iopub: Subscriber = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  readonly #listeners = new Set<(message: Message) => void>();

  constructor(info: ConnectionInfo) {
    this.#info = info;
    const dealer = () => new Dealer({ linger: 0, routingId: this.session });
    this.#dealers = { shell: dealer(), control: dealer(), stdin: dealer() };
    for (const channel of ["shell", "control", "stdin"] as const) {
      this.#dealers[channel].connect(this.#address(channel));
      void this.#read(channel, this.#dealers[channel]);
    }
    this.#iopub.subscribe();
    this.#iopub.connect(this.#address("iopub"));
    void this.#read("iopub", this.#iopub);
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
    const { frames, id } = this.frames(type, content, header, parent);
    await this.sendFrames(channel, frames);
    return id;
  }

  sendFrames(channel: ClientChannel, frames: readonly (string | Uint8Array)[]): Promise<void> {
    return this.#dealers[channel].send([...frames]);
  }

  /** A request as signed frames, for tests that bend them first. */
  frames(
    type: string,
    content: Content,
    header: Content = {},
    parent: Content = {},
  ): { frames: string[]; id: string } {
    const id = randomUUID();
    const whole = {
      msg_id: id,
      msg_type: type,
      session: this.session,
      username: "",
      subshell_id: null,
      date: new Date().toISOString(),
      version: "5.2",
      ...header,
    };
    return {
      frames: this.sign([whole, parent, {}, content].map((part) => JSON.stringify(part))),
      id,
    };
  }

  /** Four JSON frames with delimiter and signature before them. */
  sign(json: readonly string[]): string[] {
    const digest = createHmac("sha256", this.#info.key);
    for (const part of json) digest.update(part);
    return [DELIMITER, digest.digest("hex"), ...json];
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
    return {
      id,
      reply: reply.content,
      messages,
      stdout: streamText(messages, "stdout"),
      stderr: streamText(messages, "stderr"),
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

  #address(name: ClientChannel | "iopub" | "hb"): string {
    return `tcp://${this.#info.ip}:${this.#info[`${name}_port`]}`;
  }

  async #read(channel: Message["channel"], socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const texts = frames.map(String);
      const at = texts.indexOf(DELIMITER);
      const [signature, ...rest] = texts.slice(at + 1);
      const json = rest.slice(0, 4);
      if (this.sign(json)[1] !== signature) throw new Error(`${channel}: wrong signature`);
      const [header = {}, parent = {}, metadata = {}, content = {}] = json.map(
        (part) => JSON.parse(part) as Content,
      );
      const message: Message = {
        channel,
        type: String(header["msg_type"]),
        id: String(header["msg_id"]),
        parentId: typeof parent["msg_id"] === "string" ? parent["msg_id"] : undefined,
        header,
        parent,
        metadata,
        content,
      };
      this.received.push(message);
      for (const listener of this.#listeners) listener(message);
    }
  }
}

/** True for a status message of that state. */
export function isStatus(message: Message, state: string): boolean {
  return message.type === "status" && message.content["execution_state"] === state;
}

/** All text of one stream, joined. */
export function streamText(messages: readonly Message[], name: "stdout" | "stderr"): string {
  return messages
    .filter(({ type, content }) => type === "stream" && content["name"] === name)
    .map(({ content }) => String(content["text"]))
    .join("");
}
