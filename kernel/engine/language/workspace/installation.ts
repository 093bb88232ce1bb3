// Where our own package is installed: the same files are found from the sources and from the bundle in dist/.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the package `convlab` that this file belongs to. */
export function installationFolder(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && packageName(manifest) === "convlab") return folder;
    if (dirname(folder) === folder) {
      throw new Error(`the package convlab is not found above ${from}: install it again`);
    }
  }
}

function packageName(manifest: string): unknown {
  return (JSON.parse(readFileSync(manifest, "utf8")) as { readonly name?: unknown }).name;
}
