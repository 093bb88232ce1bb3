// Makes a script of a cell. Top-level names live in the script scope that all cells share: functions of earlier cells
// see later assignments, redeclaring is assigning, and loops over them are as fast as over local variables.
//
//   const a = 1, { b } = o;    →  (a = $(1, "a"), { b } = $(o, "b"));
//   class C {}                 →  C = $(class C {}, "C");
//   function f() {}            →  f = function () {}; moved to the top
//   import d, { x } from "m";  →  { const $m = await import("m"); $(0, "d", "x"); d = $m.default; x = … }
//   import { x } from "./m";   →  { const $m = await import("./m"); convlab$live("x", () => $m.x) }
//
// where `$`, in full `convlab$declare`, makes the names that are new and gives back its first value: a name
// comes into being when its declaration is reached, so that a cell that fails before leaves no half-made names.
//
// The script is one async function where something is awaited or imported, plain statements everywhere else.
import { parseSync } from "../oxc.ts";
import { isTypeOnly, topLevelDeclarations, type DeclarationKind } from "../declarations.ts";
import type { ParsedCell, Program } from "../parse.ts";
import { ScriptWriter } from "./script-writer.ts";
import type { Anchors } from "./slices.ts";
import { transpile } from "./transpile.ts";

/** A cell, ready to run with `vm.Script`. */
export interface RewrittenCell {
  readonly script: string;
  /** Names that exist from the script's start: functions, `var`s, enums and namespaces. */
  readonly hoisted: readonly string[];
  /** Names that it assigns at its top without declaring them. */
  readonly assigned: readonly string[];
  /** True when the cell ends in an expression: the script's value is then the cell's result. */
  readonly hasResult: boolean;
  readonly anchors: Anchors;
}

/**
 * Rewrites a cell whose syntax is right.
 *
 * @example rewriteCell(parseCell("let k = 1; k + 1")).script // "use strict";(k = convlab$declare(1, "k")); k + 1;
 */
export function rewriteCell(cell: ParsedCell): RewrittenCell {
  const known = knownScript(cell);
  if (known !== undefined) return known;
  const written = writeScript(cell);
  scripts.set(cell.program, written);
  return written;
}

const scripts = new WeakMap<Program, RewrittenCell>();

/** The script of a cell whose text was rewritten a short while ago. */
export function knownScript({ program }: ParsedCell): RewrittenCell | undefined {
  return scripts.get(program);
}

function writeScript(cell: ParsedCell): RewrittenCell {
  const transpiled = transpile(cell);
  const parsed = parseSync("cell.js", transpiled.js, { lang: "js", sourceType: "module" });
  const hasResult = cell.program.body.at(-1)?.type === "ExpressionStatement";
  const own = topLevelDeclarations(cell.program).filter(
    ({ kind, ambient }) => !ambient && !isTypeOnly(kind),
  );
  const declared = new Set(own.map(({ name }) => name));
  const kindsOf = (name: string): DeclarationKind[] =>
    own.filter((other) => other.name === name).map(({ kind }) => kind);
  const writer = new ScriptWriter(transpiled, {
    declared,
    hasResult,
    // an enum or namespace must not merge with the one of an earlier cell
    merging: [...declared].filter((name) => {
      const kinds = kindsOf(name);
      return (
        kinds.some((kind) => kind === "enum" || kind === "namespace") &&
        !kinds.some((kind) => kind === "class" || kind === "function")
      );
    }),
  });
  writer.write(parsed.program);
  return {
    script: writer.out.text,
    hoisted: [...writer.hoisted],
    assigned: [...declared].filter((name) => kindsOf(name).every((kind) => kind === "assignment")),
    hasResult,
    anchors: writer.out.anchors(transpiled.mappings, cell.code),
  };
}
