import type { SubmissionResult } from "../../contract.ts";
import { show } from "./collect.ts";

export interface ProgressOutput {
  /** True: one line that is written over; false: one line per submission. */
  readonly terminal: boolean;
  write(text: string): void;
  /** ms, by a clock that never goes back. */
  now(): number;
}

/** Tells how far a run is and how long it will take. */
export class Progress {
  readonly #output: ProgressOutput;
  readonly #total: number;
  readonly #started: number;
  #done = 0;
  #graded = 0;

  constructor(total: number, output: ProgressOutput) {
    this.#output = output;
    this.#total = total;
    this.#started = output.now();
  }

  /** One more is finished; `reused`: it stood in the gradebook already and took no time. */
  step(result: SubmissionResult, reused: boolean): void {
    this.#done += 1;
    if (!reused) this.#graded += 1;
    const count = `${String(this.#done).padStart(String(this.#total).length)}/${this.#total}`;
    const who = `${show(result.student)} ${result.lab}`;
    const end = `${describe(result)}${reused ? ", as before" : ""}${this.#left()}`;
    // a line that wraps could not be written over
    if (this.#output.terminal)
      this.#output.write(`\r\u001b[K${`${count} ${who}: ${end}`.slice(0, 79)}`);
    else this.#output.write(`${count} ${who}: ${end}\n`);
  }

  finish(): void {
    if (this.#output.terminal && this.#done > 0) this.#output.write("\r\u001b[K");
  }

  #left(): string {
    const remaining = this.#total - this.#done;
    if (remaining === 0 || this.#graded === 0) return "";
    const each = (this.#output.now() - this.#started) / this.#graded;
    return `, about ${duration(each * remaining)} left`;
  }
}

/** `18/20`, `unreadable`, `not graded: …`. */
export function describe(result: SubmissionResult): string {
  if (result.status === "unreadable") return "cannot be read";
  if (result.automaticPoints === undefined) return "open: the grader failed";
  const manual = result.pendingManualMax > 0 ? ` and ${result.pendingManualMax} by hand` : "";
  return `${points(result.automaticPoints)}/${points(result.automaticMax)}${manual}`;
}

/** Points without the noise of binary fractions: 2.5, 3, 0.333. */
export function points(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** `4 s`, `3 min`, `1 h 20 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
