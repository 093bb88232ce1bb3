// Frames between the engine's two processes: length, kind, body. Text of streams and the bytes of comms travel raw, all
// else as JSON.
import { isAscii } from "node:buffer";

/** Kinds of frames. */
export const frameKind: {
  readonly json: 0;
  readonly stdout: 1;
  readonly stderr: 2;
  readonly buffers: 3;
  /** Text of a stream as the JSON that a reader gets in the end. */
  readonly stdoutReady: 4;
  readonly stderrReady: 5;
} = { json: 0, stdout: 1, stderr: 2, buffers: 3, stdoutReady: 4, stderrReady: 5 };

const headerLength = 5;
/** Beside the kind: the sender may hold back what its cells say after this frame. */
const flood = 0x80;

/** A frame as it arrived. */
export interface Frame {
  readonly kind: number;
  /** The sender may hold back what comes next. */
  readonly isFlood: boolean;
  readonly body: Buffer;
}

/** A JSON message as one frame. */
export function encodeJson(message: unknown): Buffer {
  return encode(frameKind.json, Buffer.from(JSON.stringify(message)));
}

/** A JSON message and bytes beside it as one frame: length and text of the JSON, then length and bytes of each. */
export function encodeWithBuffers(message: unknown, buffers: readonly Uint8Array[]): Buffer {
  const parts = [Buffer.from(JSON.stringify(message)), ...buffers].flatMap((part) => {
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32LE(part.byteLength, 0);
    return [length, part];
  });
  return encode(frameKind.buffers, Buffer.concat(parts));
}

/** The JSON's text and the bytes of such a frame; copies, since the frame may share memory with others. */
export function decodeWithBuffers(body: Buffer): {
  readonly json: string;
  readonly buffers: readonly Uint8Array[];
} {
  const parts: Buffer[] = [];
  for (let at = 0; at + 4 <= body.length;) {
    const end = at + 4 + body.readUInt32LE(at);
    parts.push(body.subarray(at + 4, end));
    at = end;
  }
  const [json = Buffer.alloc(0), ...buffers] = parts;
  return { json: json.toString("utf8"), buffers: buffers.map((part) => new Uint8Array(part)) };
}

/** Printed text of a run as one frame: length of the run's name, the name, the text. */
export function encodeStream(name: "stdout" | "stderr", run: string, text: string): Buffer {
  const runLength = Buffer.byteLength(run);
  const textLength = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(headerLength + 2 + runLength + textLength);
  frame.writeUInt32LE(2 + runLength + textLength, 0);
  frame.writeUInt8(frameKind[name], 4);
  frame.writeUInt16LE(runLength, headerLength);
  frame.write(run, headerLength + 2);
  frame.write(text, headerLength + 2 + runLength);
  return frame;
}

/** The run and the text of a stream's frame. */
export function decodeStream(body: Buffer): { readonly run: string; readonly text: string } {
  const textStart = 2 + body.readUInt16LE(0);
  const bytes = body.subarray(textStart);
  // most text is ASCII, which is read in a fifth of the time when it is known to be
  const text = bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
  return { run: body.toString("utf8", 2, textStart), text };
}

/** Begins a frame of ready JSON of a run in `room`; where in it the JSON is to stand. */
export function beginReady(room: Buffer, name: "stdout" | "stderr", run: string): number {
  const start = headerLength + 2;
  const length = room.write(run, start);
  room.writeUInt8(frameKind[`${name}Ready`], 4);
  room.writeUInt16LE(length, headerLength);
  return start + length;
}

/** The frame that was begun in `room`, whose JSON ends at `end`. */
export function endReady(room: Buffer, end: number): Buffer {
  room.writeUInt32LE(end - headerLength, 0);
  return room.subarray(0, end);
}

/** The run and the JSON of such a frame. */
export function decodeReady(body: Buffer): { readonly run: string; readonly json: Buffer } {
  const start = 2 + body.readUInt16LE(0);
  return { run: body.toString("utf8", 2, start), json: body.subarray(start) };
}

/** Says with an encoded frame that what comes next may be held back. */
export function markFlood(frame: Buffer): void {
  frame.writeUInt8(frame.readUInt8(4) | flood, 4);
}

function encode(kind: number, body: Buffer): Buffer {
  const header = Buffer.allocUnsafe(headerLength);
  header.writeUInt32LE(body.length, 0);
  header.writeUInt8(kind, 4);
  return Buffer.concat([header, body]);
}

/** Cuts a byte stream into frames. A frame that comes in pieces is filled as they come, so that none of them is kept. */
export class FrameReader {
  readonly #header = Buffer.alloc(headerLength);
  #headerHeld = 0;
  /** Of a frame whose header is here and whose body is not. */
  #body: Buffer | undefined;
  #bodyHeld = 0;

  /** The frames that `chunk` completes. */
  *read(chunk: Buffer): Generator<Frame> {
    const { length } = chunk;
    for (let at = 0; at < length;) {
      const whole = this.#headerHeld === 0 ? wholeFrame(chunk, at) : undefined;
      if (whole !== undefined) {
        at += headerLength + whole.body.length;
        yield whole;
        continue;
      }
      at += this.#take(chunk, at);
      const body = this.#body;
      if (body === undefined || this.#bodyHeld < body.length) continue;
      this.#body = undefined;
      this.#headerHeld = 0;
      yield frame(this.#header.readUInt8(4), body);
    }
  }

  /** Takes what the frame at hand lacks, first of its header, then of its body; how many bytes that were. */
  #take(chunk: Buffer, at: number): number {
    if (this.#body !== undefined) {
      const taken = chunk.copy(this.#body, this.#bodyHeld, at);
      this.#bodyHeld += taken;
      if (taken === chunk.length) giveBack(chunk);
      return taken;
    }
    const taken = chunk.copy(this.#header, this.#headerHeld, at);
    this.#headerHeld += taken;
    if (this.#headerHeld === headerLength) {
      this.#body = Buffer.allocUnsafe(this.#header.readUInt32LE(0));
      this.#bodyHeld = 0;
    }
    return taken;
  }
}

/**
 * Frees the memory of a piece that was copied: a hundred megabytes come in 1,600 of them, and what waits for the collector
 * meanwhile the process would keep for good. One that shares its memory with others stays.
 */
function giveBack({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** The frame at `at` where all of it lies in the chunk. */
function wholeFrame(chunk: Buffer, at: number): Frame | undefined {
  if (chunk.length - at < headerLength) return undefined;
  const start = at + headerLength;
  const end = start + chunk.readUInt32LE(at);
  if (end > chunk.length) return undefined;
  return frame(chunk.readUInt8(at + 4), chunk.subarray(start, end));
}

function frame(kind: number, body: Buffer): Frame {
  return { kind: kind & ~flood, isFlood: (kind & flood) !== 0, body };
}
