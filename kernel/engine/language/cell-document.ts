// The text the compiler sees for a cell: a few lines that bring in what the cell uses of earlier cells, then the cell.
import type { History, KnownName } from "./history/history.ts";
import type { Position, Range } from "./lsp/text-edit.ts";

/** A cell as the compiler sees it. */
export interface CellDocument {
  readonly text: string;
  /** Lines before the cell's first line. */
  readonly headerLines: number;
}

const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/**
 * Puts a cell behind the names that it takes from earlier cells.
 *
 * @param redeclared names that the cell declares itself; they hide those of earlier cells
 */
export function cellDocument(
  code: string,
  history: History,
  redeclared: ReadonlySet<string>,
): CellDocument {
  const used = new Set(code.match(identifier));
  const lines = ["export {};"];
  const imported: string[] = [];
  for (const name of used) {
    const known = redeclared.has(name) ? undefined : history.find(name);
    if (known === undefined) continue;
    const declared = declareValue(known);
    if (declared === undefined) imported.push(name);
    else lines.push(declared);
  }
  if (imported.length > 0) lines.push(`import { ${imported.join(", ")} } from "./history";`);
  const header = lines.join("\n");
  return { text: `${header}\n${code}`, headerLines: header.split("\n").length };
}

/**
 * A variable is declared rather than imported: an import cannot be assigned to, and the message for a constant would
 * speak of an import that the student never wrote.
 */
function declareValue({ name, value, type }: KnownName): string | undefined {
  if (value === undefined || type !== undefined || value.binding === "other") return undefined;
  const comment = /^\/\*\*[^]*?\*\/\n/.exec(value.text)?.[0] ?? "";
  return `${comment}declare ${value.binding} ${name}: typeof import("./history").${name};`;
}

/** The position in the document of a position in the cell. */
export function toDocument({ headerLines }: CellDocument, { line, character }: Position): Position {
  return { line: line + headerLines, character };
}

/** The range in the cell of a range in the document, or undefined where it lies in our own lines. */
export function toCell({ headerLines }: CellDocument, { start, end }: Range): Range | undefined {
  if (start.line < headerLines) return undefined;
  return {
    start: { line: start.line - headerLines, character: start.character },
    end: { line: end.line - headerLines, character: end.character },
  };
}
