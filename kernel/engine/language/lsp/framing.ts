// The wire format of the Language Server Protocol: `Content-Length: N`, an empty line, N bytes of JSON.

const separator = Buffer.from("\r\n\r\n");

/** One JSON-RPC message as it arrives: a request, a notification or an answer. */
export interface RpcMessage {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** One message, to be written as UTF-8. */
export function encodeMessage(message: object): string {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Cuts a stream of bytes into messages, however the bytes were split on their way. */
export class MessageReader {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes of the message being read, once its header is known. */
  #expected: number | undefined;

  /** The messages that `chunk` completes, in order. */
  read(chunk: Buffer): RpcMessage[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const messages: RpcMessage[] = [];
    for (;;) {
      if (this.#expected === undefined && !this.#readHeader()) return messages;
      if (this.#expected === undefined || this.#size < this.#expected) return messages;
      const body = this.#take(this.#expected);
      this.#expected = undefined;
      messages.push(JSON.parse(body.toString("utf8")) as RpcMessage);
    }
  }

  #readHeader(): boolean {
    const bytes = this.#joined();
    const end = bytes.indexOf(separator);
    if (end < 0) return false;
    const header = this.#take(end + separator.length).toString("latin1");
    const length = /content-length:\s*(\d+)/i.exec(header)?.[1];
    if (length === undefined) throw new Error("the language server sent a header without a length");
    this.#expected = Number(length);
    return true;
  }

  #take(count: number): Buffer {
    const bytes = this.#joined();
    const rest = bytes.subarray(count);
    this.#chunks = [rest];
    this.#size = rest.length;
    return bytes.subarray(0, count);
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && this.#chunks.length === 1) return first;
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }
}
