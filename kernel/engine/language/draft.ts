// What a text declares and imports, whether it can be parsed or is still being typed.
import { isTypeOnly, topLevelDeclarations } from "../declarations.ts";
import { type CellLanguage, parseCell, type ParsedCell, type Program } from "../parse.ts";
import { findImports } from "./workspace/imports.ts";

/** A text with what must be known to put it behind the names of earlier cells. */
export interface Draft {
  readonly code: string;
  readonly lang: CellLanguage;
  /** Names that the text declares at its top level. */
  readonly redeclared: ReadonlySet<string>;
  /** Those of them that it declares as types alone: a value of that name from an earlier cell is still seen. */
  readonly onlyTypes: ReadonlySet<string>;
  /** What it imports, as written. */
  readonly specifiers: readonly string[];
}

const drafts = new WeakMap<Program, Draft>();

/** A cell whose syntax is right. */
export function draftOfCell(cell: ParsedCell): Draft {
  const known = drafts.get(cell.program);
  if (known !== undefined) return known;
  const draft = makeDraft(cell);
  drafts.set(cell.program, draft);
  return draft;
}

function makeDraft(cell: ParsedCell): Draft {
  const declared = topLevelDeclarations(cell.program).filter(({ kind }) => kind !== "assignment");
  const values = new Set(
    declared
      .filter(({ kind }) => kind === "import type" || !isTypeOnly(kind))
      .map(({ name }) => name),
  );
  const redeclared = new Set(declared.map(({ name }) => name));
  return {
    code: cell.code,
    lang: cell.lang,
    redeclared,
    onlyTypes: new Set([...redeclared].filter((name) => !values.has(name))),
    specifiers: findImports(cell.program)
      .filter(({ required }) => !required)
      .map(({ specifier }) => specifier),
  };
}

/** A text that is being typed: where it cannot be parsed, its declarations are guessed from the starts of its lines. */
export function draftOfText(code: string): Draft {
  const cell = parseCell(code);
  if (cell.errors.length === 0) return draftOfCell(cell);
  return {
    code,
    lang: cell.lang,
    redeclared: new Set(
      [...code.matchAll(declaration)].flatMap(([, list = ""]) => list.match(identifier) ?? []),
    ),
    onlyTypes: new Set(),
    specifiers: [...code.matchAll(importClause)].map(([, specifier = ""]) => specifier),
  };
}

const declaration =
  /^(?:export\s+)?(?:default\s+|declare\s+|async\s+|abstract\s+|await\s+)*(?:const|let|var|using|function\s*\*?|class|interface|type|enum|namespace)\s+([\p{ID_Continue}$]+|[{[][^=]*(?==))/gmu;
const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
const importClause = /(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;
