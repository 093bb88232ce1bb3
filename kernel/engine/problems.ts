// What the parser and the compiler find, as errors of a cell.
import { CourseError } from "../core/index.ts";
import type { CellError } from "./contract.ts";
import { excerpt, headline, placeText, type Span } from "./excerpt.ts";
import type { CheckProblem } from "./language/contract.ts";
import type { ParsedCell } from "./parse.ts";
import { describeSyntax } from "./syntax/describe.ts";

const mostProblems = 10;

/** The first fault of the syntax. */
export function syntaxError(cell: ParsedCell, label: string): CellError {
  const { message, detail, start, end } = describeSyntax(cell);
  const span = { ...placeOf(cell.code, start), ...endOf(cell.code, end) };
  return {
    name: "SyntaxError",
    message: detail,
    traceback: [
      headline("SyntaxError", message),
      "",
      placeText(label, span),
      ...excerpt(cell.code, span),
      ...(message.startsWith(detail) ? [] : [`  The parser: ${detail}`]),
    ],
    position: { line: span.line, column: span.column },
  };
}

/** What the compiler refuses; nothing of the cell has run. */
export function typeCheckError(
  cell: ParsedCell,
  problems: readonly CheckProblem[],
  label: string,
): CellError {
  const [first] = problems;
  if (first === undefined) throw new RangeError("typeCheckError: no problem to report");
  const groups = Map.groupBy(problems, ({ code, message }) => `${code} ${message}`);
  const shown = [...groups.values()]
    .slice(0, mostProblems)
    .flatMap(([problem, ...others], index) => {
      if (problem === undefined) return [];
      const [head, tail] = wording(problem);
      return [
        ...(index === 0 ? [] : [""]),
        ...headline("TypeCheckError", head).split("\n"),
        "",
        placeText(label, problem),
        ...excerpt(cell.code, problem),
        ...tail.split("\n").map((line) => `  ${line}`),
        ...alsoAt(others),
      ];
    });
  const left = groups.size - mostProblems;
  return {
    name: "TypeCheckError",
    message: first.message,
    traceback: [...shown, ...(left > 0 ? ["", `… and ${left} more`] : [])],
    position: { line: first.line, column: first.column },
  };
}

/** The same mistake elsewhere in the cell is told by its place alone. */
function alsoAt(others: readonly CheckProblem[]): readonly string[] {
  if (others.length === 0) return [];
  const places = others.map(({ line, column }) => `line ${line}, column ${column}`);
  return [`  The same at ${places.join("; ")}`];
}

/**
 * What stands above and below the excerpt: first what it means, then the compiler's own words for those who look them up.
 * Numbers below 1000 are our own rules: the rule above, its mend below.
 */
function wording({ code, message, help }: CheckProblem): readonly [head: string, tail: string] {
  if (code < 1000) return [message, help ?? ""];
  if (help === undefined) return [message, `(TypeScript ${code})`];
  return [help, `TypeScript ${code}: ${message}`];
}

/** An interrupt that came before anything of the cell ran. */
export function interrupted(): CellError {
  const message = "the cell was stopped before it ran; the variables are kept";
  return {
    name: "KeyboardInterrupt",
    message,
    traceback: [headline("KeyboardInterrupt", message)],
  };
}

function placeOf(code: string, offset: number): Pick<Span, "line" | "column"> {
  const before = code.slice(0, offset);
  return {
    line: before.split("\n").length,
    column: offset - before.lastIndexOf("\n"),
  };
}

function endOf(code: string, offset: number): { endLine: number; endColumn: number } {
  const { line, column } = placeOf(code, offset);
  return { endLine: line, endColumn: column };
}

/** Cells that run in the very process that asks cannot stand still: nobody would be left to go on. */
export function notDebuggable(): CourseError {
  return new CourseError({
    code: "DEBUG_NOT_POSSIBLE",
    summary: "This engine runs its cells in its own process and cannot be debugged.",
    fix: "use an engine with a process of its own",
  });
}
