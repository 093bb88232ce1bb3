// The child's end of the pipe on which it tells what its cells say.
//
// Each write wakes the server and costs more than the line in it. So what a loop prints without a pause is put together for
// two milliseconds; all else is written at once. What is held goes out with the next frame, when the loop turns, or when the
// server asks for it, because code that prints no more holds the thread (FloodWatch).
import { encodeStream, markFlood } from "./frames.ts";
import { longFrom, sendLong } from "./large/large-text.ts";

/** Writes that go out at once, in each time of `refilled`: no lesson prints more but in a loop without a pause. */
const direct = 32;
const refilled = 50; // ms
/** Longest that text is held while more of it comes. */
const longest = 2; // ms
/** Bytes, about, that are not held. */
const largest = 1 << 16;

/** What the pipe stands on; taken before cells can replace it. */
export interface PipeParts {
  /** Writes all of it, and waits while the pipe is full: a cell prints no faster than the server reads. */
  readonly write: (bytes: Buffer) => void;
  readonly now: () => number;
  /** Calls back when the event loop turns. */
  readonly later: (work: () => void) => void;
}

/** Sends frames in order. An interrupt may end any of its methods at any call: the next one goes on from there. */
export class EventPipe {
  readonly #parts: PipeParts;
  #frames: Buffer[] = [];
  #open: { name: "stdout" | "stderr"; run: string; text: string } | undefined;
  #size = 0;
  #heldSince = 0; // ms
  #direct: number = direct;
  #refilledAt = 0; // ms
  /** The last frame that went out said that more may be held. */
  #isFlooding = false;
  #isSettling = false;
  #isBusy = false;

  constructor(parts: PipeParts) {
    this.#parts = parts;
  }

  /** Text of a run: at once, or with what follows when much comes. */
  print(name: "stdout" | "stderr", run: string, text: string): void {
    this.#isBusy = true;
    const open = this.#open;
    if (text.length >= longFrom) this.#printLong(name, run, text);
    else if (open?.run === run && open.name === name) open.text += text;
    else {
      this.#close();
      this.#open = { name, run, text };
    }
    this.#admit(text.length);
    this.#isBusy = false;
  }

  #printLong(name: "stdout" | "stderr", run: string, text: string): void {
    this.#close();
    this.#flush(false);
    if (!sendLong(name, run, text, this.#parts.write)) this.#open = { name, run, text };
  }

  /** Any other event of a run: like text. */
  say(frame: Buffer): void {
    this.#isBusy = true;
    this.#close();
    this.#frames.push(frame);
    this.#admit(frame.length);
    this.#isBusy = false;
  }

  /** Something that the server waits for. */
  send(frame: Buffer): void {
    this.#isBusy = true;
    this.#close();
    this.#frames.push(frame);
    this.#flush(false);
    this.#isBusy = false;
  }

  /** Sends a frame together with the next one, or when the event loop turns: the server then wakes once. */
  hold(frame: Buffer): void {
    this.#isBusy = true;
    this.#close();
    this.#frames.push(frame);
    this.#settleLater();
    this.#isBusy = false;
  }

  /** Sends what is held. May be called on top of whatever the thread is doing, this class's own methods included. */
  flush(): void {
    if (this.#isBusy) return; // they end by themselves
    this.#close();
    this.#flush(false);
  }

  #admit(size: number): void {
    const time = this.#parts.now();
    if (this.#size === 0) this.#heldSince = time;
    this.#size += size;
    if (time - this.#refilledAt > refilled) {
      this.#refilledAt = time;
      this.#direct = direct;
    }
    if (this.#direct > 0) this.#direct -= 1;
    const isHeld =
      this.#direct === 0 &&
      this.#isFlooding && // the server knows of it
      this.#size <= largest &&
      time - this.#heldSince <= longest;
    if (!isHeld) {
      this.#close();
      this.#flush(this.#direct === 0);
    }
    if (this.#isFlooding) this.#settleLater();
  }

  #close(): void {
    if (this.#open === undefined) return;
    const { name, run, text } = this.#open;
    const frame = encodeStream(name, run, text);
    this.#open = undefined;
    this.#frames.push(frame);
  }

  #flush(isFlooding: boolean): void {
    const last = this.#frames.at(-1);
    if (last === undefined) return;
    if (isFlooding) markFlood(last);
    const bytes = this.#frames.length === 1 ? last : Buffer.concat(this.#frames);
    this.#isFlooding = isFlooding;
    this.#frames = [];
    this.#size = 0;
    this.#parts.write(bytes);
  }

  #settleLater(): void {
    if (this.#isSettling) return;
    this.#parts.later(() => this.#settle());
    this.#isSettling = true;
  }

  /** The loop turns: nothing is held any more, and the server knows it. */
  #settle(): void {
    this.#isSettling = false;
    this.#isBusy = false; // an interrupt may have ended what was busy
    this.#close();
    if (this.#frames.length === 0 && this.#isFlooding)
      this.#frames.push(encodeStream("stdout", "", ""));
    this.#flush(false);
  }
}
