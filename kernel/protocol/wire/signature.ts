// Signs and verifies messages with the connection file's key; the key never leaves this file.
import { createHash, createHmac, hash, timingSafeEqual } from "node:crypto";
import { ProtocolError } from "../../core/index.ts";

/** How many signatures are remembered to refuse replays: an hour of a busy session. */
const REMEMBERED = 65_536;

/** HMAC over the four JSON frames; an empty key means that messages are not signed. */
export class Signer {
  readonly #key: string;
  readonly #algorithm: string;
  readonly #seen = new Set<string>();
  readonly #quick: QuickHmac | undefined;

  /** @param scheme `hmac-sha256` or another `hmac-` digest that Node knows */
  constructor(key: string, scheme: string) {
    this.#key = key;
    this.#algorithm = scheme.replace(/^hmac-/, "");
    if (this.#algorithm === "sha256") this.#quick = new QuickHmac(key);
  }

  /** The signature as hexadecimal text, empty without a key. */
  sign(frames: readonly Uint8Array[]): string {
    if (this.#key === "") return "";
    const quick = this.#quick?.sign(frames);
    if (quick !== undefined) return quick;
    const digest = createHmac(this.#algorithm, this.#key);
    for (const frame of frames) digest.update(frame);
    return digest.digest("hex");
  }

  /**
   * Compares in constant time over the bytes received, then remembers the signature.
   * @throws ProtocolError BAD_SIGNATURE, REPLAYED_SIGNATURE
   */
  verify(signature: Uint8Array, frames: readonly Uint8Array[]): void {
    if (this.#key === "") return;
    const right = Buffer.from(this.sign(frames), "latin1");
    if (signature.length !== right.length || !timingSafeEqual(signature, right)) {
      throw new ProtocolError({
        code: "BAD_SIGNATURE",
        summary: "The message's signature is not the one of its frames.",
        expected: "a message signed with the key of this kernel's connection file",
      });
    }
    this.#refuseReplay(right.toString("latin1"));
  }

  #refuseReplay(signature: string): void {
    if (this.#seen.has(signature)) {
      throw new ProtocolError({
        code: "REPLAYED_SIGNATURE",
        summary: "A message with this signature has been handled before.",
        expected: "each message once",
      });
    }
    this.#seen.add(signature);
    if (this.#seen.size <= REMEMBERED) return;
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest);
      break;
    }
  }
}

/** Bytes of a block of SHA-256, and of its digest. */
const block = 64;
const digestSize = 32;

/**
 * HMAC-SHA-256 of small messages, of which a cell has six: two hashes of a ready buffer, where `createHmac` sets up a stream
 * and a native object for each.
 *
 * hash((key ⊕ 0x5c…) ‖ hash((key ⊕ 0x36…) ‖ message)), the key filled up with zeros to a block, or hashed if it is longer.
 *
 * @source RFC 2104
 */
class QuickHmac {
  readonly #inner: Buffer = Buffer.alloc(8192);
  readonly #outer: Buffer = Buffer.alloc(block + digestSize);

  constructor(text: string) {
    const bytes = Buffer.from(text);
    const key = Buffer.alloc(block);
    key.set(bytes.length > block ? createHash("sha256").update(bytes).digest() : bytes);
    for (const [index, byte] of key.entries()) {
      this.#inner[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
  }

  /** The signature as hexadecimal text; undefined: the message is too large for this way. */
  sign(frames: readonly Uint8Array[]): string | undefined {
    let end = block;
    for (const frame of frames) {
      if (end + frame.length > this.#inner.length) return undefined;
      this.#inner.set(frame, end);
      end += frame.length;
    }
    this.#outer.set(hash("sha256", this.#inner.subarray(0, end), "buffer"), block);
    return hash("sha256", this.#outer, "hex");
  }
}
