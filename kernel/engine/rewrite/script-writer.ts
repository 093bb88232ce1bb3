import type { Program, VariableDeclaration } from "../parse.ts";
import { beginDeclare, declareCode, endDeclare } from "./declare.ts";
import { EditedText } from "./edited-text.ts";
import { importCode, reexportCode } from "./imports.ts";
import {
  decoratedNames,
  isBareVar,
  isFunction,
  isNameList,
  isReexport,
  type Statement,
} from "./kinds.ts";
import {
  declaresResource,
  importMetas,
  nestedVariables,
  topLevelAwaits,
  type TopLevelAwaits,
} from "./look.ts";
import type { Transpiled } from "./transpile.ts";
import { namesOf, writeVariables } from "./variables.ts";

/** What the writer is told of the cell. */
export interface CellFacts {
  /** The names that the cell declares at its top. */
  readonly declared: ReadonlySet<string>;
  /** Those that start from nothing and are then added to. */
  readonly merging: readonly string[];
  /** The cell ends in an expression. */
  readonly hasResult: boolean;
}

/** Writes the script of a cell, statement by statement. */
export class ScriptWriter {
  readonly out: EditedText;
  /** Names that exist from the script's start. */
  readonly hoisted: Set<string>;
  readonly #js: string;
  readonly #facts: CellFacts;
  /** The transpiler brought functions of its own (for decorators): they stay local to the cell. */
  readonly #withHelpers: boolean;

  constructor({ js, hasHelpers }: Transpiled, facts: CellFacts) {
    this.#js = js;
    this.#facts = facts;
    this.hoisted = new Set(facts.merging);
    this.#withHelpers = hasHelpers;
    this.out = new EditedText(js);
  }

  write(program: Program): void {
    if (this.#js.includes("import.meta"))
      this.out.edit(importMetas(program).map((range) => ({ ...range, text: () => metaCode })));
    const functions: Statement[] = [];
    const imports: string[] = [];
    const rest: Statement[] = [];
    const renamed: string[] = [];
    for (const statement of program.body) {
      if (isFunction(statement)) functions.push(statement);
      else if (isNameList(statement)) renamed.push(...decoratedNames(statement));
      else if (statement.type === "ImportDeclaration") {
        imports.push(importCode(statement));
      } else if (!this.#withHelpers || !isBareVar(statement)) rest.push(statement);
    }
    const { found, operands } = this.#js.includes("await") ? topLevelAwaits(rest) : noAwaits;
    const awaits = found || imports.length > 0 || rest.some(isReexport);
    this.out.edit(
      operands.flatMap(({ start, end, isLoop }) => [
        {
          start,
          end: start,
          text: (at: number) => (isLoop ? `convlab$each(${at}, ` : `$wait(${at}, `),
        },
        { start: end, end, text: () => ")" },
      ]),
    );
    const { hasResult, merging } = this.#facts;
    const wrapped =
      awaits || this.#withHelpers || (this.#js.includes("using") && rest.some(declaresResource));
    this.out.add('"use strict";');
    const open = awaits ? `(async () => {${waitCode}` : "(() => {";
    if (this.#withHelpers) this.out.add(open);
    for (const statement of functions) this.#function(statement);
    for (const name of merging) this.out.add(`${name} = void 0;`);
    if (wrapped && !this.#withHelpers) this.out.add(open);
    for (const code of imports) this.out.add(code);
    for (const [index, statement] of rest.entries()) {
      const isLast = index === rest.length - 1;
      if (isLast && hasResult) this.out.add(renamed.join(""));
      this.#statement(statement, wrapped && hasResult && isLast);
    }
    if (!hasResult) this.out.add(renamed.join(""));
    if (wrapped) this.out.add("\n})()");
  }

  #function(statement: Statement): void {
    const declaration =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
        ? statement.declaration
        : statement;
    if (declaration?.type !== "FunctionDeclaration" || declaration.id === null) return;
    const { id, start, end } = declaration;
    // beside the transpiler's helpers a function stays inside, where it sees them
    if (this.#withHelpers && !this.#facts.declared.has(id.name)) {
      this.out.copy(start, end);
      return this.out.add("\n");
    }
    this.hoisted.add(id.name);
    this.out.add(`${id.name} = `);
    // without its own name inside, it calls the newest version of itself
    this.out.copy(start, id.start);
    this.out.copy(id.end, end);
    this.out.add(";\n");
  }

  #statement(statement: Statement, isReturned: boolean): void {
    this.out.mark(statement.start);
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
        } else this.out.copy(statement.start, statement.end);
        this.out.add("\n");
        return;
      default:
        this.#block(statement);
    }
  }

  #variables(declaration: VariableDeclaration, inHead: boolean): void {
    const names = namesOf(declaration);
    if (this.#withHelpers && !names.some((name) => this.#facts.declared.has(name))) {
      this.out.copy(declaration.start, declaration.end);
      return;
    }
    if (declaration.kind === "var") for (const name of names) this.hoisted.add(name);
    writeVariables(declaration, inHead, this.out);
  }

  /** `using r = open()` stays a local of the cell, which disposes of it at the end; later cells see its value. */
  #resources(declaration: VariableDeclaration): void {
    for (const { id, init } of declaration.declarations) {
      if (id.type !== "Identifier" || init === null) continue;
      this.out.add(`${declaration.kind} $${id.name} = `);
      this.out.copy(init.start, init.end);
      this.out.add(`; ${declareCode([id.name])}; ${id.name} = $${id.name};\n`);
    }
  }

  #class(name: string, start: number, end: number): void {
    this.out.add(`${name} = ${beginDeclare}`);
    this.out.copy(start, end);
    this.out.add(`${endDeclare([name])};\n`);
  }

  #inParentheses(start: number, end: number): void {
    this.out.add("(");
    this.out.copy(start, end);
    this.out.add(");");
  }

  /** A statement with blocks: only its `var`s, which belong to the whole cell, change. */
  #block(statement: Statement): void {
    let at = statement.start;
    for (const { declaration, inHead } of nestedVariables(statement)) {
      this.out.copy(at, declaration.start);
      this.#variables(declaration, inHead);
      at = declaration.end;
    }
    this.out.copy(at, statement.end);
    this.out.add("\n");
  }
}

/** `import.meta` has no place in a script. */
const metaCode = "convlab$meta";
/** What a cell awaits it awaits through the runner, which can stop it there and say where it stood. */
const waitCode = "const $wait = convlab$wait;";
const noAwaits: TopLevelAwaits = { found: false, operands: [] };
