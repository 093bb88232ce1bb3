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

/** Prints where there is no notebook: on a terminal's stderr as it is, elsewhere whole lines. */
export function print(text: string): void {
  if (process?.stderr?.isTTY === true) process.stderr.write(text);
  else if (text.endsWith("\n")) console.log(text.replace(/^\r|\n$/gu, ""));
}
