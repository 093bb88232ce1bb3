// Mistakes that are legal TypeScript and never meant: our own rules, numbered below 1000.
import { childKeys } from "../../oxc.ts";
import type { ParsedCell } from "../../parse.ts";
import type { CheckProblem } from "../contract.ts";
import { positionAt } from "../lsp/text-edit.ts";

/** `if (x = 1)`: compares nothing. */
const assignedCondition = 2;
/** `import conv2d from "convlab/ops"`: the course's modules have no default. */
const defaultImport = 3;

interface TreeNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/**
 * What our own rules have against a cell.
 *
 * @param isOurs true for a module of the course
 */
export function ownFindings(cell: ParsedCell, isOurs: (module: string) => boolean): CheckProblem[] {
  const found: CheckProblem[] = [];
  const add = (node: TreeNode, code: number, message: string, help: string): void => {
    const from = positionAt(cell.code, node.start);
    const to = positionAt(cell.code, node.end);
    const start = { line: from.line + 1, column: from.character + 1 };
    found.push({
      ...start,
      endLine: to.line + 1,
      endColumn: to.character + 1,
      code,
      message,
      help,
    });
  };
  const visit = (node: TreeNode): void => {
    const test = node["test"];
    if (isNode(test) && test.type === "AssignmentExpression" && test["operator"] === "=") {
      const { left, right } = test as unknown as { left: TreeNode; right: TreeNode };
      const text = cell.code.slice(left.start, left.end);
      // `while (line = next())` is meant; a fixed value is not
      if (right.type === "Literal")
        add(
          test,
          assignedCondition,
          `\`=\` gives \`${text}\` a new value; to compare, write \`===\`.`,
          "A single equals sign in a condition is hardly ever meant.",
        );
    }
    if (node.type === "ImportDeclaration") checkDefault(node, isOurs, add);
    for (const key of childKeys(node.type)) {
      const value = node[key];
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (isNode(child)) visit(child);
      }
    }
  };
  if (/\b(?:if|while|for)\b|\?|\bimport\b/.test(cell.code))
    visit(cell.program as unknown as TreeNode);
  return found;
}

function checkDefault(
  node: TreeNode,
  isOurs: (module: string) => boolean,
  add: (node: TreeNode, code: number, message: string, help: string) => void,
): void {
  const module = (node["source"] as { value?: unknown } | undefined)?.value;
  const isImported = typeof module === "string" && module.startsWith("convlab/");
  if (!isImported || !isOurs(module)) return;
  for (const specifier of node["specifiers"] as readonly TreeNode[]) {
    if (specifier.type !== "ImportDefaultSpecifier") continue;
    const { name } = specifier["local"] as { name: string };
    add(
      specifier,
      defaultImport,
      `Names of "${module}" are imported in braces: \`import { ${name} } from "${module}";\`.`,
      "Without braces the import asks for a default, and the course's modules have none.",
    );
  }
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "type" in value;
}
