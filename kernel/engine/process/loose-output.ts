import type { EngineEvent } from "../contract.ts";
import { type Amount, defaultLimit, fit } from "../run/output-limit.ts";

/** What programs that a cell has started write, as far as the page can hold it. It belongs to the last run. */
export class LooseOutput {
  readonly #emit: (event: EngineEvent) => void;
  #run = "";
  /** How much has come since the run began, and how much may. */
  readonly #amount: Amount = { printed: 0 };
  readonly #limit: number = defaultLimit();

  constructor(emit: (event: EngineEvent) => void) {
    this.#emit = emit;
  }

  begin(run: string): void {
    this.#run = run;
    this.#amount.printed = 0;
  }

  hear(name: "stdout" | "stderr", text: string): void {
    const run = this.#run;
    const { shown, notice } = fit(this.#amount, text.length, this.#limit);
    if (shown > 0) this.#emit({ type: "stream", run, name, text: text.slice(0, shown) });
    if (notice) this.#emit({ type: "stream", run, name: "stderr", text: notice });
  }
}
