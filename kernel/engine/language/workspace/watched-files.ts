// Files on disk that the compiler has read for a notebook. It looks at them again only when it is told to, so before each
// question their times are compared: a few files, a few microseconds each.
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** A change as the protocol numbers it. */
export interface FileChange {
  readonly path: string;
  readonly type: 1 | 2 | 3;
}

const created = 1;
const changed = 2;
const deleted = 3;
/** What an import without an extension may mean. */
const endings = ["", ".ts", ".tsx", ".d.ts", ".js", ".json", "/index.ts"];
const importClause = /(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"'\n]+)["']/g;

/** Local files that cells import, the files these import in turn, and the settings. */
export class WatchedFiles {
  /** Undefined: the file was not there. */
  readonly #stamps = new Map<string, string | undefined>();

  /** Watches one file. */
  add(path: string): void {
    if (this.#stamps.has(path)) return;
    const stamp = stampOf(path);
    this.#stamps.set(path, stamp);
    if (stamp !== undefined) this.#addImportsOf(path);
  }

  /** Watches whatever file an import of `./name` means, one that is not there yet too. */
  addImport(directory: string, specifier: string): void {
    if (!/^\.{1,2}\//.test(specifier)) return;
    const path = join(directory, specifier);
    for (const ending of endings) this.add(path + ending);
  }

  /** What happened to the files since the last call. */
  takeChanges(): FileChange[] {
    return [...this.#stamps].flatMap(([path, before]): FileChange[] => {
      const stamp = stampOf(path);
      if (stamp === before) return [];
      this.#stamps.set(path, stamp);
      if (stamp === undefined) return [{ path, type: deleted }];
      this.#addImportsOf(path);
      return [{ path, type: before === undefined ? created : changed }];
    });
  }

  #addImportsOf(path: string): void {
    if (!/\.[cm]?[jt]sx?$/.test(path)) return;
    const text = readFileSync(path, "utf8");
    for (const [, specifier = ""] of text.matchAll(importClause)) {
      this.addImport(dirname(path), specifier);
    }
  }
}

function stampOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : undefined;
}
