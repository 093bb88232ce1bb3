// The border of the wire: bytes and snake_case outside, checked records and camelCase inside.
import { randomUUID } from "node:crypto";
import { isJsonObject, type JsonObject, ProtocolError } from "../../core/index.ts";
import { joinFrames, splitFrames } from "./frames.ts";
import { checkHeader } from "./header.ts";
import type { IncomingMessage, OutgoingMessage } from "./message.ts";
import type { Signer } from "./signature.ts";

/** Version of the Jupyter messaging protocol that we speak. */
export const PROTOCOL_VERSION = "5.5";

/** Turns frames into messages and back. One per kernel: it carries the kernel's session. */
export class Codec {
  readonly #signer: Signer;
  readonly #session: string = randomUUID();
  #written: { readonly parent: JsonObject; readonly bytes: Uint8Array } | undefined;
  #sent = 0;

  constructor(signer: Signer) {
    this.#signer = signer;
  }

  /** @throws ProtocolError with the codes of frames, signature and header, and BAD_JSON */
  decode(frames: readonly Uint8Array[]): IncomingMessage {
    const parts = splitFrames(frames);
    this.#signer.verify(parts.signature, parts.json);
    const [header, parent, metadata, content] = parts.json;
    return {
      identities: parts.identities,
      header: checkHeader(parseObject("header", header)),
      parent: parseObject("parent header", parent),
      metadata: parseObject("metadata", metadata),
      content: parseObject("content", content),
      buffers: parts.buffers,
    };
  }

  /** Frames ready for a socket, signed, and the id that the message got. */
  encode(message: OutgoingMessage): { frames: (Uint8Array | string)[]; msgId: string } {
    this.#sent += 1;
    const msgId = `${this.#session}_${process.pid}_${this.#sent}`;
    const header = {
      msg_id: msgId,
      msg_type: message.type,
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    };
    const { content, parent, metadata } = message;
    const json = [
      writeJson(header),
      parent === undefined ? emptyObject : this.#writeParent(parent),
      metadata === undefined ? emptyObject : writeJson(metadata),
      content instanceof Uint8Array ? content : writeJson(toWireNames(content)),
    ];
    const signature = this.#signer.sign(json);
    return {
      frames: joinFrames(message.identities, signature, json, message.buffers ?? []),
      msgId,
    };
  }

  /** A request's header is the parent of five messages and more. */
  #writeParent(parent: JsonObject): Uint8Array {
    if (this.#written?.parent !== parent) this.#written = { parent, bytes: writeJson(parent) };
    return this.#written.bytes;
  }
}

/**
 * Content with its own keys in snake_case. Only the first level is the protocol's: what lies below (MIME bundles,
 * metadata, comm data) belongs to others and stays as it is.
 */
function toWireNames(content: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [toWireName(name), value]),
  );
}

const wireNames = new Map<string, string>();

/** Our names are few: each is turned once. */
function toWireName(name: string): string {
  let known = wireNames.get(name);
  if (known === undefined) {
    known = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    wireNames.set(name, known);
  }
  return known;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function parseObject(what: string, bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new ProtocolError({
      code: "BAD_JSON",
      summary: `The message's ${what} is not JSON in UTF-8.`,
      given: `${bytes.length} bytes`,
      cause,
    });
  }
  if (isJsonObject(value)) return value;
  throw new ProtocolError({
    code: "BAD_JSON",
    summary: `The message's ${what} is not a JSON object.`,
    given: Array.isArray(value) ? "an array" : typeof value,
  });
}

const encoder = new TextEncoder();
const emptyObject = encoder.encode("{}");

/** UTF-8. Small buffers come out of Node's pool; for 10 MB of output TextEncoder takes 3 ms where Buffer takes 7. */
function encodeText(text: string): Uint8Array {
  return text.length < 4096 ? Buffer.from(text) : encoder.encode(text);
}

/** JSON in UTF-8. Half a surrogate pair becomes U+FFFD: notebooks are saved as UTF-8, which cannot hold it. */
function writeJson(value: unknown): Uint8Array {
  const text = JSON.stringify(value);
  // JSON.stringify writes a lone surrogate as \udXXX and nothing else so (a pair stays as it is).
  if (!/\\ud[89a-f]/.test(text)) return encodeText(text);
  return encodeText(
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "string" ? inner.toWellFormed() : inner,
    ),
  );
}
