// Parses a cell: TypeScript first, JSX only where that fails, so that `<T>(x: T) => x` stays legal.
import { parseSync } from "./oxc.ts";
import { deepestNesting, findDeepNesting } from "./nesting.ts";
import { Recent } from "./recent.ts";
import type { Comment, OxcError, Program } from "oxc-parser";

export type * from "oxc-parser";

/** The two languages of a cell; parse, check, transpile and is_complete agree on the one that the parser found. */
export type CellLanguage = "ts" | "tsx";

/** A fault of the syntax; offsets are UTF-16 units into the cell. */
interface SyntaxProblem {
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
  /** True: the cell begins with `%%js`, so its types are not checked. */
  readonly isPlain: boolean;
}

/** `%%js` on the first line; the rest of the line is ignored. */
const plainMark = /^(\s*)%%(?=(?:js|javascript)\b)/;

/** What was read last: a cell is asked about, checked and run as the same text, and often run again. */
const read = new Recent<ParsedCell>(32, 16_384);

/**
 * Reads one cell. The same text gives another cell with the same tree: what is found out about a tree may be kept with it.
 *
 * @param code the cell's text, as the user wrote it
 * @returns the tree, and the errors of the TypeScript reading where neither reading succeeds
 * @example parseCell("const a = <div />").lang // "tsx"
 */
export function parseCell(code: string): ParsedCell {
  const known = read.get(code);
  if (known !== undefined) return another(known);
  const cell = readCell(code);
  read.set(code, cell, code.length);
  return cell;
}

function another(cell: ParsedCell): ParsedCell {
  const { code, lang, errors, isPlain } = cell;
  return withTree({ code, lang, errors, isPlain }, cell);
}

/** Reading the tree out of the parser's memory costs more than parsing: only when it is wanted. */
function withTree(
  told: Pick<ParsedCell, "code" | "lang" | "errors" | "isPlain">,
  tree: Pick<ParsedCell, "program" | "comments">,
): ParsedCell {
  return {
    ...told,
    get program() {
      return tree.program;
    },
    get comments() {
      return tree.comments;
    },
  };
}

function readCell(code: string): ParsedCell {
  const isPlain = plainMark.test(code);
  // A comment of the same length: every offset stays what it was.
  const text = isPlain ? code.replace(plainMark, "$1//") : code;
  const plain = parseAs(text, "ts", isPlain);
  if (plain.errors.length === 0) return plain;
  const withTags = parseAs(text, "tsx", isPlain);
  return withTags.errors.length === 0 ? withTags : plain;
}

function parseAs(code: string, lang: CellLanguage, isPlain: boolean): ParsedCell {
  const tooDeep = findDeepNesting(code);
  if (tooDeep !== undefined) return refuseNesting(code, tooDeep);
  const result = parseSync(`cell.${lang}`, code, { lang, sourceType: "module", astType: "ts" });
  const errors = result.errors
    .filter((error) => (error.severity as string) === "Error")
    .map((error) => toProblem(error, code.length));
  return withTree({ code, lang, errors, isPlain }, result);
}

function refuseNesting(code: string, start: number): ParsedCell {
  const problem = {
    message: `Brackets are nested more than ${deepestNesting} deep here.`,
    help: "Close some of them, or keep the data in a file and read it.",
    start,
    end: start + 1,
  };
  return { ...parseAs("", "ts", false), code, errors: [problem] };
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
