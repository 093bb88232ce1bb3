// Work that goes on beside the cells: listeners of comms, and what they have started and still await.
import type { CellError } from "../contract.ts";
import type { Output, RunRecord } from "./output.ts";

/** For whom work is done: where its output goes. */
export type For = Pick<RunRecord, "run" | "sink">;

/** What the owner hears. */
interface ListenersOwner {
  /** Something was thrown, in the run of the moment. */
  thrown(thrown: unknown): void;
  /** There is work that awaits something, or none any more. */
  working(isAny: boolean): void;
}

export class Listeners {
  readonly #output: Output;
  readonly #owner: ListenersOwner;
  readonly #working = new Set<RunRecord>();
  #at: For = { run: "" };

  constructor(output: Output, owner: ListenersOwner) {
    this.#output = output;
    this.#owner = owner;
  }

  /**
   * Works for somebody. What is thrown is shown there; a promise comes back and never rejects. An interrupt that ends the
   * turn below leaves the name of who worked last.
   */
  work(at: For, work: () => unknown): unknown {
    const before = this.#at;
    this.#at = at;
    const others = this.#working.size;
    const made = this.#output.apart(
      at.run,
      () => {
        const promise = this.#guard(work);
        // work within work is stopped by itself
        if (promise instanceof Promise && this.#working.size === others) this.#follow(promise);
        return promise;
      },
      at.sink,
    );
    this.#at = before;
    return made;
  }

  /** The turn of who worked last was ended. */
  ended(error: CellError): void {
    this.#show(this.#at, error);
  }

  /** Ends what awaits something, where it stands: its timers go, and its next print ends it. */
  stop(error: CellError): void {
    for (const record of this.#working) {
      record.isStopped = true;
      record.isSilenced = true;
      for (const clear of record.stops) clear();
      record.stops.clear();
      this.#show(record, error);
    }
    if (this.#working.size > 0) this.#owner.working(false);
    this.#working.clear();
  }

  #follow(promise: Promise<unknown>): void {
    const { record } = this.#output;
    if (this.#working.size === 0) this.#owner.working(true);
    this.#working.add(record);
    void promise.then(() => {
      if (this.#working.delete(record) && this.#working.size === 0) this.#owner.working(false);
    });
  }

  #show({ run, sink }: For, error: CellError): void {
    this.#output.apart(
      run,
      () => this.#output.emit((at) => ({ type: "error", run: at, error })),
      sink,
    );
  }

  #guard(work: () => unknown): unknown {
    try {
      const made = work();
      return made instanceof Promise
        ? made.catch((error: unknown) => this.#owner.thrown(error))
        : made;
    } catch (error) {
      return this.#owner.thrown(error);
    }
  }
}
