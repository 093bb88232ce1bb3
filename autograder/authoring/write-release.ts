import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Lab } from "../contract.ts";
import { writeNotebook } from "../notebook/index.ts";

/** Paths from the course's root, with `/`. */
export interface ReleaseReport {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Files in `labs/<slug>/` that the master does not make; left alone. */
  readonly strangers: readonly string[];
}

/** What `labs/<slug>/` must hold: the notebook, and everything from the master's `files/`. Paths relative to it. */
export async function releaseFiles(lab: Lab): Promise<ReadonlyMap<string, Uint8Array>> {
  const { slug } = lab.settings;
  const notebook = writeNotebook(lab.release, `labs/${slug}/${slug}.ipynb`);
  const files = new Map([[`${slug}.ipynb`, new TextEncoder().encode(notebook)]]);
  const extra = join(lab.folder, "files");
  for (const path of await filesBelow(extra)) files.set(path, await readFile(join(extra, path)));
  return files;
}

/**
 * Writes `labs/<slug>/`. Files that already hold the right bytes are not touched.
 *
 * @param courseRoot folder that holds `solutions/` and `labs/`
 */
export async function writeRelease(lab: Lab, courseRoot: string): Promise<ReleaseReport> {
  const folder = join(courseRoot, "labs", lab.settings.slug);
  const files = await releaseFiles(lab);
  const named = (path: string): string => `labs/${lab.settings.slug}/${path}`;
  const written: string[] = [];
  for (const [path, content] of files) {
    if (await holds(join(folder, path), content)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
    written.push(named(path));
  }
  const present = await filesBelow(folder);
  return {
    written,
    unchanged: [...files.keys()].map(named).filter((path) => !written.includes(path)),
    strangers: present.filter((path) => !files.has(path)).map(named),
  };
}

/** True when `labs/<slug>/` holds just what the master makes. */
export async function isReleased(lab: Lab, courseRoot: string): Promise<boolean> {
  const folder = join(courseRoot, "labs", lab.settings.slug);
  for (const [path, content] of await releaseFiles(lab)) {
    if (!(await holds(join(folder, path), content))) return false;
  }
  return true;
}

async function holds(path: string, content: Uint8Array): Promise<boolean> {
  return existsSync(path) && Buffer.compare(await readFile(path), content) === 0;
}

/** Files in a folder and below, sorted, relative with `/`; hidden ones and checkpoints left out. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.split("/").some((part) => part.startsWith(".")))
    .sort();
}
