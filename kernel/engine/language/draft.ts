// What a text declares and imports, whether it can be parsed or is still being typed.
import { topLevelDeclarations } from "../declarations.ts";
import { parseCell, type ParsedCell } from "../parse.ts";
import { findImports } from "./workspace/imports.ts";
import type { Draft } from "./notebook.ts";

/** A cell whose syntax is right. */
export function draftOfCell(cell: ParsedCell): Draft {
  const names = topLevelDeclarations(cell.program);
  return {
    code: cell.code,
    lang: cell.lang,
    redeclared: new Set(
      names.filter(({ kind }) => kind !== "assignment").map(({ name }) => name),
    ),
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
    redeclared: new Set([...code.matchAll(declaration)].flatMap(([, list = ""]) => list.match(identifier) ?? [])),
    specifiers: [...code.matchAll(importClause)].map(([, specifier = ""]) => specifier),
  };
}

const declaration =
  /^(?:export\s+)?(?:default\s+|declare\s+|async\s+|abstract\s+|await\s+)*(?:const|let|var|using|function\s*\*?|class|interface|type|enum|namespace)\s+([\p{ID_Continue}$]+|[{[][^=]*(?==))/gmu;
const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
const importClause = /(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;
