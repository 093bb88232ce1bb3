// What the lab's notebook asks of its kernel: the imports that it allows. Jupyter tells us the notebook's path.
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { isJsonObject } from "../../core/index.ts";

/**
 * `metadata.convlab.allowedImports` of the notebook at `path`.
 * A master, `solutions/<slug>/<slug>.ipynb`, may import everything: its author runs the hidden tests in it, which compare
 * with the reference. What the answers in it import, `convlab lab check` looks at.
 *
 * @returns undefined: no lab, everything may be imported. A console, a script or a notebook without the entry is none.
 */
export function readAllowedImports(path: string | undefined): readonly string[] | undefined {
  if (!path?.endsWith(".ipynb") || isMaster(path)) return undefined;
  let notebook: unknown;
  try {
    notebook = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // JupyterLab tells the user about a broken notebook itself
    if (error instanceof Error && "code" in error) return undefined; // not saved yet, or another machine's path
    throw error;
  }
  const metadata = isJsonObject(notebook) ? notebook["metadata"] : undefined;
  const lab = isJsonObject(metadata) ? metadata["convlab"] : undefined;
  const allowed = isJsonObject(lab) ? lab["allowedImports"] : undefined;
  if (!Array.isArray(allowed)) return undefined;
  return allowed.filter((name): name is string => typeof name === "string");
}

function isMaster(path: string): boolean {
  const folder = dirname(path);
  return basename(path, ".ipynb") === basename(folder) && basename(dirname(folder)) === "solutions";
}
