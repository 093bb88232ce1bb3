// What the language service promises the session: checks before a cell runs, answers while one runs.
import type {
  Completeness,
  Completion,
  DraftProblem,
  EngineOptions,
  Inspection,
} from "../contract.ts";
import type { ParsedCell } from "../parse.ts";

/** One finding of the compiler; lines and columns from 1, in UTF-16 units of the cell's own text. */
export interface CheckProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** TypeScript's number, for example 2322. */
  readonly code: number;
  /** What the error means and a likely mend, in a beginner's words. */
  readonly help?: string;
}

/**
 * `unavailable` and `timeout`: nothing is known about the cell; it may run, and the user is told. `skipped`: the cell asked
 * not to be checked (`// @ts-nocheck`, `%%js`).
 */
export interface CheckReport {
  readonly status: "clean" | "errors" | "skipped" | "unavailable" | "timeout";
  /** Empty unless status is "errors"; in the order of the text. */
  readonly problems: readonly CheckProblem[];
  /** Something else that the user should know, told once: mistakes in a tsconfig.json. */
  readonly notice?: string;
}

/** Looks up the value of a variable of the notebook, in a line of text. */
export type ValueOf = (name: string) => Promise<string | undefined>;

/** Checks cells against the notebook so far. */
export interface Language {
  /** Checks one cell whose syntax is right; changes nothing that later cells see. */
  check(cell: ParsedCell, signal?: AbortSignal): Promise<CheckReport>;
  /** The cell's declarations now belong to the notebook; called after the check, before the cell runs. */
  commit(cell: ParsedCell): void;
  complete(code: string, cursor: number): Promise<Completion>;
  /** @param valueOf the value of a variable in a line, where it can be had */
  inspect(
    code: string,
    cursor: number,
    detail: 0 | 1,
    valueOf?: ValueOf,
  ): Promise<Inspection | undefined>;
  isComplete(code: string): Promise<Completeness>;
  /** What is wrong with a text that is being typed; rejects with the signal's reason when that is aborted. */
  diagnose(
    code: string,
    above: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly DraftProblem[]>;
  /** Ends the compiler's process. Idempotent. */
  dispose(): Promise<void>;
}

/** Starts the compiler early, but the engine does not wait for it before the first check. */
export type CreateLanguage = (options: EngineOptions) => Language;
