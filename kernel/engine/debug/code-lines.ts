// Where a text can be stopped: read from its syntax tree, so that it is known before the text has run.
import { parseCell } from "../parse.ts";
import { lineStarts } from "../rewrite/slices.ts";
import { childrenOf, type TreeNode } from "../tree.ts";

/** A statement that does something; offsets are UTF-16 units. */
interface StatementRange {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
}

/** The lines of a TypeScript text. */
export interface CodeLines {
  readonly statements: readonly StatementRange[];
  /** The first line from `line` on where code can be stopped. */
  readonly atOrAfter: (line: number) => number | undefined;
}

/** Reads a text; one whose syntax is wrong has no lines, it cannot run either. */
export function readLines(code: string): CodeLines {
  const starts = lineStarts(code);
  const lineOf = (offset: number): number => lineAt(starts, offset);
  const statements: StatementRange[] = [];
  const lines = new Set<number>();
  const parsed = parseCell(code);
  const visit = (node: TreeNode, isTop: boolean): void => {
    if (doesSomething(node, isTop)) {
      const { start, end } = node;
      statements.push({ start, end, line: lineOf(start) });
      lines.add(lineOf(start));
    }
    const body = bodyOf(node);
    // a function can be stopped as it returns, an arrow at its expression
    if (body !== undefined)
      lines.add(body.type === "BlockStatement" ? lineOf(body.end - 1) : lineOf(body.start));
    for (const child of childrenOf(node))
      visit(child, node.type === "Program" || node.type === "ExportNamedDeclaration");
  };
  if (parsed.errors.length === 0) visit(parsed.program as unknown as TreeNode, false);
  const sorted = [...lines].sort((one, other) => one - other);
  return { statements, atOrAfter: (line) => sorted.find((each) => each >= line) };
}

/** Line, from 1, of an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let line = starts.length;
  while (line > 1 && (starts[line - 1] ?? 0) > offset) line--;
  return line;
}

const passive: ReadonlySet<string> = new Set([
  "BlockStatement",
  "EmptyStatement",
  "LabeledStatement",
  "ImportDeclaration",
  "ExportAllDeclaration",
]);
const runningTypes: ReadonlySet<string> = new Set(["TSEnumDeclaration", "TSModuleDeclaration"]);

function doesSomething(node: TreeNode, isTop: boolean): boolean {
  const { type } = node;
  if (node["declare"] === true || passive.has(type)) return false;
  if (type.startsWith("TS")) return runningTypes.has(type);
  if (type === "VariableDeclaration" && !isTop) {
    const { declarations } = node as unknown as { declarations: readonly { init: unknown }[] };
    return declarations.some(({ init }) => init !== null);
  }
  return type.endsWith("Statement") || /^(Variable|Function|Class)Declaration$/u.test(type);
}

function bodyOf(node: TreeNode): TreeNode | undefined {
  if (!/Function/u.test(node.type) || node.type.startsWith("TS")) return undefined;
  const { body } = node as unknown as { body?: TreeNode | null };
  return body ?? undefined;
}
