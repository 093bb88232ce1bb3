// Places of a source file where a small mistake can be made, as a student would make it.
import { parseSync } from "oxc-parser";
import { mistakesAt } from "./mistakes.ts";
import { children, isNode, nameOf, type Node } from "./syntax.ts";

/** An expression of the library, with the texts that a mistake would put in its place. */
export interface Site {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** The top-level declaration that it stands in. */
  readonly owner: string;
  readonly mistakes: readonly string[];
}

/** Functions that refuse what they are given: their conditions are the business of the tests of bad input. */
const refusing = /^(check|refuse|assert|need|fault|explain|describe)/;

/** All places of a TypeScript file, outside its types, its texts and what decides on a refusal. */
export function sitesOf(code: string): readonly Site[] {
  const { program } = parseSync("module.ts", code);
  const sites: Site[] = [];
  const visit = (node: Node, parent: Node, owner: string): void => {
    if (isOutside(node, parent)) return;
    const mistakes = mistakesAt(node, parent, code);
    if (mistakes.length > 0) {
      const line = code.slice(0, node.start).split("\n").length;
      sites.push({ start: node.start, end: node.end, line, owner, mistakes });
    }
    for (const child of children(node)) visit(child, node, owner);
  };
  for (const { owner, node } of declarationsOf(program.body)) {
    if (refusing.test(owner)) continue;
    for (const child of children(node)) visit(child, node, owner);
  }
  return sites;
}

/** Top-level declarations with their names; a `const` that declares several counts for each. */
export function declarationsOf(
  body: readonly unknown[],
): readonly { readonly owner: string; readonly node: Node }[] {
  return body.flatMap((statement) => {
    if (!isNode(statement)) return [];
    const inner = statement["declaration"];
    const declared = statement.type === "ExportNamedDeclaration" && isNode(inner) ? inner : statement; // prettier-ignore
    if (declared.type === "VariableDeclaration")
      return children(declared).map((node) => ({ owner: nameOf(node["id"]), node }));
    return ["FunctionDeclaration", "ClassDeclaration"].includes(declared.type)
      ? [{ owner: nameOf(declared["id"]), node: declared }]
      : [];
  });
}

function isOutside(node: Node, parent: Node): boolean {
  const typed = /^TS(As|Satisfies|NonNull)/;
  if (node.type.startsWith("TS") && !typed.test(node.type)) return true;
  if (["ThrowStatement", "TemplateLiteral", "TemplateElement"].includes(node.type)) return true;
  if (node.type === "NewExpression" && nameOf(node["callee"]).endsWith("Error")) return true;
  if (node.type === "CallExpression" && /^as[A-Z]/.test(nameOf(node["callee"]))) return true;
  if (node.type === "CallExpression" && refusing.test(nameOf(node["callee"]))) return true;
  // a constant behind ?? or in a list that is taken apart fills holes that are not there
  if (
    parent.type === "LogicalExpression" &&
    parent["operator"] === "??" &&
    node === parent["right"]
  )
    // prettier-ignore
    return isConstant(node);
  if (parent.type === "ArrayPattern" && node.type === "AssignmentPattern") return true;
  if (parent.type === "IfStatement" && node === parent["test"]) return throws(parent["consequent"]);
  return (
    (parent.type === "Property" || parent.type === "PropertyDefinition") &&
    node === parent["key"] &&
    parent["computed"] !== true
  );
}

function isConstant(node: Node): boolean {
  if (node.type === "Identifier" || node.type === "MemberExpression") return false;
  const inside = children(node).filter((child) => child !== node["callee"]);
  return inside.every(isConstant);
}

function throws(statement: unknown): boolean {
  if (!isNode(statement)) return false;
  if (statement.type === "ThrowStatement") return true;
  return statement.type === "BlockStatement" && children(statement).some(throws);
}
