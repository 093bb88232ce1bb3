// Makes a script of a cell. Top-level names become properties of the real global object: functions of earlier cells
// see later assignments, redeclaring is assigning, and V8 reads such names as fast as any global.
//
//   const a = 1, { b } = o;    →  (a = 1, { b } = o);
//   class C {}                 →  C = class C {};
//   function f() {}            →  stays a declaration of the script, moved to its top
//   import d, { x } from "m";  →  { const $m = await import("m"); d = $m.default; x = … }
//
// The script is one async function where something is awaited or imported, plain statements everywhere else.
import { parseSync } from "../oxc.ts";
import { isTypeOnly, topLevelDeclarations } from "../declarations.ts";
import type { ParsedCell } from "../parse.ts";
import { ScriptWriter } from "./script-writer.ts";
import type { Anchors } from "./slices.ts";
import { transpile } from "./transpile.ts";

/** A cell, ready to run with `vm.Script`. */
export interface RewrittenCell {
  readonly script: string;
  /** Names to be made properties of the global object before the script starts. */
  readonly names: readonly string[];
  /** Names that start from nothing: an enum or namespace must not merge with the one of an earlier cell. */
  readonly resets: readonly string[];
  /** Names that the notebook now has; `names` may hold some of the transpiler's own besides. */
  readonly declared: readonly string[];
  /** True when the cell ends in an expression: the script's value is then the cell's result. */
  readonly hasResult: boolean;
  readonly anchors: Anchors;
}

/**
 * Rewrites a cell whose syntax is right.
 *
 * @example rewriteCell(parseCell("let k = 1; k + 1")).script // "use strict";(k = 1); k + 1;
 */
export function rewriteCell(cell: ParsedCell): RewrittenCell {
  const transpiled = transpile(cell);
  const parsed = parseSync("cell.js", transpiled.js, { lang: "js", sourceType: "module" });
  const hasResult = cell.program.body.at(-1)?.type === "ExpressionStatement";
  const own = topLevelDeclarations(cell.program).filter(
    ({ kind, ambient }) => !ambient && !isTypeOnly(kind),
  );
  const resets = own.filter(
    ({ name, kind }) =>
      (kind === "enum" || kind === "namespace") &&
      !own.some((other) => other.name === name && ["class", "function"].includes(other.kind)),
  );
  const declared = new Set(own.map(({ name }) => name));
  const writer = new ScriptWriter(transpiled, declared, hasResult);
  writer.write(parsed.program);
  return {
    script: writer.out.text,
    names: [...new Set([...declared, ...writer.names])],
    resets: [...new Set(resets.map(({ name }) => name))],
    declared: [...declared],
    hasResult,
    anchors: writer.out.anchors(transpiled.mappings, cell.code),
  };
}
