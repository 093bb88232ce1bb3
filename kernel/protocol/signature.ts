// Signs and verifies messages with the connection file's key; the key never leaves this file.
import { createHmac, timingSafeEqual } from "node:crypto";
import { ProtocolError } from "../core/index.ts";

/** How many signatures are remembered to refuse replays: an hour of a busy session. */
const REMEMBERED = 65_536;

/** HMAC over the four JSON frames; an empty key means that messages are not signed. */
export class Signer {
  readonly #key: string;
  readonly #algorithm: string;
  readonly #seen = new Set<string>();

  /** @param scheme `hmac-sha256` or another `hmac-` digest that Node knows */
  constructor(key: string, scheme: string) {
    this.#key = key;
    this.#algorithm = scheme.replace(/^hmac-/, "");
  }

  /** The signature as hexadecimal text, empty without a key. */
  sign(frames: readonly Uint8Array[]): string {
    if (this.#key === "") return "";
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
