/** A part of a long list, opened on its own. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** What stands behind a number that the debugger was given. */
export interface Held {
  readonly value: object;
  readonly part: Part | undefined;
}

/** References that a page may still ask for; older ones open to nothing. */
const remembered = 20_000;

/**
 * Numbers for values that have parts. A number alone keeps no value alive: a tensor that the notebook has dropped is
 * collected, whatever the variables panel still shows. What only a stopped frame knows is held until it goes on.
 */
export class References {
  readonly #entries = new Map<
    number,
    { readonly weak: WeakRef<object>; readonly part: Part | undefined }
  >();
  #strong: object[] = [];
  #last = 0;

  hold(value: object, part?: Part): number {
    this.#last += 1;
    this.#entries.set(this.#last, { weak: new WeakRef(value), part });
    this.#strong.push(value);
    if (this.#entries.size > remembered) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return this.#last;
  }

  get(reference: number): Held | undefined {
    const entry = this.#entries.get(reference);
    const value = entry?.weak.deref();
    return entry === undefined || value === undefined ? undefined : { value, part: entry.part };
  }

  /** Lets values go that nobody else knows. */
  release(): void {
    this.#strong = [];
  }
}
