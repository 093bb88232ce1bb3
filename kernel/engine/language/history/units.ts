// Cuts a cell into its top-level declarations, each of which lives, is replaced and is forgotten on its own.
import { boundNames, topLevelDeclarations } from "../../declarations.ts";
import {
  type BindingIdentifier,
  type Expression,
  parseCell,
  type Program,
  type VariableDeclaration,
  type VariableDeclarator,
} from "../../parse.ts";
import { cut, type Declaration, mergeSameNames, opaque, prefixed } from "./declaration.ts";
import { declarationsOfImport } from "./import-declarations.ts";
import { annotated, isLargeValue, looseType } from "./loose-types.ts";
import { containsJsx, findReferences } from "./references.ts";

type Statement = Program["body"][number];

/**
 * The top-level declarations of a cell; overloads and merged declarations of one name are one.
 *
 * @param learned types that the compiler found for variables whose own text does not tell
 */
export function declarationsOf(
  code: string,
  program: Program,
  learned: ReadonlyMap<string, string> = new Map(),
): Declaration[] {
  const found = program.body.flatMap((statement) => {
    const comment = documentationBefore(code, statement.start);
    const declarations = fromStatement(code, program, statement).map((declaration) =>
      withLearnedType(declaration, learned),
    );
    // The history is plain TypeScript: a tag in it would spoil all that follows. What a type stands for is enough.
    if (containsJsx(statement))
      return declarations.map((declaration) =>
        declaration.names.every(({ name }) => learned.has(name))
          ? declaration
          : opaque(declaration.names),
      );
    return declarations.map((declaration) => ({
      ...declaration,
      ...prefixed(comment, declaration),
    }));
  });
  return mergeSameNames(found);
}

/** The `/** … *\/` right above a statement: a later cell's tooltip shows it. */
function documentationBefore(code: string, start: number): string {
  const before = code.slice(0, start).trimEnd();
  if (!before.endsWith("*/")) return "";
  const opening = before.lastIndexOf("/*");
  return before.startsWith("/**", opening) ? `${before.slice(opening)}\n` : "";
}

/** `const losses = []` with the type that the cell gave it. */
function withLearnedType(
  declaration: Declaration,
  learned: ReadonlyMap<string, string>,
): Declaration {
  const [{ name } = { name: "" }] = declaration.names;
  const type = learned.get(name);
  if (type === undefined) return declaration;
  const { code, program } = parseCell(`declare const ${name}: ${type}`);
  const { binding } = declaration;
  return declarationsOf(code, program).map((typed) => ({ ...typed, binding }))[0] ?? declaration;
}

function fromStatement(code: string, program: Program, statement: Statement): Declaration[] {
  switch (statement.type) {
    case "ImportDeclaration":
      return declarationsOfImport(statement);
    case "ExportNamedDeclaration":
      return statement.declaration ? fromStatement(code, program, statement.declaration) : [];
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      const isNamed =
        (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") &&
        declaration.id;
      return isNamed ? fromStatement(code, program, declaration) : [];
    }
    case "VariableDeclaration":
      return statement.declarations.map((declarator) => fromVariable(code, statement, declarator));
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return statement.id ? [named(code, statement, statement.id.name, true, false)] : [];
    case "ClassDeclaration":
      return statement.id ? [named(code, statement, statement.id.name, true, true)] : [];
    case "TSEnumDeclaration":
    case "TSImportEqualsDeclaration":
      return [named(code, statement, statement.id.name, true, true)];
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return [named(code, statement, statement.id.name, false, true)];
    case "TSModuleDeclaration": {
      let { id } = statement;
      while (id.type === "TSQualifiedName" && id.left.type !== "ThisExpression") id = id.left;
      return id.type === "Identifier" ? [named(code, statement, id.name, true, true)] : [];
    }
    default:
      return otherNames(code, program, statement);
  }
}

function named(
  code: string,
  node: Statement,
  name: string,
  value: boolean,
  type: boolean,
): Declaration {
  return {
    names: [{ name, value, type }],
    ...cut(code, node.start, node.end, findReferences(node)),
    binding: "other",
    computed: false,
  };
}

function fromVariable(
  code: string,
  { kind, declare }: VariableDeclaration,
  declarator: VariableDeclarator,
): Declaration {
  const { id, init } = declarator;
  const bound = boundNames(id).map(({ name }) => name);
  const isConstant = kind === "const" || kind === "using" || kind === "await using";
  // With a type beside it, a large value tells the compiler nothing more.
  const isKnownByType = id.type === "Identifier" && id.typeAnnotation && isLargeValue(init);
  if (isKnownByType) return typedAlone(code, id, isConstant);
  const body = cut(code, declarator.start, declarator.end, findReferences(declarator));
  const keyword = `${declare === true ? "declare " : ""}${isConstant ? "const" : kind} `;
  const { text, references } = prefixed(keyword, body);
  const loose = id.type === "Identifier" && !id.typeAnnotation ? looseType(init) : undefined;
  const isFunction =
    isConstant &&
    (init?.type === "ArrowFunctionExpression" ||
      init?.type === "FunctionExpression" ||
      init?.type === "ClassExpression");
  return {
    names: bound.map((name) => ({ name, value: true, type: false })),
    ...(loose === undefined || id.type !== "Identifier"
      ? { text, references }
      : annotated(text, references, keyword.length + id.name.length, loose)),
    binding: isConstant ? "const" : "let",
    computed: !isFunction,
  };
}

function typedAlone(code: string, id: BindingIdentifier, isConstant: boolean): Declaration {
  const binding = isConstant ? "const" : "let";
  const body = cut(code, id.start, id.end, findReferences(id));
  return {
    names: [{ name: id.name, value: true, type: false }],
    ...prefixed(`declare ${binding} `, body),
    binding,
    computed: true,
  };
}

/** `var` in a block or a loop reaches the top level; its type is not worth more than `any`. `x = 1` may create a name. */
function otherNames(code: string, program: Program, statement: Statement): Declaration[] {
  if (statement.type === "ExpressionStatement") return created(code, statement.expression);
  const found = topLevelDeclarations({ ...program, body: [statement] });
  const names = new Set(found.map(({ name }) => name));
  return [...names].map((name) => opaque([{ name, value: true, type: false }]));
}

function created(code: string, expression: Expression): Declaration[] {
  if (expression.type !== "AssignmentExpression" || expression.operator !== "=") return [];
  const { left, right } = expression;
  if (left.type !== "Identifier" || left.name in globalThis) return [];
  const names = [{ name: left.name, value: true, type: false }];
  if (looseType(right) !== undefined) return [{ ...opaque(names), created: true }];
  const body = cut(code, expression.start, expression.end, findReferences(expression));
  return [{ names, ...prefixed("let ", body), binding: "let", computed: true, created: true }];
}
