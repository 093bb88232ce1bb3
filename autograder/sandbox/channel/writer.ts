// A growing buffer. Uses no array methods: in the guest a student may have changed them.
import { ChannelError, channelLimits } from "./limits.ts";

export class Writer {
  #bytes: Buffer = Buffer.allocUnsafe(1024);
  #at = 0;

  byte(value: number): void {
    this.#need(1);
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  size(value: number): void {
    this.#need(4);
    this.#bytes.writeUInt32LE(value, this.#at);
    this.#at += 4;
  }

  /** A whole number that may be negative: strides. */
  step(value: number): void {
    this.#need(4);
    this.#bytes.writeInt32LE(value, this.#at);
    this.#at += 4;
  }

  number(value: number): void {
    this.#need(8);
    this.#bytes.writeDoubleLE(value, this.#at);
    this.#at += 8;
  }

  /** UTF-16: half a surrogate pair survives too. */
  text(value: string): void {
    const length = value.length * 2;
    this.size(length);
    this.#need(length);
    this.#bytes.write(value, this.#at, length, "utf16le");
    this.#at += length;
  }

  bytes(value: Uint8Array): void {
    this.size(value.length);
    this.#need(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  #need(count: number): void {
    const wanted = this.#at + count;
    if (wanted <= this.#bytes.length) return;
    if (wanted > channelLimits.frameBytes - 64) {
      throw new ChannelError(
        "VALUE_TOO_LARGE",
        `more than ${channelLimits.frameBytes} bytes of data`,
      );
    }
    const larger = Buffer.allocUnsafe(
      Math.min(channelLimits.frameBytes, Math.max(wanted, this.#bytes.length * 2)),
    );
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}
