import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Lab } from "../contract.ts";
import type { Grading } from "../store/index.ts";
import { gradesCsv } from "./csv.ts";
import { feedbackPage } from "./feedback.ts";

/** Writes `{folder}/{student}/{lab}.html`. */
export async function writeFeedback(folder: string, lab: Lab, grading: Grading): Promise<string> {
  const { student, lab: slug } = grading.key;
  const path = join(folder, safeName(student), `${safeName(slug)}.html`);
  await writeWhole(path, feedbackPage(lab, grading));
  return path;
}

/** Writes `{out}/grades.csv`. */
export async function writeGrades(out: string, gradings: readonly Grading[]): Promise<string> {
  const path = join(out, "grades.csv");
  await writeWhole(path, gradesCsv(gradings));
  return path;
}

/**
 * A student's name as one name of a file: letters, digits and a few signs stay, the rest becomes %XX. `../x` is
 * `..%2Fx`, and no two names meet.
 */
export function safeName(name: string): string {
  const escaped = [...name.toWellFormed()]
    .map((character) => (/[\p{L}\p{N}@+=,_ .-]/u.test(character) ? character : percent(character)))
    .join("");
  if (escaped === "") return "%";
  if (/^\.+$/.test(escaped)) return `%2E${escaped.slice(1)}`;
  if (Buffer.byteLength(escaped) <= longestName) return escaped;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 16);
  return `${[...escaped].slice(0, 40).join("")}%-${hash}`;
}

/** Bytes; file systems end at 255. */
const longestName = 200;

const percent = (character: string): string =>
  [...Buffer.from(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");

/** The old file stays until the new one is complete. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  await writeFile(draft, text);
  await rename(draft, path);
}
