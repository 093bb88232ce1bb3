import { boundNames } from "../declarations.ts";
import type { Program, VariableDeclaration } from "../parse.ts";
import { importCode, reexportCode } from "./imports.ts";
import { decoratedNames, isFunction, isNameList, isReexport, type Statement } from "./kinds.ts";
import {
  declaresResource,
  importMetas,
  nestedVariables,
  topLevelAwaits,
  type Range,
  type TopLevelAwaits,
} from "./look.ts";
import { SlicedText } from "./slices.ts";
import type { Transpiled } from "./transpile.ts";

/** Writes the script of a cell, statement by statement. */
export class ScriptWriter {
  readonly out: SlicedText;
  readonly names: string[] = [];
  readonly #js: string;
  readonly #hasResult: boolean;
  readonly #declared: ReadonlySet<string>;
  /** The transpiler brought functions of its own (for decorators): they stay local to the cell. */
  readonly #withHelpers: boolean;
  /** Changes inside statements, in order; `text` learns where in the script it stands. */
  #edits: readonly (Range & { readonly text: (at: number) => string })[] = [];

  constructor({ js, hasHelpers }: Transpiled, declared: ReadonlySet<string>, hasResult: boolean) {
    this.#js = js;
    this.#hasResult = hasResult;
    this.#declared = declared;
    this.#withHelpers = hasHelpers;
    this.out = new SlicedText(js);
  }

  write(program: Program): void {
    if (this.#js.includes("import.meta"))
      this.#edits = importMetas(program).map((range) => ({ ...range, text: () => metaCode }));
    const functions: Statement[] = [];
    const imports: string[] = [];
    const rest: Statement[] = [];
    const renamed: string[] = [];
    for (const statement of program.body) {
      if (isFunction(statement)) functions.push(statement);
      else if (isNameList(statement)) renamed.push(...decoratedNames(statement));
      else if (statement.type === "ImportDeclaration") {
        imports.push(importCode(statement));
        this.names.push(...statement.specifiers.map(({ local }) => local.name));
      } else rest.push(statement);
    }
    const { found, operands } = this.#js.includes("await") ? topLevelAwaits(rest) : noAwaits;
    const awaits = found || imports.length > 0 || rest.some(isReexport);
    this.#edits = [
      ...this.#edits,
      ...operands.flatMap(({ start, end }) => [
        { start, end: start, text: (at: number) => `$wait(${at}, ` },
        { start: end, end, text: () => ")" },
      ]),
    ].sort((one, other) => one.start - other.start);
    const wrapped =
      awaits || this.#withHelpers || (this.#js.includes("using") && rest.some(declaresResource));
    this.out.add('"use strict";');
    const open = awaits ? `(async () => {${waitCode}` : "(() => {";
    if (this.#withHelpers) this.out.add(open);
    for (const statement of functions) this.#function(statement);
    if (wrapped && !this.#withHelpers) this.out.add(open);
    for (const code of imports) this.out.add(code);
    for (const [index, statement] of rest.entries()) {
      const isLast = index === rest.length - 1;
      if (isLast && this.#hasResult) this.out.add(renamed.join(""));
      this.#statement(statement, wrapped && this.#hasResult && isLast);
    }
    if (!this.#hasResult) this.out.add(renamed.join(""));
    if (wrapped) this.out.add("\n})()");
  }

  #function(statement: Statement): void {
    const declaration =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
        ? statement.declaration
        : statement;
    if (declaration?.type !== "FunctionDeclaration" || declaration.id === null) return;
    const { name } = declaration.id;
    // beside the transpiler's helpers a function stays inside, where it sees them
    const isAssigned = this.#withHelpers && this.#declared.has(name);
    if (isAssigned) this.out.add(`${name} = `);
    if (!this.#withHelpers || isAssigned) this.names.push(name);
    this.#copy(declaration.start, declaration.end);
    this.out.add(isAssigned ? ";\n" : "\n");
  }

  #statement(statement: Statement, isReturned: boolean): void {
    switch (statement.type) {
      case "ExportNamedDeclaration":
        if (statement.source) this.out.add(reexportCode(statement.source, statement.attributes));
        else if (statement.declaration) this.#statement(statement.declaration, false);
        return;
      case "ExportAllDeclaration":
        this.out.add(reexportCode(statement.source, statement.attributes));
        return;
      case "ExportDefaultDeclaration": {
        const { declaration } = statement;
        if (declaration.type === "ClassDeclaration" && declaration.id)
          this.#class(declaration.id.name, declaration.start, declaration.end);
        else this.#inParentheses(declaration.start, declaration.end);
        return;
      }
      case "ClassDeclaration":
        if (statement.id) this.#class(statement.id.name, statement.start, statement.end);
        return;
      case "VariableDeclaration":
        if (statement.kind === "using" || statement.kind === "await using")
          this.#resources(statement);
        else this.#variables(statement, false);
        return;
      case "ExpressionStatement":
        if (isReturned) {
          this.out.add("return ");
          this.#inParentheses(statement.expression.start, statement.expression.end);
        } else this.#copy(statement.start, statement.end);
        this.out.add("\n");
        return;
      default:
        this.#block(statement);
    }
  }

  /** `const a = 1, b = 2` → `(a = 1, b = 2);` and in the head of a loop without parentheses and semicolon. */
  #variables(declaration: VariableDeclaration, inHead: boolean): void {
    const parts = declaration.declarations.filter(
      ({ init }) => init !== null || inHead || declaration.kind !== "var",
    );
    const names = declaration.declarations
      .flatMap(({ id }) => boundNames(id))
      .map(({ name }) => name);
    if (this.#withHelpers && !names.some((name) => this.#declared.has(name))) {
      this.#copy(declaration.start, declaration.end);
      return;
    }
    this.names.push(...names);
    if (parts.length === 0) {
      if (!inHead) this.out.add(";");
      return;
    }
    if (!inHead) this.out.add("(");
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.out.add(", ");
      this.#copy(part.start, part.end);
      if (part.init === null && !inHead) this.out.add(" = void 0");
    }
    if (!inHead) this.out.add(");\n");
  }

  /** `using r = open()` stays a local of the cell, which disposes of it at the end; later cells see its value. */
  #resources(declaration: VariableDeclaration): void {
    for (const { id, init } of declaration.declarations) {
      if (id.type !== "Identifier" || init === null) continue;
      this.names.push(id.name);
      this.out.add(`${declaration.kind} $${id.name} = `);
      this.#copy(init.start, init.end);
      this.out.add(`; ${id.name} = $${id.name};\n`);
    }
  }

