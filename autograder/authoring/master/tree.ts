// The syntax tree of a cell, for the few questions authoring asks: where tests stand, which names are used.
import { parseSync, visitorKeys } from "oxc-parser";
import { notebookError, type Place } from "../../notebook/index.ts";

/** A node of ESTree; `start` and `end` are UTF-16 offsets into the cell. */
export interface TreeNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/**
 * Parses a cell as TypeScript.
 *
 * @throws NotebookError CELL_SYNTAX with the line of the first fault
 */
export function parseCell(source: string, place: Place): TreeNode {
  const { program, errors } = parseSync("cell.ts", source, { lang: "ts", sourceType: "module" });
  const [fault] = errors;
  if (fault) {
    throw notebookError(
      { ...place, line: lineOf(source, fault.labels[0]?.start ?? 0) },
      {
        code: "CELL_SYNTAX",
        summary: "the cell is not TypeScript.",
        given: fault.message,
        fix: "run the cell in JupyterLab and correct it",
      },
    );
  }
  return program as unknown as TreeNode;
}

/** Calls `visit` for each node with the nodes around it, outermost first. */
export function walk(
  node: TreeNode,
  visit: (node: TreeNode, around: readonly TreeNode[]) => void,
  around: readonly TreeNode[] = [],
): void {
  visit(node, around);
  const inside = [...around, node];
  for (const child of childrenOf(node)) walk(child, visit, inside);
}

export function childrenOf(node: TreeNode): readonly TreeNode[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => [node[key]].flat()).filter(isNode);
}

export function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** A field that is a node; undefined where it is absent. */
export function field(node: TreeNode | undefined, name: string): TreeNode | undefined {
  const value = node?.[name];
  return isNode(value) ? value : undefined;
}

/** The name of an identifier, or of a key written as a string. */
export function nameOf(node: TreeNode | undefined): string | undefined {
  return node?.type === "Identifier" ? String(node["name"]) : literalText(node);
}

/** The text of a string literal or of a template without holes. */
export function literalText(node: TreeNode | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node["value"] === "string") return node["value"];
  if (node?.type !== "TemplateLiteral" || [node["expressions"]].flat().length > 0) return undefined;
  const [quasi] = [node["quasis"]].flat() as readonly { value: { cooked: string } }[];
  return quasi?.value.cooked;
}

/** Line of an offset, from 1. */
export function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}
