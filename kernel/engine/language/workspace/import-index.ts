// Names that could be imported: for the mend of an unknown name, and for completion.
import { installation } from "../../installation.ts";
import { isAllowedImport } from "./allowed-imports.ts";
import { type ExportedName, exportedNames, modulesOf } from "./exports.ts";
import type { WorkspaceFolder } from "./folder.ts";

/** What the course's modules and the notebook's packages export. */
export class ImportIndex {
  readonly #folder: WorkspaceFolder;
  readonly #allowed: readonly string[] | undefined;
  #names: readonly ExportedName[] | undefined;

  constructor(folder: WorkspaceFolder, allowed: readonly string[] | undefined) {
    this.#folder = folder;
    this.#allowed = allowed;
  }

  /** The module that exports a name, the course's own before others. */
  moduleOf(name: string): string | undefined {
    return this.#all().find((each) => each.name === name)?.specifier;
  }

  /** Every module of the course and of the notebook's packages. */
  modules(): string[] {
    return [...new Set(this.#all().map(({ specifier }) => specifier))];
  }

  /** TypeScript's word for a name that a module exports. */
  kindOf(name: string): string | undefined {
    const kind = this.#all().find((each) => each.name === name)?.kind;
    return kind === "alias" ? undefined : kind;
  }

  /** The names that begin with `typed`, whatever their case; each once. */
  startingWith(typed: string): ExportedName[] {
    const start = typed.toLowerCase();
    const found = new Map<string, ExportedName>();
    for (const each of this.#all()) {
      if (each.name.toLowerCase().startsWith(start) && !found.has(each.name)) {
        found.set(each.name, each);
      }
    }
    return [...found.values()];
  }

  /** Read once, when first asked for: the answer to a person who has just made a mistake or pressed Tab. */
  #all(): readonly ExportedName[] {
    this.#names ??= [
      ...modulesOf("convlab", installation, this.#folder.isBuilt),
      ...this.#folder.packages.flatMap(({ name, path }) => modulesOf(name, path, true)),
    ]
      // The main door passes on what the others export: the lesson's own module is the better answer.
      .filter(
        ({ specifier }) => specifier !== "convlab" && isAllowedImport(specifier, this.#allowed),
      )
      .flatMap(exportedNames);
    return this.#names;
  }
}
