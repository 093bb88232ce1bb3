// What the compiler knows of one notebook: its folder, the declarations so far, and the cell in question.
import type { EngineOptions } from "../contract.ts";
import { installation } from "../installation.ts";
import type { ParsedCell } from "../parse.ts";
import { type CellDocument, cellDocument } from "./cell-document.ts";
import type { Draft } from "./draft.ts";
import { History } from "./history/history.ts";
import { opaque } from "./history/declaration.ts";
import { declarationsOf } from "./history/units.ts";
import { KnownAnswers } from "./known-answers.ts";
import { findCompiler } from "./lsp/executable.ts";
import { LanguageServer } from "./lsp/server.ts";
import { NoAnswer } from "./lsp/watchdog.ts";
import type { Question } from "./question.ts";
import { documentNames, WorkspaceFolder } from "./workspace/folder.ts";
import { ImportIndex } from "./workspace/import-index.ts";
import { Surroundings } from "./workspace/surroundings.ts";

const defaultLimit = 5_000; // ms
const memoryLimit = 768 * 2 ** 20; // bytes
const emptyDocument = "export {};\n";
const warmUpLimit = 30_000; // ms

/** One notebook as the compiler sees it. */
export class Notebook {
  readonly history: History = new History();
  readonly folder: WorkspaceFolder;
  /** What could be imported. */
  readonly imports: ImportIndex;
  readonly #server: LanguageServer;
  /** Cells that the compiler could not digest: their declarations stay opaque. */
  readonly #indigestible = new WeakSet<ParsedCell>();
  readonly #learned = new WeakMap<ParsedCell, ReadonlyMap<string, string>>();
  readonly #answers = new KnownAnswers();
  readonly #surroundings: Surroundings;

  private constructor(options: EngineOptions, folder: WorkspaceFolder, executable: string) {
    this.folder = folder;
    this.imports = new ImportIndex(folder, options.allowedImports);
    this.#surroundings = new Surroundings(options.directory, folder, executable);
    this.#server = new LanguageServer({
      executable,
      folder: folder.path,
      memoryLimit,
      ended: () => this.#answers.forget(), // the next one reads all files again
    });
    for (const name of documentNames) this.#set(name, emptyDocument);
    this.#setHistory();
  }

  /** Opens a notebook, or returns undefined where no compiler is installed for this machine. */
  static open(options: EngineOptions): Notebook | undefined {
    const folder = new WorkspaceFolder(options);
    const executable = findCompiler(installation);
    if (executable !== undefined) return new Notebook(options, folder, executable);
    folder.remove();
    return undefined;
  }

  /** Starts the compiler and lets it read its libraries. */
  async warm(): Promise<void> {
    const textDocument = { uri: this.folder.uri("cell.ts") };
    await this.#server.request("textDocument/diagnostic", { textDocument }, warmUpLimit);
  }

  /**
   * Asks about a draft; what the compiler has said already, and would say again, is not asked.
   *
   * @returns the answer with the document that it is about
   * @throws NoAnswer
   */
  async ask(
    draft: Draft,
    question: Question,
  ): Promise<{ answer: unknown; document: CellDocument }> {
    await this.#makeVisible(draft.specifiers);
    const name = `cell.${draft.lang}`;
    const textDocument = { uri: this.folder.uri(name) };
    let document = cellDocument(draft, this.history);
    const { method, limit = defaultLimit, patience } = question;
    const known = this.#answers.find(name, question, document);
    if (known !== undefined) {
      this.history.prove(); // of the same texts
      return { answer: known.answer, document };
    }
    const signal = patience === undefined ? question.signal : AbortSignal.timeout(patience);
    for (;;) {
      try {
        let keep: (answer: unknown) => void = () => undefined;
        const answer = await this.#server.request(
          method,
          () => {
            document = cellDocument(draft, this.history);
            keep = this.#answers.asked(name, question, document);
            this.#set(name, document.text);
            return { textDocument, ...question.params(document) };
          },
          limit,
          signal,
        );
        keep(answer);
        this.history.prove();
        return { answer, document };
      } catch (error) {
        this.#set(name, emptyDocument);
        // Declarations that came without a check may be what the compiler chokes on: once more without them.
        const isRefused = error instanceof NoAnswer && error.reason !== "gone";
        if (!isRefused || question.isDraft === true || !this.history.quarantine()) {
          if (isRefused) this.#warmAgain();
          throw error;
        }
        this.#setHistory();
      }
    }
  }

  /** The compiler could not digest this cell: its names are known, their types are not. */
  markIndigestible(cell: ParsedCell): void {
    this.#indigestible.add(cell);
  }

  /** The types of variables whose own text does not tell them. */
  learn(cell: ParsedCell, types: ReadonlyMap<string, string>): void {
    this.#learned.set(cell, types);
  }

  /** What the user is to be told besides the findings of a check; once for each state of the tsconfig.json. */
  takeNotice(): Promise<string | undefined> {
    return this.#surroundings.takeNotice();
  }

  /** Adds what a cell declares to what later cells see. */
  commit(cell: ParsedCell): void {
    const declarations = declarationsOf(cell.code, cell.program, this.#learned.get(cell));
    if (declarations.length === 0) return;
    this.history.commit(
      this.#indigestible.has(cell) ? declarations.map(({ names }) => opaque(names)) : declarations,
    );
    this.#setHistory();
  }

  async close(): Promise<void> {
    await this.#server.dispose();
    this.folder.remove();
  }

  /** While the cell runs unchecked, the next compiler reads its libraries. */
  #warmAgain(): void {
    this.warm().catch(() => undefined); // whoever asks next hears of it
  }

  /** Makes what a draft imports visible, and tells the compiler of files that changed since it read them. */
  async #makeVisible(specifiers: readonly string[]): Promise<void> {
    const { usesNode } = this.#surroundings;
    const changes = this.#surroundings.look(specifiers);
    if (this.#surroundings.usesNode !== usesNode) this.#setHistory();
    if (changes.length === 0) return;
    this.#answers.forget();
    await this.#server.filesChanged(changes);
  }

  #setHistory(): void {
    for (const { module, text } of this.history.takeChanges()) this.#set(`${module}.ts`, text);
    const node = this.#surroundings.usesNode
      ? `/// <reference types="node" />`
      : `/// <reference path=${JSON.stringify(this.folder.declarations("node.d.ts"))} />`;
    // Named here, the modules belong to the project from the start, also those that no cell uses.
    const modules = this.history.modules.map((module) => `import "./${module}";`);
    this.#set("history.ts", [node, ...modules, emptyDocument].join("\n"));
  }

  #set(name: string, text: string): void {
    const language = name.endsWith("x") ? "typescriptreact" : "typescript";
    const isChanged = this.#server.setDocument(this.folder.uri(name), language, text);
    if (isChanged && !name.startsWith("cell.")) this.#answers.forget();
  }
}
