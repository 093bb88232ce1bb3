// Where this copy of Convlab lies: its helpers are found here whatever folder the notebook is in.
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const built = installationOf(here);

/** True when the built programs run, false when the sources do. */
export const isBuilt: boolean = built !== undefined;

/** Folder of our own package.json; the sandbox mounts `dist/` without it. */
export const installation: string = built ?? findSources();

/** Path of one of the engine's programs: built, or its source. */
export function engineProgram(name: "child" | "relay"): string {
  const folder = name === "relay" ? "inspector" : "process";
  return isBuilt
    ? join(installation, "dist", `engine-${name}.${name === "child" ? "cjs" : "js"}`)
    : join(installation, "kernel", "engine", folder, `${name}.ts`);
}

const ownCode = folderUrls("dist", "kernel", "autograder");
const helperCode = folderUrls("dist/convlab", "kernel/helpers");

/**
 * Folder of the package whose built programs lie in `folder`: they are in `dist/`, what they share in `dist/chunks/`.
 * @example installationOf("/opt/convlab/dist/chunks") // "/opt/convlab"
 */
export function installationOf(folder: string): string | undefined {
  return /^(.*)[\\/]dist(?:[\\/]chunks)?$/u.exec(folder)?.[1];
}

/** True for the URL of a file of the engine, the helpers or the grader: never shown in a stack trace. */
export function isOwnFile(url: string): boolean {
  const href = isAbsolute(url) ? pathToFileURL(url).href : url; // a CommonJS file goes by its path
  return ownCode.some((folder) => href.startsWith(folder));
}

/** True for the URL of a file of the helper library, which works for a cell. */
export function isHelperFile(url: string): boolean {
  return helperCode.some((folder) => url.startsWith(folder));
}

/** Patterns of regular expressions that the same URLs fit. */
export function ownPatterns(): string[] {
  return ownCode.map((folder) => `^${folder.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&")}`);
}

function findSources(): string {
  for (let folder = here; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder))
      throw new Error(`convlab: there is no package.json above ${here}`);
  }
}

function folderUrls(...folders: string[]): string[] {
  return folders.map((folder) => `${pathToFileURL(join(installation, folder)).href}/`);
}
