// Walking a cell's syntax tree without knowing its types.
import { childKeys } from "./oxc.ts";

/** A node of the tree. */
export interface TreeNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** True for what stands in the tree as a node. */
export function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The nodes right below a node, in the order of the text; those of some fields alone where `keys` are given. */
export function childrenOf(
  node: TreeNode,
  keys: readonly string[] = childKeys(node.type),
): TreeNode[] {
  return keys.flatMap((key) => node[key]).filter(isNode);
}

/** Hands every node below this one, and itself, to `visit`, in the order of the text. */
export function walk(node: TreeNode, visit: (node: TreeNode) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}
