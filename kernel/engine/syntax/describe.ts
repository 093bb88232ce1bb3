// The first fault of a cell's syntax in a beginner's words; the parser's own are kept beside them.
import type { ParsedCell } from "../parse.ts";
import { foreignWord, misspeltKeyword } from "./foreign.ts";
import { findUnclosed, partnerOf } from "./unclosed.ts";
import { rewordings } from "./words.ts";

/** A fault of the syntax; offsets are UTF-16 units into the cell. */
interface SyntaxFault {
  /** What is wrong and how to mend it. */
  readonly message: string;
  /** The parser's own words. */
  readonly detail: string;
  readonly start: number;
  readonly end: number;
}

/** The first fault; the cell must have one. */
export function describeSyntax(cell: ParsedCell): SyntaxFault {
  const [problem] = cell.errors;
  if (problem === undefined) throw new RangeError("describeSyntax: the cell has no fault");
  const detail = problem.message.replace("`EOF`", "the end of the cell");
  const { code } = cell;
  const { start } = problem;
  const end = start + code.slice(start, problem.end).trimEnd().length; // a line break cannot be marked
  const known = { detail, start, end };
  const isTemplate = detail.startsWith("Unterminated string") && "`}".includes(code[start] ?? "");
  if (start >= code.trimEnd().length || isTemplate || detail.endsWith("end of the cell")) {
    const open = findUnclosed(code);
    if (open !== undefined) {
      const message = `The \`${open.text}\` here is never closed: add the \`${partnerOf(open.text)}\` where it ends.`;
      return { message, detail, start: open.start, end: open.start + open.text.length };
    }
    if (detail.startsWith("Unexpected token"))
      return { ...known, message: "The cell ends too early: something is missing at its end." };
  }
  const closing = /^\s*([)\]}])/.exec(code.slice(start));
  if (detail.startsWith("Expected a semicolon") && closing) {
    const [{ length }, sign = ""] = closing;
    const message = `This \`${sign}\` closes nothing: remove it, or add what opens it.`;
    return { message, detail, start: start + length - 1, end: start + length };
  }
  const word = foreignWord(code, start) ?? misspeltKeyword(code, start, detail);
  if (word !== undefined) return { detail, ...word };
  for (const [pattern, reword] of rewordings) {
    const match = pattern.exec(detail);
    const message = match && reword(match, code.slice(start, end), code.slice(0, start));
    if (message) return { ...known, message };
  }
  const sentences = [detail, problem.help ?? ""].filter(Boolean);
  return { ...known, message: sentences.map((text) => text.replace(/\.?$/, ".")).join(" ") };
}
