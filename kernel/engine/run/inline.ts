// Runs cells in this process.
import type { CommMessage, EngineEvent, EngineOptions } from "../contract.ts";
import type { Backend, Job, JobEvent, JobOutcome } from "./job.ts";
import { Runner } from "./runner.ts";

/** The backend of `createInlineEngine`. */
export class InlineBackend implements Backend {
  readonly #listener: (event: EngineEvent) => void | Promise<void>;
  readonly #questions = new Map<number, (line: string | undefined) => void>();
  readonly #runner: Runner;
  #asked = 0;

  constructor(options: EngineOptions, listener: (event: EngineEvent) => void | Promise<void>) {
    this.#listener = listener;
    const { directory, allowedImports, seed } = options;
    const emit = (event: JobEvent): void => this.#hear(event);
    this.#runner = new Runner(
      {
        directory,
        ...(allowedImports === undefined ? {} : { allowedImports }),
        ...(seed === undefined ? {} : { seed }),
        ownsProcess: false,
      },
      emit,
      {
        ask: (prompt, password) => {
          const { promise, resolve } = Promise.withResolvers<string | undefined>();
          const id = ++this.#asked;
          this.#questions.set(id, resolve);
          const { run } = this.#runner.output;
          emit({ type: "input", run, prompt, password, id, isBlocking: false });
          return promise;
        },
      },
    );
  }

  run(job: Job): Promise<JobOutcome> {
    return this.#runner.run(job);
  }

  comm(message: CommMessage, run: string): Promise<void> {
    return this.#runner.comm(message, run);
  }

  peek(name: string): Promise<string | undefined> {
    return Promise.resolve(this.#runner.peek(name));
  }

  interrupt(): Promise<void> {
    this.#runner.interrupt();
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.#runner.dispose();
    return Promise.resolve();
  }

  #hear(event: JobEvent): void {
    if (event.type !== "input") {
      void this.#listener(event); // in one process nothing can be held back: the listener keeps what it cannot take
      return;
    }
    const { id, isBlocking: _, ...question } = event;
    const answer = (line: string | undefined): void => {
      this.#questions.get(id)?.(line);
      this.#questions.delete(id);
    };
    void this.#listener({ ...question, answer });
  }
}
