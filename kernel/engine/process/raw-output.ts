// What reaches the child's own stdout and stderr: prints of child processes and native code, ended by marks.
import { StringDecoder } from "node:string_decoder";
import { markerBytes } from "./messages.ts";

/** First words of V8's and Node's last reports; for us, not for a student. */
const lastWords =
  /\n?(<--- Last few GCs --->|FATAL ERROR:|#\n# Fatal error|----- Native stack trace)/u;

/** Splits one stream at the marks. */
export class RawOutput {
  readonly #marker: string;
  readonly #emit: (text: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  #held = "";
  #reached = 0;
  #lastWords = "";
  #waiting: { count: number; resolve: () => void }[] = [];

  constructor(marker: string, emit: (text: string) => void) {
    this.#marker = marker;
    this.#emit = emit;
  }

  /** V8's report of its own end, where there was one. */
  get lastWords(): string {
    return this.#lastWords;
  }

  write(chunk: Buffer): void {
    this.#held += this.#decoder.write(chunk);
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
