// What is wrong with a cell while it is being typed: as its check before a run would say, without keeping anything.
import type { DraftProblem, EngineOptions } from "../../contract.ts";
import { parseCell, type ParsedCell } from "../../parse.ts";
import { describeSyntax } from "../../syntax/describe.ts";
import { asksForNoCheck, problemsOf, refusedImports } from "../check/check.ts";
import type { CheckProblem } from "../contract.ts";
import { offsetAt } from "../lsp/text-edit.ts";
import type { Notebook } from "../notebook.ts";
import { CellsAbove } from "./cells-above.ts";
import { fixFor, unknownNameOf } from "./fix.ts";

const limit = 5_000; // ms; beyond it the compiler is ended and started again

/** A text that is being typed, and the texts of the cells above it. */
export interface TypedText {
  readonly code: string;
  readonly above: readonly string[];
}

/**
 * The problems of a text, in its order.
 *
 * @throws NoAnswer; the reason of `signal` when it is aborted
 */
export async function diagnoseDraft(
  notebook: Notebook,
  { code, above }: TypedText,
  { allowedImports, typeCheck }: EngineOptions,
  signal?: AbortSignal,
): Promise<readonly DraftProblem[]> {
  const cell = parseCell(code);
  if (cell.errors.length > 0) return [syntaxProblem(cell)];
  const refused = refusedImports(cell, allowedImports);
  const cells = new CellsAbove(above);
  if (refused.length > 0) return refused.map((problem) => toDraft(problem, cell, notebook, cells));
  if (cell.isPlain || typeCheck === false || asksForNoCheck(cell)) return [];
  const asking = { limit, signal, isDraft: true, otherNames: () => cells.names() };
  const problems = await problemsOf(notebook, cell, asking);
  return problems.map((problem) => toDraft(problem, cell, notebook, cells));
}

function syntaxProblem(cell: ParsedCell): DraftProblem {
  const { start, end, message, detail } = describeSyntax(cell);
  return {
    ...visible(cell.code, start, end),
    severity: "error",
    message,
    ...(message.startsWith(detail) ? {} : { detail }),
  };
}

function toDraft(
  problem: CheckProblem,
  cell: ParsedCell,
  notebook: Notebook,
  cells: CellsAbove,
): DraftProblem {
  const { code, message, help } = problem;
  const start = offsetAt(cell.code, { line: problem.line - 1, character: problem.column - 1 });
  const end = offsetAt(cell.code, { line: problem.endLine - 1, character: problem.endColumn - 1 });
  const place = visible(cell.code, start, end);
  const unknown = unknownNameOf(problem, cell.code.slice(start, end));
  const declaring = unknown === undefined ? undefined : cells.declaring(unknown);
  if (declaring !== undefined) {
    const text = `\`${unknown}\` is declared in a cell above that has not run yet: run the cell that begins with \`${declaring}\` first.`;
    return { ...place, severity: "hint", message: text };
  }
  const fix = fixFor(problem, cell, start, end, notebook.imports);
  return {
    ...place,
    severity: "error",
    message: help ?? message,
    // numbers below 1000 are our own rules
    ...(code < 1000 || help === undefined ? {} : { detail: `TypeScript ${code}: ${message}` }),
    ...(unknown === undefined ? {} : { isUnknownName: true }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** A place with at least one character in it, so that it can be seen. */
function visible(code: string, start: number, end: number): { start: number; end: number } {
  if (end > start) return { start, end };
  return start < code.length && code[start] !== "\n"
    ? { start, end: start + 1 }
    : { start: Math.max(0, start - 1), end: start };
}
