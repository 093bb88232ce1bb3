// Cuts a cell into its top-level declarations, each of which lives, is replaced and is forgotten on its own.
import { boundNames, topLevelDeclarations } from "../../declarations.ts";
import type {
  Expression,
  ImportDeclaration,
  ModuleExportName,
  Program,
  VariableDeclaration,
  VariableDeclarator,
} from "../../parse.ts";
import { containsJsx, findReferences, type Reference } from "./references.ts";

/** A declared name and where it lives: as a value, as a type, or (a class, an enum, an import) as both. */
export interface DeclaredName {
  readonly name: string;
  readonly value: boolean;
  readonly type: boolean;
}

/** What kind of value a name is, for the line that brings it into a later cell. */
type Binding = "let" | "const" | "other";

/** One top-level declaration of a cell: its text without `export`, and the names it declares and mentions. */
export interface Declaration {
  readonly names: readonly DeclaredName[];
  readonly text: string;
  readonly references: readonly Reference[];
  readonly binding: Binding;
  /**
   * True: a value that was computed once, so its type is that of the moment. False: a function, class or type, which
   * follows later redeclarations of the names it mentions, as it does when it runs.
   */
  readonly computed: boolean;
  /** `x = 1` for a name that nobody declared: it counts only where the name is still free. */
  readonly created?: boolean;
}

type Statement = Program["body"][number];

/** The top-level declarations of a cell; overloads and merged declarations of one name are one. */
export function declarationsOf(code: string, program: Program): Declaration[] {
  const found = program.body.flatMap((statement) => {
    const comment = documentationBefore(code, statement.start);
    const declarations = fromStatement(code, program, statement);
    // The history is plain TypeScript: a tag in it would spoil all that follows.
    if (containsJsx(statement)) return declarations.map(({ names }) => opaque(names));
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

function fromStatement(code: string, program: Program, statement: Statement): Declaration[] {
  switch (statement.type) {
    case "ImportDeclaration":
      return fromImport(statement);
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
    case "TSModuleDeclaration":
      return statement.id.type === "Identifier"
        ? [named(code, statement, statement.id.name, true, true)]
        : [];
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

/**
 * `let best = null`, `const losses = []`: the compiler finds the type from later assignments in the same cell, which the
 * next cell does not have; without an annotation it would be `null` or `never[]` there.
 */
function looseType(init: VariableDeclarator["init"]): string | undefined {
  if (init === null || (init.type === "Literal" && init.value === null && init.raw === "null")) {
    return "any";
  }
  if (init.type === "Identifier" && init.name === "undefined") return "any";
  return init.type === "ArrayExpression" && init.elements.length === 0 ? "any[]" : undefined;
}

function annotated(
  text: string,
  references: readonly Reference[],
  at: number,
  type: string,
): Pick<Declaration, "text" | "references"> {
  const insert = `: ${type}`;
  return {
    text: text.slice(0, at) + insert + text.slice(at),
    references: references.map((reference) =>
      reference.start < at ? reference : { ...reference, start: reference.start + insert.length },
    ),
  };
}

function fromImport({ specifiers, source, importKind }: ImportDeclaration): Declaration[] {
  const from = ` from ${JSON.stringify(source.value)};`;
  return specifiers.map((specifier) => {
    const name = specifier.local.name;
    const isTypeOnly =
      importKind === "type" ||
      (specifier.type === "ImportSpecifier" && specifier.importKind === "type");
    const keyword = isTypeOnly ? "import type " : "import ";
    const [before, after] =
      specifier.type === "ImportNamespaceSpecifier"
        ? [`${keyword}* as `, ""]
        : [`${keyword}{ ${importedName(specifier)} as `, " }"];
    return {
      names: [{ name, value: true, type: true }],
      text: before + name + after + from,
      references: [{ name, start: before.length, shorthand: false }],
      binding: "other",
      computed: false,
    };
  });
}

function importedName(
  specifier: Exclude<ImportDeclaration["specifiers"][number], { type: "ImportNamespaceSpecifier" }>,
): string {
  return specifier.type === "ImportSpecifier" ? exportName(specifier.imported) : "default";
}

function exportName(name: ModuleExportName): string {
  return name.type === "Literal" ? JSON.stringify(name.value) : name.name;
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

/** A declaration of names whose types are unknown. */
export function opaque(names: readonly DeclaredName[]): Declaration {
  const parts = names.flatMap(({ name, value, type }) => [
    ...(value ? [`declare let ${name}: any;`] : []),
    // However many type arguments it takes.
    ...(type ? [`type ${name}<A = any, B = any, C = any, D = any> = any;`] : []),
  ]);
  return { names, text: parts.join(" "), references: [], binding: "let", computed: true };
}

function cut(
  code: string,
  start: number,
  end: number,
  references: readonly Reference[],
): Pick<Declaration, "text" | "references"> {
  return {
    text: code.slice(start, end),
    references: references.map((reference) => ({ ...reference, start: reference.start - start })),
  };
}

function prefixed(
  prefix: string,
  { text, references }: Pick<Declaration, "text" | "references">,
): Pick<Declaration, "text" | "references"> {
  return {
    text: prefix + text,
    references: references.map((reference) => ({
      ...reference,
      start: reference.start + prefix.length,
    })),
  };
}

function mergeSameNames(declarations: readonly Declaration[]): Declaration[] {
  const merged: Declaration[] = [];
  for (const declaration of declarations) {
    const index = merged.findIndex(({ names }) =>
      names.some(({ name }) => declaration.names.some((other) => other.name === name)),
    );
    const earlier = merged[index];
    if (earlier === undefined) merged.push(declaration);
    else merged[index] = join(earlier, declaration);
  }
  return merged;
}

function join(first: Declaration, second: Declaration): Declaration {
  const prefix = `${first.text}\n`;
  const moved = prefixed(prefix, second);
  const names = new Map(first.names.map((name) => [name.name, name]));
  for (const { name, value, type } of second.names) {
    const known = names.get(name);
    names.set(name, {
      name,
      value: value || known?.value === true,
      type: type || known?.type === true,
    });
  }
  return {
    names: [...names.values()],
    text: moved.text,
    references: [...first.references, ...moved.references],
    binding: first.binding === second.binding ? first.binding : "other",
    computed: first.computed || second.computed,
  };
}
