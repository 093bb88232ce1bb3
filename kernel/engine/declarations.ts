// The names that a cell declares at its top level: they become the notebook's names.
import type {
  BindingPattern,
  Directive,
  Program,
  Statement,
  VariableDeclaration,
} from "./parse.ts";

export type DeclarationKind =
  | "const"
  | "let"
  | "var"
  | "using"
  | "function"
  | "class"
  | "interface"
  | "type"
  | "enum"
  | "namespace"
  | "import"
  | "import type"
  /** `x = 1` for a name that no cell declared; the first assignment makes it a name of the notebook. */
  | "assignment";

/** One top-level name. All offsets are UTF-16 units into the cell. */
export interface Declaration {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** The identifier. */
  readonly start: number;
  readonly end: number;
  /** The whole statement, with `export` and `declare`. */
  readonly statementStart: number;
  readonly statementEnd: number;
  /** True for `declare …` and for overload signatures: nothing of it exists at run time. */
  readonly ambient: boolean;
}

type Add = (
  id: { name: string; start: number; end: number },
  kind: DeclarationKind,
  ambient?: boolean,
) => void;

/** Every name that the program declares at its top level, in order; a name may come twice (overloads, merging). */
export function topLevelDeclarations(program: Program): Declaration[] {
  const found: Declaration[] = [];
  for (const statement of program.body) {
    const add: Add = (id, kind, ambient = false) =>
      found.push({
        name: id.name,
        kind,
        start: id.start,
        end: id.start + id.name.length, // the node's own end lies behind its type
        statementStart: statement.start,
        statementEnd: statement.end,
        ambient,
      });
    fromStatement(statement, add);
  }
  return found;
}

/** True when the kind lives in the compiler alone. */
export function isTypeOnly(kind: DeclarationKind): boolean {
  return kind === "interface" || kind === "type" || kind === "import type";
}

/** The names inside a binding pattern: `{ a, b: [c, ...d] }` binds a, c and d. */
export function boundNames(
  pattern: BindingPattern,
): { name: string; start: number; end: number }[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) =>
        element === null
          ? []
          : boundNames(element.type === "RestElement" ? element.argument : element),
      );
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === "RestElement" ? property.argument : property.value),
      );
  }
}

function fromStatement(statement: Program["body"][number] | Directive, add: Add): void {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      if (statement.declaration) fromStatement(statement.declaration, add);
      return;
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      if (
        declaration.type === "FunctionDeclaration" ||
        declaration.type === "ClassDeclaration" ||
        declaration.type === "TSInterfaceDeclaration"
      )
        fromStatement(declaration, add);
      return;
    }
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      if (statement.id) add(statement.id, "function", statement.body === null);
      return;
    case "ClassDeclaration":
      if (statement.id) add(statement.id, "class", statement.declare === true);
      return;
    case "VariableDeclaration":
      fromVariables(statement, add);
      return;
    case "TSInterfaceDeclaration":
      add(statement.id, "interface");
      return;
    case "TSTypeAliasDeclaration":
      add(statement.id, "type");
      return;
    case "TSEnumDeclaration":
      add(statement.id, "enum", statement.declare === true);
      return;
    case "TSModuleDeclaration":
      if (statement.id.type === "Identifier") add(statement.id, "namespace", statement.declare);
      else if (statement.id.type === "TSQualifiedName") {
        let left = statement.id.left;
        while (left.type === "TSQualifiedName") left = left.left;
        if (left.type === "Identifier") add(left, "namespace", statement.declare);
      }
      return;
    case "ImportDeclaration":
      for (const specifier of statement.specifiers) {
        const typed =
          statement.importKind === "type" ||
          (specifier.type === "ImportSpecifier" && specifier.importKind === "type");
        add(specifier.local, typed ? "import type" : "import");
      }
      return;
    case "TSImportEqualsDeclaration":
      add(statement.id, statement.importKind === "type" ? "import type" : "import");
      return;
    case "ExpressionStatement": {
      const { expression } = statement;
      if (
        expression.type === "AssignmentExpression" &&
        expression.operator === "=" &&
        expression.left.type === "Identifier"
      )
        add(expression.left, "assignment");
      return;
    }
    default:
      nestedVars(statement, add);
  }
}

function fromVariables(declaration: VariableDeclaration, add: Add): void {
  const kind = declaration.kind === "await using" ? "using" : declaration.kind;
  for (const { id } of declaration.declarations)
    for (const bound of boundNames(id)) add(bound, kind, declaration.declare === true);
}

/** `var` inside blocks and loops belongs to the whole cell. */
function nestedVars(node: unknown, add: Add): void {
  if (typeof node !== "object" || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) nestedVars(item, add);
    return;
  }
  const { type } = node as { type?: unknown };
  if (typeof type !== "string" || !holdsStatements.has(type)) return;
  const statement = node as Statement;
  if (statement.type === "VariableDeclaration") {
    if (statement.kind === "var") fromVariables(statement, add);
    return;
  }
  for (const child of Object.values(node)) nestedVars(child, add);
}

const holdsStatements: ReadonlySet<string> = new Set([
  "BlockStatement",
  "CatchClause",
  "DoWhileStatement",
  "ForInStatement",
  "ForOfStatement",
  "ForStatement",
  "IfStatement",
  "LabeledStatement",
  "SwitchCase",
  "SwitchStatement",
  "TryStatement",
  "VariableDeclaration",
  "WhileStatement",
]);
