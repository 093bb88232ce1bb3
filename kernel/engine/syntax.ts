// The first fault of a cell's syntax in a beginner's words.
import type { ParsedCell } from "./parse.ts";

/** A fault of the syntax; offsets are UTF-16 units into the cell. */
export interface SyntaxFault {
  readonly message: string;
  readonly help: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** The first fault; the cell must have one. */
export function describeSyntax(cell: ParsedCell): SyntaxFault {
  const [problem] = cell.errors;
  if (problem === undefined) throw new RangeError("describeSyntax: the cell has no fault");
  const message = problem.message.replace("`EOF`", "the end of the cell");
  return { ...problem, message };
}
