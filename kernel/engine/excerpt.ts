// The lines of a cell around a place, with a caret: the same picture for syntax, type and runtime errors.

const red = "\u001b[31m";
const dim = "\u001b[2m";
const plain = "\u001b[0m";

/** A span of the cell; lines and columns from 1, the end is where the span stops. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/**
 * The line of the place, one line before it, and carets below.
 *
 * @example excerpt("let x = )", { line: 1, column: 9 })
 * // > 1 | let x = )
 * //     |         ^
 */
export function excerpt(source: string, span: Span): string[] {
  const lines = source.split("\n");
  const width = String(span.line).length;
  const shown = lines[span.line - 1] ?? "";
  const length =
    span.endColumn !== undefined && (span.endLine ?? span.line) === span.line
      ? Math.max(1, Math.min(span.endColumn, shown.length + 1) - span.column)
      : 1;
  // tabs stay tabs, so that the caret stands below its letter however wide they are drawn
  const indent = shown.slice(0, span.column - 1).replace(/[^\t]/gu, " ");
  const before = span.line > 1 ? lines[span.line - 2] : undefined;
  return [
    ...(before === undefined
      ? []
      : [`${dim}  ${String(span.line - 1).padStart(width)} | ${clip(before)}${plain}`]),
    `${red}>${plain} ${span.line} | ${clip(shown)}`,
    `  ${" ".repeat(width)} | ${clip(indent)}${red}${"^".repeat(Math.min(length, 120))}${plain}`,
  ];
}

/** `TypeError: message`, the name in red. */
export function headline(name: string, message: string): string {
  return message === "" ? `${red}${name}${plain}` : `${red}${name}${plain}: ${message}`;
}

/** `Cell [5], line 3, column 7` */
export function placeText(label: string, { line, column }: Span): string {
  return `${label}, line ${line}, column ${column}`;
}

/** Lines of generated code can be endless; nobody reads beyond this. */
function clip(line: string): string {
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}
