// From the compiler's findings to what the user reads.
import { type CellDocument, toCell } from "../cell-document.ts";
import type { CheckProblem } from "../contract.ts";
import { aliasPattern } from "../history/history.ts";
import type { Range } from "../lsp/text-edit.ts";
import { explain } from "./explain.ts";
import { foreignName } from "./foreign-names.ts";

/** A finding in the protocol's shape. */
export interface Diagnostic {
  readonly range: Range;
  readonly severity?: number;
  readonly code?: number | string;
  readonly message: string;
}

const errorSeverity = 1;

/** What a report is made of besides the findings. */
export interface ProblemContext {
  readonly document: CellDocument;
  /** The cell's own text, to quote from. */
  readonly code: string;
  /** Which module of the course exports a name, for a mend that can be copied. */
  readonly moduleOf: (name: string) => string | undefined;
  /** Names that the cell creates by assigning to them. */
  readonly created: ReadonlySet<string>;
  readonly isKnown: (name: string) => boolean;
  /** The name of an earlier cell that a misspelt one may stand for. */
  readonly nearestTo: (name: string) => string | undefined;
}

/** The errors among the findings, placed in the cell, in the order of its text. */
export function toProblems(
  diagnostics: readonly Diagnostic[],
  context: ProblemContext,
): CheckProblem[] {
  const hidesOldValue = diagnostics.some(({ code }) => code === usedBeforeDeclared);
  const problems = diagnostics.flatMap((diagnostic) => {
    // `const x = x + 1` is one mistake, of which the compiler speaks twice.
    if (hidesOldValue && diagnostic.code === typeFromItself) return [];
    // A package without types works as well: all of it is any.
    if (diagnostic.code === moduleWithoutTypes) return [];
    const range = toCell(context.document, diagnostic.range);
    if (range === undefined || (diagnostic.severity ?? errorSeverity) !== errorSeverity) return [];
    const [quoted, behind] = quote(context.code, range);
    // the compiler's own guess for a name of another language, `int`, is `Intl`
    const isForeign = diagnostic.code === misspeltName && foreignName(quoted, behind) !== undefined;
    const isUnknown = diagnostic.code === unknownName || isForeign;
    // The compiler sees only those names of earlier cells that the cell spells rightly, so the guess is ours.
    const isElsewhere = isUnknown && context.moduleOf(quoted) !== undefined;
    const guess = isUnknown && !isElsewhere ? context.nearestTo(quoted) : undefined;
    if (isUnknown && guess === undefined && !isElsewhere && context.created.has(quoted)) return [];
    const own = isForeign ? unknownName : Number(diagnostic.code ?? 0);
    const code = guess === undefined ? own : misspeltName;
    const told = isForeign
      ? diagnostic.message.replace(/ Did you mean .*/s, "")
      : diagnostic.message;
    const text = told + (guess === undefined ? "" : ` Did you mean '${guess}'?`);
    const message = text.replace(aliasPattern, "$1 (as it was before)");
    const help = explain({ ...context, code, message, quoted, behind });
    return [
      {
        message,
        code,
        line: range.start.line + 1,
        column: range.start.character + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.character + 1,
        ...(help === undefined ? {} : { help }),
      },
    ];
  });
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

const unknownName = 2304;
const misspeltName = 2552;
const usedBeforeDeclared = 2448;
const typeFromItself = 7022;
const moduleWithoutTypes = 7016;

/** The text of a range that lies on one line, and what follows it there. */
function quote(code: string, { start, end }: Range): [text: string, behind: string] {
  if (start.line !== end.line) return ["", ""];
  const line = code.split(/\r\n|\n|\r/)[start.line] ?? "";
  return [line.slice(start.character, end.character), line.slice(end.character)];
}
