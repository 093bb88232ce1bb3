// How many lines a cell may print: a loop that prints without end must leave the page able to press Stop.
//
// JupyterLab draws 50,000 lines of one cell in 2 s and 100,000 in 6 s; beyond that it stands still for minutes.
import { now } from "../../core/clock.ts";

/** Lines that a cell may print at once. */
const mostLines = 50_000;
/** Lines a second that it may go on with beyond them: more than anybody reads. */
const linesPerSecond = 100;
/** The last lines that were left out, which are shown when the cell ends. */
const keptLines = 5;

/** The lines that one cell may still print. */
export class LineBudget {
  #left: number = mostLines;
  #at = now();
  #missing = 0;
  readonly #last: string[] = [];

  /** What of a text may be shown; the rest is counted and left out. */
  admit(text: string): string {
    const lines = countLines(text);
    if (lines > this.#left) this.#refill();
    if (lines <= this.#left) {
      this.#left -= lines;
      if (this.#missing === 0) return text;
      const notice = this.#notice();
      this.#missing = 0;
      this.#last.length = 0;
      return notice + text;
    }
    const count = this.#missing === 0 ? this.#left : 0;
    const shown = firstLines(text, count);
    this.#left -= count;
    this.#leaveOut(text.slice(shown.length), lines - count);
    return shown;
  }

  /** What is to be said when the cell ends: how much is missing, and the last of it. */
  end(): string {
    if (this.#missing === 0) return "";
    const text = `${this.#notice()}${this.#last.join("")}`;
    this.#missing = 0;
    this.#last.length = 0;
    return text;
  }

  #notice(): string {
    const count = this.#missing.toLocaleString("en");
    return `\n[${count} lines are not shown: more than a page can hold; limitOutput(Infinity) shows all]\n`;
  }

  #leaveOut(text: string, lines: number): void {
    this.#missing += lines;
    this.#last.push(...lastLines(text, keptLines));
    if (this.#last.length > keptLines) this.#last.splice(0, this.#last.length - keptLines);
  }

  #refill(): void {
    const time = now();
    // a while's worth at once: every return is announced by a notice
    if (time - this.#at < 1000) return;
    this.#left += Math.floor(((time - this.#at) / 1000) * linesPerSecond);
    this.#at = time;
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function firstLines(text: string, count: number): string {
  let at = 0;
  for (let line = 0; line < count; line += 1) at = text.indexOf("\n", at) + 1;
  return text.slice(0, at);
}

/** The last lines of a text, each cut to a length that can be read. */
function lastLines(text: string, count: number): string[] {
  let at = text.length;
  const lines: string[] = [];
  while (at > 0 && lines.length < count) {
    const start = text.lastIndexOf("\n", at - 2) + 1;
    lines.unshift(text.slice(Math.max(start, at - 200), at));
    at = start;
  }
  return lines;
}