  #class(name: string, start: number, end: number): void {
    this.names.push(name);
    this.out.add(`${name} = `);
    this.#copy(start, end);
    this.out.add(";\n");
  }

  #inParentheses(start: number, end: number): void {
    this.out.add("(");
    this.#copy(start, end);
    this.out.add(");");
  }

  /** A statement with blocks: only its `var`s, which belong to the whole cell, change. */
  #block(statement: Statement): void {
    let at = statement.start;
    for (const { declaration, inHead } of nestedVariables(statement)) {
      this.#copy(at, declaration.start);
      this.#variables(declaration, inHead);
      at = declaration.end;
    }
    this.#copy(at, statement.end);
    this.out.add("\n");
  }

  /** Copies text of the transpiled cell, with the changes inside it. */
  #copy(start: number, end: number): void {
    let at = start;
    for (const edit of this.#edits) {
      if (edit.start < at || edit.end > end) continue;
      this.out.copy(at, edit.start);
      this.out.add(edit.text(this.out.text.length));
      at = edit.end;
    }
    this.out.copy(at, end);
  }
}

/** `import.meta` has no place in a script. */
const metaCode = 'globalThis["convlab.import.meta"]';
/** What a cell awaits it awaits through the runner, which can stop it there and say where it stood. */
const waitCode = 'const $wait = globalThis["convlab.wait"];';
const noAwaits: TopLevelAwaits = { found: false, operands: [] };
