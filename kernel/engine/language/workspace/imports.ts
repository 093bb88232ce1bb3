// Which modules a cell asks for: `import … from`, `export … from`, `import("…")`, `require("…")`, `import("…").Type`.
import { childKeys } from "../../oxc.ts";
import type { Program } from "../../parse.ts";

/** One module that is asked for; offsets of the text between the quotes and the quotes. */
export interface ImportedModule {
  readonly specifier: string;
  readonly start: number;
  readonly end: number;
  /** `require("…")`: its result has no types, so nothing need be loaded for it. */
  readonly required: boolean;
}

interface TreeNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Every module that a program names with a plain string. */
export function findImports(program: Program): ImportedModule[] {
  const found: ImportedModule[] = [];
  visit(program as unknown as TreeNode, found);
  return found;
}

function visit(node: TreeNode, found: ImportedModule[]): void {
  const source = sourceOf(node);
  if (isNode(source) && source.type === "Literal" && typeof source["value"] === "string") {
    const { start, end } = source;
    const required = node.type === "CallExpression";
    found.push({ specifier: source["value"], start, end, required });
  }
  for (const key of childKeys(node.type)) {
    const value = node[key];
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) visit(child, found);
    }
  }
}

function sourceOf(node: TreeNode): unknown {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return node["source"];
    case "TSExternalModuleReference":
      return node["expression"];
    case "CallExpression": {
      const callee = node["callee"];
      const isRequire = isNode(callee) && callee["name"] === "require";
      return isRequire ? (node["arguments"] as readonly unknown[])[0] : undefined;
    }
    default:
      return undefined;
  }
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "type" in value;
}
