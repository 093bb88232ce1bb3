// The private folder in which the compiler sees a notebook: settings, our declarations, and links to packages.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EngineOptions } from "../../contract.ts";
import { defaultOptions, fixedOptions, nearestConfig } from "./compiler-options.ts";
import { installationFolder } from "./installation.ts";
import { declaredPackages, findPackage } from "./packages.ts";

const prefix = "convlab-language-";

/** The documents from which the compiler starts; they exist only in its memory. */
export const documentNames: readonly string[] = ["history.ts", "cell.ts", "cell.tsx"];

/** The compiler's view of one notebook. */
export class WorkspaceFolder {
  readonly path: string;
  readonly installation: string = installationFolder();
  /** The tsconfig.json that is extended, if any. */
  readonly config: string | undefined;
  readonly #directory: string;
  readonly #linked = new Set<string>();

  constructor({ directory, tsconfig }: Pick<EngineOptions, "directory" | "tsconfig">) {
    removeAbandoned();
    this.#directory = directory;
    this.config =
      tsconfig === null ? undefined : (tsconfig ?? nearestConfig(directory, this.installation));
    this.path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
    this.#writeSettings();
    this.#link("convlab", this.installation);
    for (const name of declaredPackages(directory, this.installation)) this.linkPackage(name);
  }

  /** The URI of a document. */
  uri(name: string): string {
    return pathToFileURL(join(this.path, name)).href;
  }

  /** Our own declaration file of that name. */
  declarations(name: string): string {
    return join(this.installation, "kernel", "engine", "language", "types", name);
  }

  /**
   * Makes a package of the notebook visible.
   *
   * @returns the links made now, empty where there is nothing to link or it was linked before
   */
  linkPackage(name: string): string[] {
    return [name, ...(name.startsWith("@types/") ? [] : [typesPackage(name)])].flatMap((each) => {
      const target =
        findPackage(this.#directory, each) ??
        (each.startsWith("@types/") ? findPackage(this.installation, each) : undefined);
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
    this.#linked.add(name);
    const link = join(this.path, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link, "junction");
    return [link];
  }

  #writeSettings(): void {
    // Before `npm run build` the types of the helpers are their sources.
    const isBuilt = existsSync(join(this.installation, "dist", "types"));
    const write = (name: string, value: object): void => {
      writeFileSync(join(this.path, name), JSON.stringify(value, undefined, 2));
    };
    write("defaults.json", { compilerOptions: defaultOptions });
    write("tsconfig.json", {
      extends: ["./defaults.json", ...(this.config === undefined ? [] : [this.config])],
      compilerOptions: {
        ...fixedOptions,
        ...(isBuilt ? {} : { customConditions: ["development"] }),
        rootDirs: [".", this.#directory],
      },
      files: [...documentNames, this.declarations("globals.d.ts")],
      include: [],
    });
    // Auto-import offers what a package.json names.
    const dependencies = ["convlab", ...declaredPackages(this.#directory, this.installation)];
    write("package.json", {
      private: true,
      type: "module",
      dependencies: Object.fromEntries(dependencies.map((name) => [name, "*"])),
    });
  }
}

function typesPackage(name: string): string {
  return `@types/${name.replace(/^@(.+)\//, "$1__")}`;
}

/** Folders of processes that were killed before they could tidy up. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split("-")[0]);
    if (isRunning(pid)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      continue; // another user's folder: theirs to remove
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
