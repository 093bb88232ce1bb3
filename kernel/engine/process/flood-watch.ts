// Sees to it that nothing stays held: code that has printed a flood may go on to compute without a word.

/** ms of silence after which the child is asked: not to be noticed, and longer than a busy machine pauses. */
const silence = 30;

/** Hears of each frame of a child; asks it for what it holds when it falls silent in a flood. */
export class FloodWatch {
  readonly #ask: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isFlooding = false;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  heard(isFlood: boolean): void {
    this.#isFlooding = isFlood;
    if (!isFlood) return;
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#fallen(), silence).unref();
  }

  /** The child is gone. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #fallen(): void {
    if (!this.#isFlooding) return;
    this.#isFlooding = false; // once: what is held comes, or there was nothing
    this.#ask();
  }
}
