// [identity…, "<IDS|MSG>", signature, header, parent header, metadata, content, buffer…]: cut apart and put together.
import { ProtocolError } from "../../core/index.ts";

const DELIMITER: Buffer = Buffer.from("<IDS|MSG>");

/** Most bytes that the JSON frames of one request may hold: far above any cell, far below what would hurt. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** A message cut into its parts, nothing checked but their number and size. */
export interface FrameParts {
  readonly identities: readonly Uint8Array[];
  readonly signature: Uint8Array;
  /** Header, parent header, metadata, content. */
  readonly json: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  readonly buffers: readonly Uint8Array[];
}

/** @throws ProtocolError NO_DELIMITER, TOO_FEW_FRAMES, MESSAGE_TOO_LARGE */
export function splitFrames(frames: readonly Uint8Array[]): FrameParts {
  const at = frames.findIndex((frame) => DELIMITER.equals(frame));
  if (at < 0) {
    throw new ProtocolError({
      code: "NO_DELIMITER",
      summary: "A message came without the frame <IDS|MSG>.",
      given: `${frames.length} frames`,
      expected: "identities, <IDS|MSG>, signature, header, parent header, metadata, content",
    });
  }
  const [signature, header, parent, metadata, content, ...buffers] = frames.slice(at + 1);
  if (!signature || !header || !parent || !metadata || !content) {
    throw new ProtocolError({
      code: "TOO_FEW_FRAMES",
      summary: "A message ends too early.",
      given: `${frames.length - at - 1} frames after <IDS|MSG>`,
      expected: "at least 5: signature, header, parent header, metadata, content",
    });
  }
  const bytes = header.length + parent.length + metadata.length + content.length;
  if (bytes > MAX_JSON_BYTES) {
    throw new ProtocolError({
      code: "MESSAGE_TOO_LARGE",
      summary: "A message is too large.",
      given: `${bytes} bytes`,
      expected: `at most ${MAX_JSON_BYTES} bytes of JSON; binary data belongs in buffers`,
    });
  }
  const identities = frames.slice(0, at);
  return { identities, signature, json: [header, parent, metadata, content], buffers };
}

/** The inverse of `splitFrames`. */
export function joinFrames(
  identities: readonly (Uint8Array | string)[],
  signature: string,
  json: readonly Uint8Array[],
  buffers: readonly Uint8Array[],
): (Uint8Array | string)[] {
  return [...identities, DELIMITER, signature, ...json, ...buffers];
}
