// The next cell is checked and rewritten while this one runs: in a Run All the compiler's time is hidden behind the cells'.
import { parseCell, type ParsedCell } from "./parse.ts";
import type { CheckReport } from "./language/contract.ts";
import { rewriteCell, type RewrittenCell } from "./rewrite/rewrite.ts";

/** A cell that was made ready before its turn. */
export interface ReadyCell {
  readonly cell: ParsedCell;
  readonly report: Promise<CheckReport>;
  /** Stops the check. */
  readonly controller: AbortController;
  /** Undefined until the check is through, or when it cannot be rewritten. */
  script: RewrittenCell | undefined;
}

/** What a cell imports may be a file that the running cell is about to write. */
const readsFiles = /\b(?:import|require|from)\b/;

/** Keeps at most one cell ready. */
export class LookAhead {
  readonly #check: (cell: ParsedCell, signal: AbortSignal) => Promise<CheckReport>;
  #expected: string | undefined;
  #ready: (ReadyCell & { readonly code: string }) | undefined;
  #isRunning = false;

  /** @param check sees the names of all cells up to the one that runs */
  constructor(check: (cell: ParsedCell, signal: AbortSignal) => Promise<CheckReport>) {
    this.#check = check;
  }

  /** This cell will come after the one that runs, most likely. */
  expect(code: string): void {
    this.#expected = code;
    if (this.#isRunning) this.#start();
  }

  /** A cell has begun to run; what it declares is known. */
  begin(): void {
    this.#isRunning = true;
    this.#start();
  }

  /** The cell is over. After a failure whatever was expected may never come. */
  end(isFailed: boolean): void {
    this.#isRunning = false;
    if (!isFailed) return;
    this.#expected = undefined;
    this.drop();
  }

  /** The cell of this text, if it is the one that was made ready; anything else is dropped. */
  take(code: string): ReadyCell | undefined {
    const ready = this.#ready?.code === code ? this.#ready : undefined;
    if (ready === undefined) this.drop();
    this.#ready = undefined;
    if (this.#expected === code) this.#expected = undefined;
    return ready;
  }

  /** What was found no longer holds: names have changed, or the variables are gone. */
  drop(): void {
    this.#ready?.controller.abort();
    this.#ready = undefined;
  }

  #start(): void {
    const code = this.#expected;
    if (code === undefined || this.#ready !== undefined || readsFiles.test(code)) return;
    const cell = parseCell(code);
    if (cell.errors.length > 0) return;
    const controller = new AbortController();
    const report = this.#check(cell, controller.signal);
    const ready = { code, cell, controller, report, script: undefined };
    this.#ready = ready;
    report.then(
      () => rewriteInto(ready),
      () => undefined, // whoever takes the cell hears of it
    );
  }
}

function rewriteInto(ready: ReadyCell): void {
  if (ready.controller.signal.aborted) return;
  try {
    ready.script = rewriteCell(ready.cell);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error; // the cell's own turn reports it
  }
}
