// Files beside the notebook: found without extension, read again once they or anything they import has changed.
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const endings = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".js",
  ".mjs",
  ".cjs",
  ".json",
  "/index.ts",
  "/index.js",
];
const typescriptFor: Readonly<Record<string, string>> = {
  ".js": ".ts",
  ".mjs": ".mts",
  ".jsx": ".tsx",
};

interface LocalFile {
  stamp: string;
  version: number;
  readonly imports: Set<string>;
}

/** Path of the file that a relative or absolute specifier means, or undefined. */
export function findLocal(specifier: string, parent: string): string | undefined {
  const path = fileURLToPath(new URL(specifier, parent));
  const found = endings.map((ending) => path + ending).find(isFile);
  if (found !== undefined) return found;
  const source = typescriptFor[extname(path)];
  const swapped = source === undefined ? undefined : path.slice(0, -extname(path).length) + source;
  return swapped !== undefined && isFile(swapped) ? swapped : undefined;
}

/** Knows the local files that were loaded and gives each change a new URL, so that Node loads it anew. */
export class LocalFiles {
  readonly #files = new Map<string, LocalFile>();

  /** The URL to load `path` from; `importer` is the path of the local file that imports it, if one does. */
  url(path: string, importer: string | undefined): string {
    const file = this.#files.get(path) ?? { stamp: stampOf(path), version: 0, imports: new Set() };
    this.#files.set(path, file);
    if (importer !== undefined) this.#files.get(importer)?.imports.add(path);
    const { href } = pathToFileURL(path);
    return file.version === 0 ? href : `${href}?convlab=${file.version}`;
  }

  /** Looks at every loaded file; those that changed, and all that import them, are loaded anew at the next import. */
  refresh(): void {
    const changed = [...this.#files].filter(([path, file]) => {
      const stamp = stampOf(path);
      if (stamp === file.stamp) return false;
      file.stamp = stamp;
      return true;
    });
    const stale = new Set(changed.map(([path]) => path));
    for (let before = -1; before !== stale.size;) {
      before = stale.size;
      for (const [path, { imports }] of this.#files)
        if ([...imports].some((imported) => stale.has(imported))) stale.add(path);
    }
    const { cache } = createRequire(import.meta.url);
    for (const path of stale) {
      const file = this.#files.get(path);
      if (file) file.version += 1;
      Reflect.deleteProperty(cache, path); // CommonJS is kept by path
    }
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "gone" : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}
