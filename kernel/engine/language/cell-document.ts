// The text the compiler sees for a cell: a few lines that bring in what the cell uses of earlier cells, then the cell.
import type { Draft } from "./draft.ts";
import type { History, KnownName } from "./history/history.ts";
import type { Position, Range } from "./lsp/text-edit.ts";

/** A cell as the compiler sees it. */
export interface CellDocument {
  readonly text: string;
  /** Lines before the cell's first line. */
  readonly headerLines: number;
}

const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/** Puts a text behind the names that it takes from earlier cells. */
export function cellDocument(draft: Draft, history: History): CellDocument {
  const used = new Set(draft.code.match(identifier));
  if (draft.lang === "tsx") used.add("React"); // every tag is a call of it
  const lines = ["export {};"];
  const imported = new Map<string, string[]>();
  for (const name of used) {
    const known = history.find(name);
    if (known === undefined || isHidden(known, draft)) continue;
    const { value, type, module } = known;
    // A variable is declared rather than imported: an import cannot be assigned to, and the message for a constant would
    // speak of an import that the student never wrote.
    const isVariable = value !== undefined && value.binding !== "other" && type === undefined;
    if (isVariable || draft.onlyTypes.has(name)) lines.push(declareValue(known));
    else imported.set(module, [...(imported.get(module) ?? []), name]);
  }
  for (const [module, names] of imported) {
    lines.push(`import { ${names.join(", ")} } from "./${module}";`);
  }
  const header = lines.join("\n");
  return { text: `${header}\n${draft.code}`, headerLines: header.split("\n").length };
}

/** What the cell declares itself hides what earlier cells declared. */
function isHidden({ name, value }: KnownName, { redeclared, onlyTypes }: Draft): boolean {
  return redeclared.has(name) && !(onlyTypes.has(name) && value !== undefined);
}

function declareValue({ name, value, module }: KnownName): string {
  const comment = /^\/\*\*[^]*?\*\/\n/.exec(value?.text ?? "")?.[0] ?? "";
  const keyword = value?.binding === "let" ? "let" : "const";
  return `${comment}declare ${keyword} ${name}: typeof import("./${module}").${name};`;
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
