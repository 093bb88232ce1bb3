// What the compiler knows of one notebook: its folder, the declarations so far, and the cell in question.
import { isBuiltin } from "node:module";
import type { EngineOptions } from "../contract.ts";
import { installation } from "../installation.ts";
import type { ParsedCell } from "../parse.ts";
import { type CellDocument, cellDocument } from "./cell-document.ts";
import type { Draft } from "./draft.ts";
import { History } from "./history/history.ts";
import { opaque } from "./history/declaration.ts";
import { declarationsOf } from "./history/units.ts";
import { findCompiler } from "./lsp/executable.ts";
import { LanguageServer } from "./lsp/server.ts";
import { NoAnswer } from "./lsp/watchdog.ts";
import { configProblems } from "./workspace/config-problems.ts";
import { documentNames, WorkspaceFolder } from "./workspace/folder.ts";
import { ImportIndex } from "./workspace/import-index.ts";
import { packageOf } from "./workspace/packages.ts";
import { type FileChange, WatchedFiles } from "./workspace/watched-files.ts";

/** A question about a draft, asked of the compiler. */
export interface Question {
  readonly method: string;
  readonly params: (document: CellDocument) => object;
  /** Longest wait in ms before the compiler is ended; the questions of an editor give up sooner, by `signal`. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  /** True: the text is being typed, so whatever the compiler chokes on is in it, not in earlier cells. */
  readonly isDraft?: boolean;
}

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
  readonly #directory: string;
  readonly #files = new WatchedFiles();
  readonly #executable: string;
  /** What is wrong with the tsconfig.json, until somebody has been told. */
  #configNotice: Promise<string | undefined> | undefined;
  /** True once a cell imported `node:…`: the full declarations of Node replace the short ones. */
  #usesNode = false;

  private constructor(options: EngineOptions, folder: WorkspaceFolder, executable: string) {
    this.folder = folder;
    this.#directory = options.directory;
    if (folder.config !== undefined) this.#files.add(folder.config);
    this.imports = new ImportIndex(folder, options.allowedImports);
    this.#executable = executable;
    this.#readConfig();
    this.#server = new LanguageServer({ executable, folder: folder.path, memoryLimit });
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
   * Asks about a draft.
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
    const { method, limit = defaultLimit, signal } = question;
    for (;;) {
      try {
        const answer = await this.#server.request(
          method,
          () => {
            document = cellDocument(draft, this.history);
            this.#set(name, document.text);
            return { textDocument, ...question.params(document) };
          },
          limit,
          signal,
        );
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
  async takeNotice(): Promise<string | undefined> {
    const notice = this.#configNotice;
    this.#configNotice = undefined;
    return notice;
  }

  /** Adds what a cell declares to what later cells see. */
  commit(cell: ParsedCell): void {
    const declarations = declarationsOf(cell.code, cell.program, this.#learned.get(cell));
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
    const links = specifiers.flatMap((specifier) => {
      this.#files.addImport(this.#directory, specifier);
      if (isBuiltin(specifier)) return this.#useNode();
      const name = packageOf(specifier);
      return name === undefined ? [] : this.folder.linkPackage(name);
    });
    const created = links.map((path): FileChange => ({ path, type: 1 }));
    const changes = [...created, ...this.#files.takeChanges()];
    if (changes.some(({ path }) => path === this.folder.config)) this.#readConfig();
    if (changes.length > 0) await this.#server.filesChanged(changes);
  }

  #readConfig(): void {
    const { config, path } = this.folder;
    if (config !== undefined) this.#configNotice = configProblems(this.#executable, path, config);
  }

  #useNode(): string[] {
    if (this.#usesNode) return [];
    const links = this.folder.linkPackage("@types/node");
    this.#usesNode = this.folder.isLinked("@types/node");
    this.#setHistory();
    return links;
  }

  #setHistory(): void {
    for (const { module, text } of this.history.takeChanges()) this.#set(`${module}.ts`, text);
    const node = this.#usesNode
      ? `/// <reference types="node" />`
      : `/// <reference path=${JSON.stringify(this.folder.declarations("node.d.ts"))} />`;
    // Named here, the modules belong to the project from the start, also those that no cell uses.
    const modules = this.history.modules.map((module) => `import "./${module}";`);
    this.#set("history.ts", [node, ...modules, emptyDocument].join("\n"));
  }

  #set(name: string, text: string): void {
    const language = name.endsWith("x") ? "typescriptreact" : "typescript";
    this.#server.setDocument(this.folder.uri(name), language, text);
  }
}
