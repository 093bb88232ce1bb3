// A bar below a cell: few messages, and always at its true count in the end.
import { commHost, hasPage } from "../host.ts";
import { OptionError } from "../../../core/index.ts";
import { short } from "../model/faults.ts";
import { after, now, printInPlace, randomId } from "../surroundings.ts";
import { counting, line, shareOf, timing, type State } from "./words.ts";

/** ms between two pictures of a bar, also while a loop never waits. */
const pause = 100;

/** Words of a bar. */
export interface BarOptions {
  /** Words before the bar. */
  readonly description?: string;
}

/** A bar that you move yourself. With `using` it ends with its block. */
export interface ProgressBar {
  /** How many are done; setting it moves the bar. */
  value: number;
  readonly total: number | undefined;
  /** Words before the bar; setting them shows them. */
  description: string;
  /** This many more are done (default 1). */
  update(count?: number): void;
  /** Shows the true count and ends the bar: done, or stopped before its total. */
  close(): void;
  [Symbol.dispose](): void;
}

/**
 * A bar with rate and remaining time, moved by `update()`. It draws itself below the cell at once.
 *
 * @param total how many there will be; left out where nobody knows
 * @throws OptionError PROGRESS_TOTAL
 * @example progressBar(4).total // 4
 */
export function progressBar(total?: number, options: BarOptions = {}): ProgressBar {
  if (total !== undefined && !(Number.isFinite(total) && total >= 0)) {
    throw new OptionError({
      code: "PROGRESS_TOTAL",
      summary: "progressBar: the total is how many there will be.",
      given: `progressBar(${short(total)})`,
      expected: "a number that is not negative, or nothing",
      fix: "write progressBar(list.length); for the list itself use progress(list)",
    });
  }
  return new Bar(total, options);
}

class Bar implements ProgressBar {
  readonly total: number | undefined;
  readonly #id = randomId();
  readonly #started = now();
  #description: string;
  #count = 0;
  #ended: State["ended"] = "running";
  #drawnAt = -Infinity;
  #endedAt: number | undefined;
  #cancel: (() => void) | undefined;
  readonly #forgetStop: () => void;

  constructor(total: number | undefined, { description = "" }: BarOptions) {
    this.total = total;
    this.#description = description;
    this.#forgetStop = commHost().whenStopped(() => this.close());
    this.#draw();
  }

  get value(): number {
    return this.#count;
  }

  set value(count: number) {
    this.#count = count;
    this.#soon();
  }

  get description(): string {
    return this.#description;
  }

  set description(words: string) {
    this.#description = words;
    this.#soon();
  }

  update(count = 1): void {
    this.value += count;
  }

  close(): void {
    if (this.#ended !== "running") return;
    const isShort = this.total !== undefined && this.#count < this.total;
    this.#ended = isShort ? "stopped" : "done";
    this.#endedAt = now();
    this.#forgetStop();
    this.#draw();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #soon(): void {
    if (this.#ended === "running" && this.total !== undefined && this.#count >= this.total)
      return this.close();
    const wait = this.#drawnAt + pause - now();
    if (wait <= 0) this.#draw();
    else this.#cancel ??= after(wait, () => this.#draw());
  }

  #draw(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const isUpdate = this.#drawnAt > -Infinity;
    this.#drawnAt = now();
    const state: State = {
      description: this.#description,
      count: this.#count,
      total: this.total,
      elapsed: (this.#endedAt ?? this.#drawnAt) - this.#started,
      ended: this.#ended,
    };
    if (!hasPage()) return printInPlace(line(state), this.#ended !== "running");
    commHost().show({ "text/html": picture(state), "text/plain": line(state) }, this.#id, isUpdate);
  }
}

/** Blue, green, orange: to be told apart on a light page and on a dark one. */
const colours: Readonly<Record<State["ended"], string>> = {
  running: "#1976d2",
  done: "#388e3c",
  stopped: "#f57c00",
};

/** HTML of which JupyterLab takes nothing away in a notebook that nobody trusts: no script, class or CSS variable. */
function picture(state: State): string {
  const share = shareOf(state) ?? (state.ended === "running" ? 0.3 : 1);
  const percent = `${(100 * share).toFixed(1)}%`;
  const fill = `width:${percent};height:10px;background-color:${colours[state.ended]}`;
  const frame =
    "width:240px;height:10px;border-radius:5px;overflow:hidden;background-color:#bdbdbd";
  const name = state.description === "" ? "" : `<span>${escaped(state.description)}</span>`;
  const words = `${counting(state)} · ${timing(state)}`;
  return `<div style="display:flex;align-items:center;gap:10px;font-variant-numeric:tabular-nums">${name}<div style="${frame}" title="${percent}"><div style="${fill}"></div></div><span>${words}</span></div>`;
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
