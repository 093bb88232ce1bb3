// What reaches the child's own stdout and stderr: prints of child processes and native code. What was written before the
// end of a run is read out of the pipe at that end; on Windows, where a pipe cannot be asked, marks end it.
import { readSync } from "node:fs";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { markerBytes } from "./messages.ts";

/** First words of V8's and Node's last reports; for us, not for a student. */
const lastWords =
  /\n?(<--- Last few GCs --->|FATAL ERROR:|#\n# Fatal error|----- Native stack trace)/u;

/** More than a pipe holds: a program that goes on writing is not waited for. */
const mostAtOnce = 8 * 2 ** 20; // bytes
const room: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

/** Splits one stream at the ends of runs. */
export class RawOutput {
  readonly #marker: string | undefined;
  readonly #emit: (text: string) => void;
  readonly #strip: (text: string) => string;
  readonly #decoder = new StringDecoder("utf8");
  #held = "";
  #reached = 0;
  #lastWords = "";
  #waiting: { count: number; resolve: () => void }[] = [];

  /** @param marker what marks the ends; undefined: they are read by `drain` @param strip takes out what is not for the user */
  constructor(
    marker: string | undefined,
    emit: (text: string) => void,
    strip: (text: string) => string = (text) => text,
  ) {
    this.#marker = marker;
    this.#emit = emit;
    this.#strip = strip;
  }

  /** V8's report of its own end, where there was one. */
  get lastWords(): string {
    return this.#lastWords;
  }

  write(chunk: Buffer): void {
    const text = this.#strip(this.#decoder.write(chunk));
    if (this.#marker === undefined) return this.#say(text);
    this.#held += text;
    for (;;) {
      const mark = markerBytes(this.#marker, this.#reached + 1);
      const at = this.#held.indexOf(mark);
      if (at === -1) break;
      this.#say(this.#held.slice(0, at));
      this.#held = this.#held.slice(at + mark.length);
      this.#reached++;
      const done = this.#waiting.filter(({ count }) => count <= this.#reached);
      this.#waiting = this.#waiting.filter(({ count }) => count > this.#reached);
      for (const { resolve } of done) resolve();
    }
    // the start of a mark may be held back until the rest of it is here
    const start = this.#held.lastIndexOf("\u0000");
    const isMark = start !== -1 && this.#held.length - start < this.#marker.length + 24;
    this.#say(isMark ? this.#held.slice(0, start) : this.#held);
    this.#held = isMark ? this.#held.slice(start) : "";
  }

  /** Reads what lies in the stream's pipe now, at once: whatever was written before this call has passed after it. */
  drain(stream: Readable | null): void {
    if (stream === null) return;
    while (stream.readableLength > 0 && stream.read() !== null); // each comes to `write` as an event
    const descriptor = (stream as { _handle?: { fd?: number } | null })._handle?.fd ?? -1;
    if (descriptor < 0) return; // closed: its end has been heard
    for (let taken = 0; taken < mostAtOnce;) {
      const count = readNow(descriptor);
      if (count === 0) return;
      taken += count;
      this.write(room.subarray(0, count));
    }
  }

  /** Resolves once the mark of that run has passed. */
  reached(count: number): Promise<void> {
    if (this.#reached >= count) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ count, resolve });
    return promise;
  }

  /** The stream is over: nobody waits any longer. */
  end(): void {
    this.#say(this.#held);
    this.#held = "";
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #say(text: string): void {
    if (text === "") return;
    const at = this.#lastWords === "" ? text.search(lastWords) : 0;
    if (at === -1) return this.#emit(text);
    if (at > 0) this.#emit(text.slice(0, at));
    if (this.#lastWords.length < 4000) this.#lastWords += text.slice(at);
  }
}

/** Bytes that were read into `room`; 0: there are none now, or never will be. */
function readNow(descriptor: number): number {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0; // nobody sees where: most calls end in this error
  try {
    return readSync(descriptor, room);
  } catch (error) {
    // EAGAIN: nothing is there. Whatever else is wrong with the pipe, its stream reports.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return 0;
  } finally {
    Error.stackTraceLimit = limit;
  }
}
