// The leak scan over files that leave the repository: the export, and the npm package in it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../../kernel/install/node24.mjs";
import { loadLab } from "../load-lab.ts";
import { listLabs } from "../find-lab.ts";
import { loadMutants } from "../mutants.ts";
import { filesBelow } from "../write-release.ts";
import { templateMaster, templateMutants } from "../new/template.ts";
import { readTarball } from "./archive.ts";
import { passagesOf, type Passage } from "./passages.ts";
import { findLeaks, type Leak, type PublicText } from "./scan.ts";

/** Every secret passage of every lab of the course. */
export async function coursePassages(courseRoot: string): Promise<readonly Passage[]> {
  const passages: Passage[] = [];
  for (const slug of await listLabs(courseRoot)) {
    const lab = await loadLab(slug, courseRoot);
    passages.push(...passagesOf(lab, await loadMutants(lab)));
  }
  return passages;
}

/** What a scan looked at and found. */
export interface ScanReport {
  /** Files, those in archives counted one by one. */
  readonly files: number;
  readonly leaks: readonly Leak[];
}

/**
 * Looks for secrets in files that students get; archives are opened.
 *
 * @param files contents by path
 * @param secrets texts that may stand nowhere, such as the course's key
 * @param known texts that are public anyway
 */
export function scanFiles(
  passages: readonly Passage[],
  files: ReadonlyMap<string, Uint8Array>,
  { secrets = [], known = [] }: { secrets?: readonly string[]; known?: readonly string[] } = {},
): ScanReport {
  const texts = [...files].flatMap(([path, content]) => textsOf(path, content));
  const leaks = [
    ...texts.flatMap(({ where, text }) => [
      ...pathLeaks(where),
      ...markLeaks(where, text),
      ...secrets
        .filter((secret) => secret !== "" && text.includes(secret))
        .map(() => ({ where, passage: "the course's key", words: "" })),
    ]),
    ...findLeaks(passages, texts, known),
  ];
  return { files: texts.length, leaks };
}

/**
 * What every package holds and is no secret: the library's sources, as they are and without types, as bundles have them,
 * and the lab of `convlab lab new`.
 */
export function publicTexts(): Promise<readonly string[]> {
  return (known ??= readPublicTexts());
}

let known: Promise<readonly string[]> | undefined;

async function readPublicTexts(): Promise<readonly string[]> {
  const folder = join(root, "kernel", "helpers");
  const paths = (await filesBelow(folder)).filter((path) => path.endsWith(".ts"));
  const sources = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const { transform } = await import("esbuild"); // the bundler of dist/: the same text comes out
  const plain = await Promise.all(
    sources.map((source) => transform(source, { loader: "ts", target: "node24" })),
  );
  const template = [
    ...templateMaster("00-template").cells.map(({ source }) => source),
    ...Object.values(templateMutants).map((mutant) => JSON.stringify(mutant)),
  ];
  return [...sources, ...plain.map(({ code }) => code), ...template];
}

function textsOf(path: string, content: Uint8Array): readonly PublicText[] {
  if (/\.(tgz|tar\.gz)$/.test(path)) {
    return [...readTarball(content)].flatMap(([inner, bytes]) =>
      textsOf(`${path}: ${inner}`, bytes),
    );
  }
  return [{ where: path, text: Buffer.from(content).toString("utf8") }];
}

/** Folders that only instructors have. */
function pathLeaks(where: string): readonly Leak[] {
  const found = /(^|[/ ])(solutions|mutants)\//.exec(where);
  return found ? [{ where, passage: "a file of the instructors", words: found[2] ?? "" }] : [];
}

/** A mark in a notebook means that a region was not taken out. */
function markLeaks(where: string, text: string): readonly Leak[] {
  if (!where.endsWith(".ipynb")) return [];
  const found = /(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)/.exec(text);
  return found ? [{ where, passage: "a mark", words: found[0] }] : [];
}
