// Where this copy of Convlab lies: its helpers are found here whatever folder the notebook is in.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Folder of our own package.json. */
export const installation: string = findInstallation();

/** True when the built programs run, false when the sources do. */
export const isBuilt: boolean = fileURLToPath(import.meta.url).startsWith(
  join(installation, "dist"),
);

const ownCode = folderUrls("dist", "kernel", "autograder");
const helperCode = folderUrls("dist/convlab", "kernel/helpers");

/** True for the URL of a file of the engine, the helpers or the grader: never shown in a stack trace. */
export function isOwnFile(url: string): boolean {
  const href = url.startsWith("/") ? pathToFileURL(url).href : url;
  return ownCode.some((folder) => href.startsWith(folder));
}

/** True for the URL of a file of the helper library, which works for a cell. */
export function isHelperFile(url: string): boolean {
  return helperCode.some((folder) => url.startsWith(folder));
}

function findInstallation(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const { name } = JSON.parse(readFileSync(file, "utf8")) as { name?: unknown };
      if (name === "convlab") return folder;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error("convlab: no package.json of convlab above this file");
    folder = parent;
  }
}

function folderUrls(...folders: string[]): string[] {
  return folders.map((folder) => `${pathToFileURL(join(installation, folder)).href}/`);
}
