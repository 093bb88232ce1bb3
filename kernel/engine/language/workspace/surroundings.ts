// What lies around a notebook, as far as its cells use it: files beside it, packages, Node, the settings.
import { isBuiltin } from "node:module";
import { configProblems } from "./config-problems.ts";
import type { WorkspaceFolder } from "./folder.ts";
import { packageOf } from "./packages.ts";
import { type FileChange, WatchedFiles } from "./watched-files.ts";

/** Sees to it that the compiler sees what a draft imports, as it is now. */
export class Surroundings {
  readonly #directory: string;
  readonly #folder: WorkspaceFolder;
  readonly #executable: string;
  readonly #files = new WatchedFiles();
  /** What is wrong with the tsconfig.json, until somebody has been told. */
  #configNotice: Promise<string | undefined> | undefined;
  #usesNode = false;

  /** @param directory the notebook's folder */
  constructor(directory: string, folder: WorkspaceFolder, executable: string) {
    this.#directory = directory;
    this.#folder = folder;
    this.#executable = executable;
    if (folder.config !== undefined) this.#files.add(folder.config);
    this.#readConfig();
  }

  /** True once a cell imported `node:…`: the full declarations of Node replace the short ones. */
  get usesNode(): boolean {
    return this.#usesNode;
  }

  /** Makes what a draft imports visible; the files that came or changed since the last call. */
  look(specifiers: readonly string[]): FileChange[] {
    const links = specifiers.flatMap((specifier) => {
      this.#files.addImport(this.#directory, specifier);
      if (isBuiltin(specifier)) return this.#useNode();
      const name = packageOf(specifier);
      return name === undefined ? [] : this.#folder.linkPackage(name);
    });
    const created = links.map((path): FileChange => ({ path, type: 1 }));
    const changes = [...created, ...this.#files.takeChanges()];
    if (changes.some(({ path }) => path === this.#folder.config)) this.#readConfig();
    return changes;
  }

  /** What the user is to be told of the settings; once for each state of the tsconfig.json. */
  async takeNotice(): Promise<string | undefined> {
    const notice = this.#configNotice;
    this.#configNotice = undefined;
    return notice;
  }

  #readConfig(): void {
    const { config, path } = this.#folder;
    if (config !== undefined) this.#configNotice = configProblems(this.#executable, path, config);
  }

  #useNode(): string[] {
    if (this.#usesNode) return [];
    const links = this.#folder.linkPackage("@types/node");
    this.#usesNode = this.#folder.isLinked("@types/node");
    return links;
  }
}
