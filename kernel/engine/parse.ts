// Parses a cell: TypeScript first, JSX only where that fails, so that `<T>(x: T) => x` stays legal.
import { parseSync } from "oxc-parser";
import type { Comment, OxcError, Program } from "oxc-parser";

export type * from "@oxc-project/types";
export type { Comment, Program } from "oxc-parser";

/** The two languages of a cell; parse, check, transpile and is_complete agree on the one that the parser found. */
export type CellLanguage = "ts" | "tsx";

/** A fault of the syntax; offsets are UTF-16 units into the cell. */
export interface SyntaxProblem {
  readonly message: string;
  readonly help: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** A cell with its syntax tree. With errors, `program` is whatever could be read, often nothing. */
export interface ParsedCell {
  readonly code: string;
  readonly lang: CellLanguage;
  /** Tree with TypeScript's nodes; offsets are UTF-16 units. */
  readonly program: Program;
  readonly comments: readonly Comment[];
  /** Empty: the syntax is right. */
  readonly errors: readonly SyntaxProblem[];
}

/**
 * Reads one cell.
 *
 * @param code the cell's text, as the user wrote it
 * @returns the tree, and the errors of the TypeScript reading where neither reading succeeds
 * @example parseCell("const a = <div />").lang // "tsx"
 */
export function parseCell(code: string): ParsedCell {
  const plain = parseAs(code, "ts");
  if (plain.errors.length === 0) return plain;
  const withTags = parseAs(code, "tsx");
  return withTags.errors.length === 0 ? withTags : plain;
}

function parseAs(code: string, lang: CellLanguage): ParsedCell {
  const result = parseSync(`cell.${lang}`, code, { lang, sourceType: "module", astType: "ts" });
  const errors = result.errors
    .filter((error) => (error.severity as string) === "Error")
    .map((error) => toProblem(error, code.length));
  return {
    code,
    lang,
    errors,
    // reading the tree out of the parser's memory costs more than parsing: only when it is wanted
    get program() {
      return result.program;
    },
    get comments() {
      return result.comments;
    },
  };
}

function toProblem(error: OxcError, length: number): SyntaxProblem {
  const label = error.labels[0];
  return {
    message: error.message,
    help: error.helpMessage ?? undefined,
    start: label?.start ?? length,
    end: label?.end ?? length,
  };
}
