// Frames on the byte stream: length, kind, the request they belong to, body.
//
//   ┌─────────────┬──────┬─────────────┬──────┐
//   │ length  u32 │ kind │ request  8  │ body │   length counts everything behind itself
//   └─────────────┴──────┴─────────────┴──────┘
//
// The request's 8 bytes are random: a frame written before its request was sent cannot carry them.
import { ChannelError, channelLimits } from "./limits.ts";

/** What a frame is: the first three come from the host, the others from the guest. */
const frameKinds = {
  start: 1,
  run: 2,
  call: 3,
  callbackResult: 4,
  hello: 11,
  reply: 12,
  output: 13,
  callback: 14,
} as const;

export type FrameKind = keyof typeof frameKinds;

export interface Frame {
  readonly kind: FrameKind;
  /** 16 hex digits. */
  readonly request: string;
  readonly body: Uint8Array;
}

/** The request of frames that belong to none. */
export const noRequest = "0000000000000000";

const headerBytes = 4 + 1 + 8;
const names = new Map<number, FrameKind>(
  Object.entries(frameKinds).map(([name, number]) => [number, name as FrameKind]),
);

/** One frame as bytes. */
export function writeFrame({ kind, request, body }: Frame): Buffer {
  const length = headerBytes + body.length;
  if (length > channelLimits.frameBytes) {
    throw new ChannelError("FRAME_TOO_LARGE", `a frame of ${length} bytes is too large`);
  }
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeUInt32LE(length - 4, 0);
  bytes.writeUInt8(frameKinds[kind], 4);
  bytes.write(request, 5, 8, "hex");
  bytes.set(body, headerBytes);
  return bytes;
}

/** Bytes of the length field, and what it says of the rest. */
export const lengthBytes = 4;

/** Length of the rest of a frame from its first four bytes. */
export function readLength(bytes: Buffer): number {
  const length = bytes.readUInt32LE(0);
  if (length < headerBytes - 4)
    throw new ChannelError("FRAME_TRUNCATED", "a frame without a header");
  if (length + 4 > channelLimits.frameBytes) {
    throw new ChannelError("FRAME_TOO_LARGE", `a frame of ${length} bytes is too large`);
  }
  return length;
}

/** Reads a frame from everything behind its length. */
export function readRest(rest: Buffer): Frame {
  const kind = names.get(rest.readUInt8(0));
  if (kind === undefined) {
    throw new ChannelError("FRAME_KIND", `a frame of the unknown kind ${rest.readUInt8(0)}`);
  }
  return { kind, request: rest.toString("hex", 1, 9), body: rest.subarray(9) };
}

/** Cuts a stream of chunks into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  /**
   * The frames that are complete with this chunk.
   *
   * @throws ChannelError FRAME_TOO_LARGE, FRAME_TRUNCATED, FRAME_KIND; nothing that follows can be trusted then
   */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const frames: Frame[] = [];
    while (this.#size >= lengthBytes) {
      const length = readLength(this.#peek(lengthBytes));
      if (this.#size < lengthBytes + length) break;
      frames.push(readRest(this.#take(lengthBytes + length).subarray(lengthBytes)));
    }
    return frames;
  }

  /** Joins chunks only as far as is needed: a large frame that comes in small chunks is copied once. */
  #peek(count: number): Buffer {
    const [first] = this.#chunks;
    return first && first.length >= count ? first : Buffer.concat(this.#chunks, count);
  }

  #take(count: number): Buffer {
    const [first] = this.#chunks;
    const all = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#chunks = all.length > count ? [all.subarray(count)] : [];
    this.#size = all.length - count;
    return all.subarray(0, count);
  }
}
