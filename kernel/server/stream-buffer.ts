// Gathers what a cell prints into few large messages: clients lose messages beyond 1,000 in a row (nbclient), and each
// one costs more than the text in it.
import { now } from "../core/clock.ts";

/** A piece of text with where it belongs. */
export interface StreamText {
  readonly run: string;
  readonly name: "stdout" | "stderr";
  readonly text: string;
}

/** UTF-16 units after which text is sent at once. */
const FLUSH_AT = 512 * 1024;
/** ms after which the first text of a quiet time is sent: too short to notice. */
const FIRST_DELAY = 16;
/** ms between messages while a cell floods: ten a second are as good as more. */
const LONGEST_DELAY = 128;

/** Sends text of one run and one stream together; whoever sends something else flushes first. */
export class StreamBuffer {
  readonly #send: (text: StreamText) => void;
  #open: { run: string; name: "stdout" | "stderr"; pieces: string[]; size: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #delay: number = FIRST_DELAY;
  #lastFlush = 0;

  constructor(send: (text: StreamText) => void) {
    this.#send = send;
  }

  write({ run, name, text }: StreamText): void {
    if (text === "") return;
    if (this.#open && (this.#open.run !== run || this.#open.name !== name)) this.flush();
    if (!this.#open) {
      this.#open = { run, name, pieces: [], size: 0 };
      const quiet = now() - this.#lastFlush > 2 * this.#delay;
      this.#delay = quiet ? FIRST_DELAY : Math.min(2 * this.#delay, LONGEST_DELAY);
      this.#timer ??= setTimeout(() => this.flush(), this.#delay);
    }
    this.#open.pieces.push(text);
    this.#open.size += text.length;
    if (this.#open.size >= FLUSH_AT) this.flush();
  }

  /** Sends what is gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    this.#lastFlush = now();
    this.#send({ run: open.run, name: open.name, text: open.pieces.join("") });
  }
}
