/** A wrong implementation: one place of the library, changed as students and libraries get it wrong. */
export interface Mutant {
  /** The trap, in a few words. */
  readonly name: string;
  /** File below kernel/helpers. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Tests below test/helpers that should notice. */
  readonly tests: readonly string[];
}

/** Wrong implementations of one file, noticed by the same tests: `of(name, find, replace)`. */
export function inFile(
  file: string,
  tests: readonly string[],
): (name: string, find: string, replace: string) => Mutant {
  return (name, find, replace) => ({ name, file, find, replace, tests });
}
