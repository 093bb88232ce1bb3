// Which names of other cells a test cell uses: it runs in another process than the answers, where they are unknown.
import { topLevelDeclarations } from "../../../kernel/engine/declarations.ts";
import { parseCell as parseProgram } from "../../../kernel/engine/parse.ts";
import type { Notebook, NotebookCell } from "../../contract.ts";
import { isGrade, isLocked, isSolution, type Place } from "../../notebook/index.ts";
import {
  childrenOf,
  field,
  lineOf,
  nameOf,
  parseCell,
  walk,
  type TreeNode,
} from "../master/tree.ts";

/** A test cell's use of a name that only another cell declares. */
export interface ForeignName {
  readonly place: Place;
  readonly name: string;
  /** Number of the cell that declares it, from 1. */
  readonly declaredIn: number;
}

/** A locked cell tagged `setup` runs in the student's process and in the checker. */
function isSetup(cell: NotebookCell): boolean {
  const tags = cell.metadata["tags"];
  return (
    cell.cell_type === "code" && isLocked(cell) && Array.isArray(tags) && tags.includes("setup")
  );
}

/** Every use of a name that a cell without the role `setup` declares, in all test cells of a master. */
export function foreignNames(master: Notebook, file: string): readonly ForeignName[] {
  const shared = new Set(master.cells.filter(isSetup).flatMap(declaredNames));
  const owners = new Map<string, number>();
  for (const [index, cell] of master.cells.entries()) {
    if (cell.cell_type !== "code" || isSetup(cell)) continue;
    for (const name of declaredNames(cell)) {
      if (!shared.has(name) && !owners.has(name)) owners.set(name, index + 1);
    }
  }
  return master.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code" || !isGrade(cell) || isSolution(cell)) return [];
    const place = { file, cell: index + 1, cellId: cell.id };
    const used = usedNames(parseCell(cell.source, place));
    return [...used].flatMap(([name, offset]) => {
      const declaredIn = owners.get(name);
      if (declaredIn === undefined || declaredIn === index + 1) return [];
      return [{ place: { ...place, line: lineOf(cell.source, offset) }, name, declaredIn }];
    });
  });
}

function declaredNames(cell: NotebookCell): readonly string[] {
  return topLevelDeclarations(parseProgram(cell.source).program).map(({ name }) => name);
}

/** Names that a cell uses and nowhere declares, with the place of their first use. */
function usedNames(program: TreeNode): ReadonlyMap<string, number> {
  const own = new Set<string>();
  const used = new Map<string, number>();
  walk(program, (node, around) => {
    for (const pattern of bindingsOf(node)) {
      walk(pattern, (inner) => {
        if (inner.type === "Identifier") own.add(nameOf(inner) ?? "");
      });
    }
    const owner = around.at(-1);
    if (node.type !== "Identifier" || (owner && isLabel(owner, node))) return;
    const name = nameOf(node) ?? "";
    if (!used.has(name)) used.set(name, node.start);
  });
  return new Map([...used].filter(([name]) => !own.has(name)));
}

/** The parts of a node that declare names. */
function bindingsOf(node: TreeNode): readonly TreeNode[] {
  const named = (name: string): readonly TreeNode[] => [field(node, name) ?? []].flat();
  if (/Function/.test(node.type)) {
    const body = field(node, "body");
    return childrenOf(node).filter((child) => child !== body && child.type !== "TSTypeAnnotation");
  }
  if (/^Import.*Specifier$/.test(node.type)) return named("local");
  if (node.type === "VariableDeclarator" || /^(Class|TS.*Declaration$)/.test(node.type)) {
    return named("id");
  }
  return node.type === "CatchClause" ? named("param") : [];
}

/** `.name` and `name:` are labels, not uses of a variable. */
function isLabel(owner: TreeNode, node: TreeNode): boolean {
  if (owner["computed"] === true) return false;
  if (owner.type === "MemberExpression") return owner["property"] === node;
  return owner["key"] === node && owner["shorthand"] !== true;
}
