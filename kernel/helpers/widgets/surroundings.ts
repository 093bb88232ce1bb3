// The little that a kernel, a plain program and a browser's page have in common beside the language.

interface Surroundings {
  setTimeout(work: () => void, delay: number): unknown;
  clearTimeout(timer: unknown): void;
  readonly performance: { now(): number };
  readonly crypto: { randomUUID(): string };
  readonly console: { log(text: string): void };
  readonly process?: {
    readonly stderr?: { readonly isTTY?: boolean; write(text: string): unknown };
  };
}

const { clearTimeout, performance, crypto, console, process } =
  globalThis as unknown as Surroundings;

/** Calls `work` after `delay` ms; what comes back takes that away again. */
export function after(delay: number, work: () => void): () => void {
  // looked up at each call: in a kernel it is the cells' own, which Stop can end
  const timer = (globalThis as unknown as Surroundings).setTimeout(work, delay);
  return () => clearTimeout(timer);
}

/** ms since some moment. */
export function now(): number {
  return performance.now();
}

/** An id that nobody else has. */
export function randomId(): string {
  return crypto.randomUUID();
}

/** Prints a line where there is no notebook. */
export function print(line: string): void {
  console.log(line);
}

/** A line that changes: in its place on a terminal, elsewhere once, when it is the last one. */
export function printInPlace(line: string, isLast: boolean): void {
  const toLineEnd = "\u001b[K"; // clears what a longer line has left
  if (process?.stderr?.isTTY === true)
    process.stderr.write(`\r${line}${toLineEnd}${isLast ? "\n" : ""}`);
  else if (isLast) print(line);
}
