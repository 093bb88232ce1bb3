// Kinds of top-level statements that the writer treats apart.
import type { ExportNamedDeclaration, Program } from "../parse.ts";
import { beginDeclare, endDeclare } from "./declare.ts";

export type Statement = Program["body"][number];

/** A function declaration, exported or not; an exported one without a name is an expression. */
export function isFunction(statement: Statement): boolean {
  if (statement.type === "FunctionDeclaration") return true;
  const isExport =
    statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
  return (
    isExport &&
    statement.declaration?.type === "FunctionDeclaration" &&
    statement.declaration.id !== null
  );
}

/** `export { a, b as c }` of the cell's own names. */
export function isNameList(statement: Statement): statement is ExportNamedDeclaration {
  return (
    statement.type === "ExportNamedDeclaration" &&
    statement.declaration === null &&
    statement.source === null
  );
}

/** swc gives a decorated class another name and exports that: `export { _D as D }`. */
export function decoratedNames(statement: ExportNamedDeclaration): string[] {
  return statement.specifiers.flatMap(({ local, exported }) =>
    local.type === "Identifier" &&
    exported.type === "Identifier" &&
    local.name === `_${exported.name}`
      ? [`${exported.name} = ${beginDeclare}${local.name}${endDeclare([exported.name])};`]
      : [],
  );
}

/** `export … from "m"`. */
export function isReexport(statement: Statement): boolean {
  return (
    statement.type === "ExportAllDeclaration" ||
    (statement.type === "ExportNamedDeclaration" && statement.source !== null)
  );
}

/** `var N;` without a value, which swc writes behind everything for an enum or a namespace; the result stands before it. */
export function isBareVar(statement: Statement): boolean {
  return (
    statement.type === "VariableDeclaration" &&
    statement.kind === "var" &&
    statement.declarations.every(({ init }) => init === null)
  );
}
