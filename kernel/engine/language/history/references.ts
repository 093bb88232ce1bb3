// Which names a piece of a cell mentions, and where. Scopes are not followed: a local variable that happens to share a
// top-level name is listed too, and as every mention is then renamed alike, the piece still means the same.
import { childKeys } from "../../oxc.ts";
import { childrenOf, type TreeNode } from "../../tree.ts";

/** One mention of a name, as offsets into the text it was found in. */
export interface Reference {
  readonly name: string;
  readonly start: number;
  /** `{ name }` in an object or a pattern: a new name must be written `name: newName`. */
  readonly shorthand: boolean;
}

/** Keys that hold a property's name rather than a mention, unless the node is `computed`. */
const nameKeys: Readonly<Record<string, string>> = {
  MemberExpression: "property",
  Property: "key",
  PropertyDefinition: "key",
  MethodDefinition: "key",
  AccessorProperty: "key",
  TSAbstractPropertyDefinition: "key",
  TSAbstractMethodDefinition: "key",
  TSAbstractAccessorProperty: "key",
  TSPropertySignature: "key",
  TSMethodSignature: "key",
  TSEnumMember: "id",
  TSQualifiedName: "right",
  TSImportType: "qualifier",
  TSNamedTupleMember: "label",
  JSXMemberExpression: "property",
  JSXAttribute: "name",
  MetaProperty: "property",
};

/** Every mention of a name at or below `node`, in the order of the text. */
export function findReferences(node: object): Reference[] {
  const found: Reference[] = [];
  walk(node as TreeNode, found, false);
  return found.toSorted((a, b) => a.start - b.start);
}

/** True where a tag stands at or below `node`. */
export function containsJsx(node: object): boolean {
  const tree = node as TreeNode;
  return tree.type.startsWith("JSX") || childrenOf(tree).some((child) => containsJsx(child));
}

function walk(node: TreeNode, found: Reference[], shorthand: boolean): void {
  const { type, name, start } = node;
  if ((type === "Identifier" || type === "JSXIdentifier") && typeof name === "string") {
    found.push({ name, start, shorthand });
  }
  if (type === "MetaProperty") return;
  const isShorthand = type === "Property" && node["shorthand"] === true;
  const skipped = node["computed"] === true && !isShorthand ? undefined : nameKeys[type];
  for (const key of childKeys(type)) {
    if (key === skipped) continue;
    // In `{ name = 1 }` the value is an assignment pattern whose left side is the shorthand.
    const passes = isShorthand || (shorthand && type === "AssignmentPattern" && key === "left");
    for (const child of childrenOf(node, [key])) walk(child, found, passes);
  }
}
