// Is a text a whole cell, or does the user still type? The parser says where it gave up.
import type { Completeness } from "../contract.ts";
import { parseCell, type ParsedCell } from "../parse.ts";

const indentStep = "  ";

/** Judges a text as a console does when Enter is pressed. */
export function judgeCompleteness(code: string): Completeness {
  let cell: ParsedCell;
  try {
    cell = parseCell(code);
  } catch {
    return { status: "unknown" }; // nested deeper than the parser can follow
  }
  const [error] = cell.errors;
  if (error === undefined) {
    return awaitsBody(cell) ? incomplete(code) : { status: "complete" };
  }
  const isCutOff =
    error.start >= code.trimEnd().length ||
    // A template or a comment may go on over lines; a string in quotes and a regular expression may not.
    error.message.startsWith("Unterminated multiline comment") ||
    (error.message.startsWith("Unterminated string") && opensTemplate(code, error.start));
  return isCutOff ? incomplete(code) : { status: "invalid" };
}

function opensTemplate(code: string, start: number): boolean {
  return code[start] === "`" || code[start] === "}";
}

/** `function f()` alone is a signature to the parser; whoever types it has the body still to come. */
function awaitsBody({ program }: ParsedCell): boolean {
  const last = program.body.at(-1);
  return last?.type === "TSDeclareFunction" && !last.declare;
}

function incomplete(code: string): Completeness {
  const line =
    code
      .trimEnd()
      .split(/\r\n|\n|\r/)
      .at(-1) ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  const opened = (line.match(/[{([]/g)?.length ?? 0) - (line.match(/[})\]]/g)?.length ?? 0);
  return { status: "incomplete", indent: opened > 0 ? indent + indentStep : indent };
}
