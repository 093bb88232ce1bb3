// The private folder in which the compiler sees a notebook: settings, our declarations, and links to packages.
import { existsSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EngineOptions } from "../../contract.ts";
import { installation } from "../../installation.ts";
import { findLibrary } from "../library/library.ts";
import { makePrivateFolder } from "./abandoned.ts";
import { defaultOptions, fixedOptions, nearestConfig } from "./compiler-options.ts";
import { declaredPackages, findPackage } from "./packages.ts";

/** The documents from which the compiler starts; they exist only in its memory. */
export const documentNames: readonly string[] = ["history.ts", "cell.ts", "cell.tsx"];

/** The compiler's view of one notebook. */
export class WorkspaceFolder {
  readonly path: string;
  readonly #uris = new Map<string, string>();
  /** The tsconfig.json that is extended, if any. */
  readonly config: string | undefined;
  /** Before `npm run build` the types of the helpers are their sources. */
  readonly isBuilt: boolean = existsSync(join(installation, "dist", "types"));
  /** The packages that the notebook's package.json names, where they are installed. */
  readonly packages: readonly { readonly name: string; readonly path: string }[];
  readonly #directory: string;
  readonly #linked = new Set<string>();

  constructor({ directory, tsconfig }: Pick<EngineOptions, "directory" | "tsconfig">) {
    this.#directory = directory;
    this.config =
      tsconfig === null ? undefined : (tsconfig ?? nearestConfig(directory, installation));
    this.path = makePrivateFolder();
    this.packages = declaredPackages(directory, installation).flatMap((name) => {
      const path = findPackage(directory, name);
      return path === undefined ? [] : [{ name, path }];
    });
    this.#writeSettings();
    this.#link("convlab", installation);
  }

  /** The URI of a document. */
  uri(name: string): string {
    const known = this.#uris.get(name);
    if (known !== undefined) return known;
    const { href } = pathToFileURL(join(this.path, name));
    this.#uris.set(name, href);
    return href;
  }

  /** Our own declaration file of that name. */
  declarations(name: string): string {
    return join(installation, "kernel", "engine", "language", "types", name);
  }

  /**
   * Makes a package visible: the notebook's, or else ours, as the engine's resolver finds it. Of tslab the engine offers
   * the display API itself, whatever is installed.
   *
   * @returns the links made now, empty where there is nothing to link or it was linked before
   */
  linkPackage(name: string): string[] {
    if (name === "tslab") return this.#link(name, this.declarations(name));
    return [name, ...(name.startsWith("@types/") ? [] : [typesPackage(name)])].flatMap((each) => {
      const target = findPackage(this.#directory, each) ?? findPackage(installation, each);
      return target === undefined ? [] : this.#link(each, target);
    });
  }

  /** True where a package is there and visible. */
  isLinked(name: string): boolean {
    return this.#linked.has(name);
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #link(name: string, target: string): string[] {
    if (this.#linked.has(name)) return [];
    if (name.startsWith("@typescript/")) this.#shareScope();
    this.#linked.add(name);
    const link = join(this.path, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, "junction");
    return [link];
  }

  /** The library in one file, where nobody chooses another. */
  #useLibrary(): object {
    const library = findLibrary();
    if (library === undefined) return {};
    // one link, not one for each part: in a busy folder for temporary files each takes 0.4 ms
    this.#link("@typescript", library.folder);
    return { lib: library.lib, libReplacement: true };
  }

  /** Makes place beside the library for a package that is really called `@typescript/…`. */
  #shareScope(): void {
    const library = findLibrary();
    if (library === undefined || !this.#linked.delete("@typescript")) return;
    unlinkSync(join(this.path, "node_modules", "@typescript"));
    for (const name of library.packages)
      this.#link(`@typescript/${name}`, join(library.folder, name));
  }

  #writeSettings(): void {
    const write = (name: string, value: object): void => {
      writeFileSync(join(this.path, name), JSON.stringify(value, undefined, 2));
    };
    // extended first, so that the file near the notebook wins over it
    if (this.config !== undefined) write("defaults.json", { compilerOptions: defaultOptions });
    write("tsconfig.json", {
      ...(this.config === undefined ? {} : { extends: ["./defaults.json", this.config] }),
      compilerOptions: {
        ...(this.config === undefined ? { ...defaultOptions, ...this.#useLibrary() } : {}),
        ...fixedOptions,
        ...(this.isBuilt ? {} : { customConditions: ["development"] }),
        rootDirs: [".", this.#directory],
      },
      files: [...documentNames, this.declarations("globals.d.ts")],
      include: [],
    });
    write("package.json", { private: true, type: "module" });
  }
}

function typesPackage(name: string): string {
  return `@types/${name.replace(/^@(.+)\//, "$1__")}`;
}
