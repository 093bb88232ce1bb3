// Reads what Writer wrote, and believes nothing: every size is checked against what is left.
import { ChannelError } from "./limits.ts";

export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#forward(1));
  }

  size(): number {
    return this.#bytes.readUInt32LE(this.#forward(4));
  }

  step(): number {
    return this.#bytes.readInt32LE(this.#forward(4));
  }

  number(): number {
    return this.#bytes.readDoubleLE(this.#forward(8));
  }

  text(): string {
    const length = this.size();
    if (length % 2) throw new ChannelError("VALUE_MALFORMED", "half a letter");
    const start = this.#forward(length);
    return this.#bytes.toString("utf16le", start, start + length);
  }

  /** A copy in memory of its own, aligned for any typed array. */
  bytes(): ArrayBuffer {
    const length = this.size();
    const start = this.#forward(length);
    const copy = new ArrayBuffer(length);
    new Uint8Array(copy).set(this.#bytes.subarray(start, start + length));
    return copy;
  }

  /** How many items follow: each takes a byte at least. */
  count(): number {
    const count = this.size();
    if (count > this.left) throw new ChannelError("VALUE_MALFORMED", "more items than bytes");
    return count;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  #forward(count: number): number {
    const start = this.#at;
    if (count > this.left) throw new ChannelError("VALUE_MALFORMED", "the data end too early");
    this.#at += count;
    return start;
  }
}
