// Messages of comms that the child has not heard yet.

export class WaitingComms {
  readonly #waiting = new Map<number, () => void>();
  #count = 0;
  #isListening = false;
  /** Counts how often listeners have begun to await something. */
  #spells = 0;

  /** Listeners that have returned are still at work, awaiting something; or none is any more. */
  listening(isAny: boolean): void {
    if (isAny && !this.#isListening) this.#spells += 1;
    this.#isListening = isAny;
  }

  /** Whether what is at work now still is, as a question for later: what begins after its end does not count. */
  atWork(): () => boolean {
    const spell = this.#spells;
    return () => this.#waiting.size > 0 || (this.#isListening && this.#spells === spell);
  }

  /** A message goes out; `heard` resolves when the child has done with it, or is gone. */
  add(): { readonly id: number; readonly heard: Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const id = ++this.#count;
    this.#waiting.set(id, resolve);
    return { id, heard: promise };
  }

  take(id: number): void {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }

  /** The child is gone: nobody hears them any more. */
  takeAll(): void {
    this.#isListening = false;
    for (const id of [...this.#waiting.keys()]) this.take(id);
  }
}
