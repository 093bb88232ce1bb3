// JSON-RPC over the two pipes of a language server: numbered requests, their answers, and nothing of TypeScript.
import type { Readable, Writable } from "node:stream";
import { encodeMessage, MessageReader, type RpcMessage } from "./framing.ts";

/** The server answered a request with an error. */
export class RpcError extends Error {
  override name = "RpcError";
  readonly code: number;

  constructor(method: string, code: number, message: string) {
    super(`${method}: ${message}`);
    this.code = code;
  }
}

/** The server is gone: every open request ends with this. */
export class ConnectionClosed extends Error {
  override name = "ConnectionClosed";
}

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A request on its way. */
export interface OpenRequest {
  readonly answer: Promise<unknown>;
  readonly cancel: () => void;
}

const methodNotFound = -32601;

/** A conversation with one language server process. */
export class Connection {
  readonly #input: Writable;
  readonly #reader = new MessageReader();
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #closed: ConnectionClosed | undefined;
  /** What is to be written: a change and the question behind it go together, and the server wakes once. */
  #unwritten = "";

  constructor(output: Readable, input: Writable) {
    this.#input = input;
    output.on("data", (chunk: Buffer) => {
      this.#receive(chunk);
    });
    output.on("error", (error) => {
      this.close(error.message);
    });
    // A write to a process that just died: its exit is reported by the owner, the pipe's own error says no more.
    input.on("error", (error) => {
      this.close(error.message);
    });
  }

  /** Sends a request; `cancel` asks the server to give it up, and the answer is then most likely an error. */
  request(method: string, params: unknown): OpenRequest {
    if (this.#closed) return { answer: Promise.reject(this.#closed), cancel: () => undefined };
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { method, resolve, reject });
    this.#send({ id, method, params });
    const cancel = (): void => {
      this.notify("$/cancelRequest", { id });
    };
    return { answer: promise, cancel };
  }

  /** Sends a message that has no answer. */
  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** Ends every open request; later ones are refused. */
  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = new ConnectionClosed(`the language server is gone: ${reason}`);
    for (const { reject } of this.#pending.values()) reject(this.#closed);
    this.#pending.clear();
  }

  #send(message: object): void {
    if (this.#closed) return;
    if (this.#unwritten === "") queueMicrotask(() => this.#write());
    this.#unwritten += encodeMessage(message);
  }

  #write(): void {
    const text = this.#unwritten;
    this.#unwritten = "";
    if (!this.#closed) this.#input.write(text);
  }

  #receive(chunk: Buffer): void {
    try {
      for (const message of this.#reader.read(chunk)) this.#handle(message);
    } catch (error) {
      this.close(error instanceof Error ? error.message : String(error));
    }
  }

  #handle({ id, method, params, result, error }: RpcMessage): void {
    if (method !== undefined) {
      if (id !== undefined) this.#answer(id, method, params);
      return;
    }
    const pending = typeof id === "number" ? this.#pending.get(id) : undefined;
    if (pending === undefined || typeof id !== "number") return; // an answer to nothing we asked
    this.#pending.delete(id);
    if (error) pending.reject(new RpcError(pending.method, error.code, error.message));
    else pending.resolve(result);
  }

  /** What a server may ask of us: it registers for changes and reads settings, of which we have none. */
  #answer(id: number | string, method: string, params: unknown): void {
    if (method === "workspace/configuration") {
      const items = (params as { readonly items?: readonly unknown[] } | undefined)?.items ?? [];
      this.#send({ id, result: items.map(() => null) });
    } else if (method.startsWith("client/") || method.startsWith("window/")) {
      this.#send({ id, result: null });
    } else {
      this.#send({ id, error: { code: methodNotFound, message: `${method} is not offered` } });
    }
  }
}
