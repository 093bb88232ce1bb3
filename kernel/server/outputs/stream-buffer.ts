// Gathers what a cell prints into few large messages: clients lose messages beyond 1,000 in a row (nbclient), and each
// one costs more than the text in it.
import { now } from "../../core/clock.ts";

/** A piece of text with where it belongs. */
export interface StreamText {
  readonly run: string;
  readonly name: "stdout" | "stderr";
  readonly text: string;
}

/**
 * UTF-16 units after which text is sent at once: three times what the run has printed before, within these bounds. JupyterLab
 * draws an output anew for each message that adds to it; a Jupyter server that is set to pass 3 MB in 3 s passes the first.
 */
const FLUSH_AT = { least: 2 ** 19, most: 2 ** 22 };
/** ms after which the first text of a quiet time is sent: too short to notice. */
const FIRST_DELAY = 16;
/** ms between messages while a cell floods: ten a second are as good as more. */
const LONGEST_DELAY = 128;
/** And for each 2^20 UTF-16 units that the run has printed: so much longer the page draws. */
const DELAY_PER_MEGA = 64;
/** But never more than this. */
const UTMOST_DELAY = 1000;

/** Sends text of one run and one stream together; whoever sends something else flushes first. */
export class StreamBuffer {
  readonly #send: (text: StreamText) => void;
  #open: { run: string; name: "stdout" | "stderr"; pieces: string[]; size: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #delay: number = FIRST_DELAY;
  #lastFlush = 0;
  /** What the run that prints now has printed. */
  #printed = { run: "", size: 0 };

  constructor(send: (text: StreamText) => void) {
    this.#send = send;
  }

  write({ run, name, text }: StreamText): void {
    if (text === "") return;
    if (this.#open && (this.#open.run !== run || this.#open.name !== name)) this.flush();
    if (this.#printed.run !== run) this.#printed = { run, size: 0 };
    if (!this.#open) {
      this.#open = { run, name, pieces: [], size: 0 };
      const quiet = now() - this.#lastFlush > 2 * this.#delay;
      this.#delay = quiet ? FIRST_DELAY : Math.min(2 * this.#delay, this.#longest);
      this.#timer ??= setTimeout(() => this.flush(), this.#delay);
    }
    this.#open.pieces.push(text);
    this.#open.size += text.length;
    this.#printed.size += text.length;
    const before = this.#printed.size - this.#open.size;
    const enough = Math.max(FLUSH_AT.least, Math.min(3 * before, FLUSH_AT.most));
    if (this.#open.size >= enough) this.flush();
  }

  get #longest(): number {
    return Math.min(LONGEST_DELAY + (DELAY_PER_MEGA * this.#printed.size) / 2 ** 20, UTMOST_DELAY);
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
