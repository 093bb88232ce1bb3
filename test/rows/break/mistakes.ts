// The mistakes that can be made at one expression: a sign, a neighbour in a comparison, one too many, the other branch.
import { isNode, nameOf, type Node } from "./syntax.ts";

const operators: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "&&": ["||"],
  "||": ["&&"],
  "+=": ["-=", "="],
  "-=": ["+="],
  "*=": ["/="],
  "/=": ["*="],
};

const functions: Readonly<Record<string, string>> = {
  max: "min",
  min: "max",
  floor: "ceil",
  ceil: "floor",
  round: "floor",
  sqrt: "cbrt",
  exp: "expm1",
  log: "log1p",
  abs: "cbrt",
  tanh: "atan",
  cos: "sin",
  sin: "cos",
};

/** Texts that a mistake would put in the node's place; none where the node is not of a kind that is changed. */
export function mistakesAt(node: Node, parent: Node, code: string): readonly string[] {
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
    case "AssignmentExpression":
      // a loop that never ends says little about a test
      if (parent.type === "ForStatement" && node === parent["update"]) return [];
      return withOtherOperator(node, parent, code);
    case "Literal":
      // −1 for "nowhere" is as good as −2; the sign is a place of its own
      if (parent.type === "UnaryExpression") return [];
      return typeof node["value"] === "number" ? [otherNumber(node["value"])] : [];
    case "CallExpression":
      return withOtherFunction(node, code);
    case "ConditionalExpression":
      return withBranchesSwapped(node, code);
    case "UnaryExpression":
      return isNode(node["argument"]) && ["-", "!"].includes(String(node["operator"]))
        ? [`(${textOf(node["argument"], code)})`]
        : [];
    default:
      return [];
  }
}

const textOf = (node: Node, code: string): string => code.slice(node.start, node.end);

function withOtherOperator(node: Node, parent: Node, code: string): readonly string[] {
  const { left, right } = node;
  const operator = String(node["operator"]);
  if (!isNode(left) || !isNode(right) || [left, right].some(isText)) return [];
  const [before, after] = [code.slice(node.start, left.end), code.slice(right.start, node.end)];
  const between = code.slice(left.end, right.start);
  // one round too few: one too many mostly reads and writes beyond the end, which typed arrays let pass
  if (operator === "<" && parent.type === "ForStatement")
    return [`(${before}${between}${after} - 1)`];
  return (operators[operator] ?? []).map(
    (other) => `(${before}${between.replace(operator, other)}${after})`,
  );
}

function isText(node: Node): boolean {
  return node.type === "TemplateLiteral" || typeof node["value"] === "string";
}

function otherNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return String(value * 1000);
  return Number.isInteger(value) ? String(value + 1) : String(value * 1.1);
}

function withOtherFunction(node: Node, code: string): readonly string[] {
  const { callee } = node;
  if (!isNode(callee) || callee.type !== "MemberExpression") return [];
  if (nameOf(callee["object"]) !== "Math") return [];
  const other = functions[nameOf(callee["property"])];
  return other === undefined ? [] : [`Math.${other}${code.slice(callee.end, node.end)}`];
}

function withBranchesSwapped(node: Node, code: string): readonly string[] {
  const { test, consequent, alternate } = node;
  if (!isNode(test) || !isNode(consequent) || !isNode(alternate)) return [];
  const [a, b] = [textOf(consequent, code), textOf(alternate, code)];
  return [`((${textOf(test, code)}) ? (${b}) : (${a}))`];
}
