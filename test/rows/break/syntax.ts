// The little that is needed to walk a tree of oxc-parser.

/** A node of the tree: its fields are nodes, lists of nodes, or plain values. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Whether a field holds a node. */
export function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    "start" in value &&
    typeof value.start === "number"
  );
}

/** The nodes right below a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  return Object.values(node)
    .flatMap((field): readonly unknown[] => (Array.isArray(field) ? field : [field]))
    .filter(isNode)
    .toSorted((a, b) => a.start - b.start);
}

/** The name of an identifier, or "" for what has none. */
export function nameOf(node: unknown): string {
  return isNode(node) && node.type === "Identifier" && typeof node["name"] === "string"
    ? node["name"]
    : "";
}
