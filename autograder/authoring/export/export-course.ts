import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OptionError, type JsonObject } from "../../../kernel/core/index.ts";
import { root } from "../../../kernel/install/node24.mjs";
import { listLabs } from "../find-lab.ts";
import { coursePassages, publicTexts, scanFiles } from "../leak/course-scan.ts";
import { isSearchable, type Leak } from "../leak/scan.ts";
import { loadLab } from "../load-lab.ts";
import { filesBelow, releaseFiles } from "../write-release.ts";
import { courseLock } from "./lock.ts";
import { packPackage } from "./pack.ts";
import { coursePackage, courseReadme, gitignore, startScript } from "./student-files.ts";

export interface ExportReport {
  readonly labs: readonly string[];
  /** Files written, relative to the folder. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** How many secret passages were looked for, in how many files, those of the package included. */
  readonly scanned: { readonly passages: number; readonly files: number };
  /** Files that stood in the folder before and are not of this export; left alone. */
  readonly strangers: readonly string[];
}

/**
 * Writes the folder that students get: the labs, the packed convlab, and what `npm start` needs. Nothing is written
 * before the leak scan has found nothing in any of it.
 *
 * @param force write into a folder that is not empty
 * @throws OptionError EXPORT_NOT_EMPTY, EXPORT_LEAK, EXPORT_NO_LABS, and those of loading the labs
 */
export async function exportCourse(
  courseRoot: string,
  folder: string,
  { version, force = false }: { readonly version: string; readonly force?: boolean },
): Promise<ExportReport> {
  const present = existsSync(folder) ? await readdir(folder) : [];
  if (present.length > 0 && !force) throw notEmpty(folder, present);
  const labs = await listLabs(courseRoot);
  if (labs.length === 0) {
    throw new OptionError({
      code: "EXPORT_NO_LABS",
      summary: "there is no lab to export.",
      given: join(courseRoot, "solutions"),
      fix: "convlab lab new 01-first",
    });
  }
  const files = await courseFiles(courseRoot, labs, version);
  const passages = await coursePassages(courseRoot);
  const secrets = await courseSecrets(courseRoot);
  const scan = scanFiles(passages, files, { secrets, known: await publicTexts() });
  if (scan.leaks.length > 0) throw leakError(scan.leaks);
  await writeAll(folder, files);
  const written = [...files.keys()];
  const strangers = (await filesBelow(folder)).filter(
    (path) => !files.has(path) && !path.startsWith("node_modules/"),
  );
  return {
    labs,
    files: written,
    bytes: [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
    scanned: { passages: passages.filter(isSearchable).length, files: scan.files },
    strangers,
  };
}

/** The key of the course's hidden seeds, once grading has made it. */
async function courseSecrets(courseRoot: string): Promise<readonly string[]> {
  const path = join(courseRoot, ".convlab", "course.key");
  return existsSync(path) ? [(await readFile(path, "utf8")).trim()] : [];
}

async function courseFiles(
  courseRoot: string,
  slugs: readonly string[],
  version: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const loaded = await Promise.all(slugs.map((slug) => loadLab(slug, courseRoot)));
  const packed = await packPackage(version);
  const manifest = coursePackage("convlab-course", version, packed);
  const files = new Map<string, Uint8Array>([
    ["README.md", bytes(courseReadme(loaded.map(({ settings }) => settings)))],
    ["package.json", bytes(asJson(manifest))],
    ["start.mjs", await startScript()],
    [".gitignore", bytes(gitignore)],
    [packed.name, packed.content],
  ]);
  const lock = join(root, "package-lock.json");
  if (existsSync(lock)) {
    const repositoryLock = JSON.parse(await readFile(lock, "utf8")) as JsonObject;
    const course = {
      name: "convlab-course",
      version,
      dependencies: { convlab: `file:${packed.name}` },
    };
    files.set("package-lock.json", bytes(asJson(courseLock(repositoryLock, course, packed))));
  }
  for (const lab of loaded) {
    for (const [path, content] of await releaseFiles(lab)) {
      files.set(`labs/${lab.settings.slug}/${path}`, content);
    }
  }
  return files;
}

async function writeAll(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (/^convlab-.*\.tgz$/.test(name) && !files.has(name)) await rm(join(folder, name));
  }
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

function notEmpty(folder: string, present: readonly string[]): OptionError {
  return new OptionError({
    code: "EXPORT_NOT_EMPTY",
    summary: "the folder to export to is not empty; nothing was written.",
    given: `${folder} holds ${present.slice(0, 5).join(", ")}${present.length > 5 ? ", …" : ""}`,
    fix: "name a new folder, or add --force to write over an earlier export",
  });
}

function leakError(leaks: readonly Leak[]): OptionError {
  return new OptionError({
    code: "EXPORT_LEAK",
    summary: "something secret stands in what students would get; nothing was written.",
    given: describeLeaks(leaks),
    fix: "take it out of the place named first; convlab lab check shows the same for one lab",
    details: { leaks },
  });
}

/** One line for each leak: where it is, what it is, the words. */
function describeLeaks(leaks: readonly Leak[]): string {
  const shown = leaks.slice(0, 10);
  const more = leaks.length > shown.length ? [`and ${leaks.length - shown.length} more`] : [];
  return [
    ...shown.map(({ where, passage, words }) =>
      words === "" ? `${where} holds ${passage}` : `${where} holds ${passage}\n  "${words}"`,
    ),
    ...more,
  ].join("\n");
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function asJson(value: JsonObject): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
