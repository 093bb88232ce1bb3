// Which modules a cell asks for: `import … from`, `export … from`, `import("…")`, `require("…")`, `import("…").Type`.
import type { Program } from "../../parse.ts";
import { isNode, type TreeNode, walk } from "../../tree.ts";

/** One module that is asked for; offsets of the text between the quotes and the quotes. */
export interface ImportedModule {
  readonly specifier: string;
  readonly start: number;
  readonly end: number;
  /** `require("…")`: its result has no types, so nothing need be loaded for it. */
  readonly required: boolean;
}

/** Every module that a program names with a plain string. */
export function findImports(program: Program): ImportedModule[] {
  const found: ImportedModule[] = [];
  walk(program as unknown as TreeNode, (node) => {
    const source = sourceOf(node);
    if (!isNode(source) || source.type !== "Literal" || typeof source["value"] !== "string") return;
    const { start, end } = source;
    const required = node.type === "CallExpression";
    found.push({ specifier: source["value"], start, end, required });
  });
  return found;
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
