// TypeScript's own declarations of the language, all in one file: the compiler reads 79 of them for es2025, and a first check
// takes half as long when there is one. The set-up writes it (build.ts); without it the compiler takes its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import typescript from "typescript/package.json" with { type: "json" };
import { installation } from "../../installation.ts";

/** What stands in `library.json`. */
export interface LibraryManifest {
  /** For the compiler's option `lib`. */
  readonly lib: readonly string[];
  /** Folders beside it: `lib-es5` takes the place of `lib.es5.d.ts` when it is linked as `@typescript/lib-es5`. */
  readonly packages: readonly string[];
}

/** A library that the compiler can read in place of its own. */
export interface Library extends LibraryManifest {
  readonly folder: string;
}

export const manifestName = "library.json";

/** Folder of the library for the installed TypeScript. */
export function libraryFolder(dist: string): string {
  return join(dist, "library", typescript.version);
}

/** The library for the installed TypeScript; undefined where none was written for it. */
export function findLibrary(): Library | undefined {
  try {
    const folder = libraryFolder(join(installation, "dist"));
    const manifest = JSON.parse(
      readFileSync(join(folder, manifestName), "utf8"),
    ) as LibraryManifest;
    return { ...manifest, folder };
  } catch {
    return undefined; // not built, or for another version: the compiler's own files say the same
  }
}
