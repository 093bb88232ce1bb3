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
