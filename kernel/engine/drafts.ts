// Checks of texts that are being typed: they may take the compiler's time only while no cell waits to run.

/** Work that gives way at once and is then done again. */
export class Drafts {
  #pause: Promise<unknown> | undefined;
  #isEnded = false;
  readonly #running = new Set<AbortController>();

  /**
   * Does some work while nothing more urgent goes on.
   *
   * @param work is asked to stop by its signal, and called again later
   */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    for (;;) {
      while (this.#pause) await this.#pause;
      const controller = new AbortController();
      this.#running.add(controller);
      try {
        return await work(controller.signal);
      } catch (error) {
        if (!controller.signal.aborted || this.#isEnded) throw error;
      } finally {
        this.#running.delete(controller);
      }
    }
  }

  /** Stops what runs, does the urgent work, and lets the rest go on. */
  async giveWay<T>(urgent: () => Promise<T>): Promise<T> {
    for (const controller of this.#running) controller.abort();
    const work = urgent();
    const pause = work.then(nothing, nothing);
    this.#pause = pause;
    try {
      return await work;
    } finally {
      if (this.#pause === pause) this.#pause = undefined;
    }
  }

  /** Stops what runs for good. */
  end(): void {
    this.#isEnded = true;
    for (const controller of this.#running) controller.abort();
  }
}

/** The work's own caller hears of its failure. */
function nothing(): void {
  return undefined;
}
