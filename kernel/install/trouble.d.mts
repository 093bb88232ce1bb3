/** Parts of a set-up error: what was given, what was expected, how to mend it. */
export interface SetupErrorParts {
  readonly code: string;
  readonly summary: string;
  readonly given?: string | undefined;
  readonly expected?: string | undefined;
  readonly fix?: string | undefined;
  readonly cause?: unknown;
}
/** A set-up that cannot go on; printed without a stack trace. */
export declare class SetupError extends Error {
  readonly code: string;
  constructor(parts: SetupErrorParts);
}
/** The likely cause of a failed command, read from what it printed. */
export declare function explain(doing: string, output: string, folder: string): SetupError;
/** No right to write into a folder. */
export declare function noRight(doing: string, folder: string, detail?: string): SetupError;
/** Prints an error for a person: our own without a stack, a bug of ours with it. */
export declare function report(error: unknown): void;
