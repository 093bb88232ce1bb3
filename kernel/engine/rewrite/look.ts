// Questions about a tree that the rewriter asks before it writes.
import type { Program, VariableDeclaration } from "../parse.ts";
import type { Statement } from "./kinds.ts";

type Node = { readonly type: string; readonly start: number; readonly end: number };

/** What is awaited outside every function, in order. */
export interface TopLevelAwaits {
  /** False: the script need not be an async function. */
  readonly found: boolean;
  /** The operands of `await`, and what `for await` goes through. */
  readonly operands: readonly Awaited[];
}

/** Something that is awaited; `isLoop`: once for each turn. */
interface Awaited extends Range {
  readonly isLoop: boolean;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Looks for `await`, `for await` and `await using` outside functions. */
export function topLevelAwaits(statements: readonly Statement[]): TopLevelAwaits {
  let found = false;
  const operands: Awaited[] = [];
  const visit = (node: Node): void => {
    if (isFunctionLike(node)) return;
    const { argument, await: isAwaited, kind, right } = node as Awaiting;
    if (node.type === "AwaitExpression" && isNode(argument)) {
      found = true;
      operands.push({ start: argument.start, end: argument.end, isLoop: false });
    }
    if (node.type === "ForOfStatement" && isAwaited === true && isNode(right)) {
      found = true;
      operands.push({ start: right.start, end: right.end, isLoop: true });
    }
    found ||= node.type === "VariableDeclaration" && kind === "await using";
    for (const child of children(node)) visit(child);
  };
  for (const statement of statements) visit(statement);
  return { found, operands };
}

interface Awaiting {
  readonly argument?: unknown;
  readonly right?: unknown;
  readonly await?: boolean;
  readonly kind?: string;
}

/** True for `using r = …` at the top of the cell. */
export function declaresResource(statement: Statement): boolean {
  return (
    statement.type === "VariableDeclaration" &&
    (statement.kind === "using" || statement.kind === "await using")
  );
}

/** Every `import.meta`, in order. */
export function importMetas(program: Program): Range[] {
  const found: Range[] = [];
  const visit = (node: unknown): void => {
    for (const child of children(node)) {
      if (child.type === "MetaProperty" && (child as { meta?: Named }).meta?.name === "import")
        found.push({ start: child.start, end: child.end });
      visit(child);
    }
  };
  visit(program);
  return found.sort((one, other) => one.start - other.start);
}

/** The `var` declarations in the blocks and loop heads of a statement, in order, outside functions. */
export function nestedVariables(
  statement: Statement,
): { declaration: VariableDeclaration; inHead: boolean }[] {
  const found: { declaration: VariableDeclaration; inHead: boolean }[] = [];
  const visit = (node: Node): void => {
    for (const child of children(node)) {
      if (isFunctionLike(child)) continue;
      if (child.type === "VariableDeclaration") {
        const declaration = child as VariableDeclaration;
        const heads = node as { init?: unknown; left?: unknown };
        if (declaration.kind === "var")
          found.push({ declaration, inHead: heads.init === child || heads.left === child });
      } else visit(child);
    }
  };
  visit(statement);
  return found.sort((one, other) => one.declaration.start - other.declaration.start);
}

interface Named {
  readonly name?: string;
}

function children(node: unknown): Node[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { type?: unknown }).type === "string"
  );
}

function isFunctionLike(node: Node): boolean {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression" ||
    node.type === "PropertyDefinition" ||
    node.type === "StaticBlock"
  );
}
