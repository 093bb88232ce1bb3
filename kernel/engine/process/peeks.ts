// Values asked of the child for tooltips: it answers between two pieces of a cell's work, or too late.

/** A tooltip does not wait longer for a value: a timer of a cell may be busy. */
const patience = 200; // ms

/** Questions that wait for their answers. */
export class Peeks {
  readonly #waiting = new Map<number, (value: string | undefined) => void>();
  #count = 0;

  /** A question's number, and its answer: undefined when it does not come in time. */
  add(): { readonly id: number; readonly value: Promise<string | undefined> } {
    this.#count += 1;
    const id = this.#count;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const timer = setTimeout(() => this.take(id, undefined), patience);
    this.#waiting.set(id, (value) => {
      clearTimeout(timer);
      resolve(value);
    });
    return { id, value: promise };
  }

  /** The answer to a question has come. */
  take(id: number, value: string | undefined): void {
    this.#waiting.get(id)?.(value);
    this.#waiting.delete(id);
  }
}
