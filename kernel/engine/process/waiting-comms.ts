// Messages of comms that the child has not heard yet.

export class WaitingComms {
  readonly #waiting = new Map<number, () => void>();
  #count = 0;
  /** Listeners that have returned are still at work, awaiting something. */
  isListening = false;

  /** A message goes out; `heard` resolves when the child has done with it, or is gone. */
  add(): { readonly id: number; readonly heard: Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const id = ++this.#count;
    this.#waiting.set(id, resolve);
    return { id, heard: promise };
  }

  get areThere(): boolean {
    return this.#waiting.size > 0;
  }

  take(id: number): void {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }

  /** The child is gone: nobody hears them any more. */
  takeAll(): void {
    this.isListening = false;
    for (const id of [...this.#waiting.keys()]) this.take(id);
  }
}
