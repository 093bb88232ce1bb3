// The course's secret, from which hidden seeds are drawn: made once, kept beside the masters, never in a package, an
// export or a commit.
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GradingError } from "./errors.ts";

/** The folder in a course that git, npm and the export pass over. */
const privateFolder = ".convlab";

/**
 * The key of a course, made on first use in `.convlab/course.key`, which only its owner may read.
 *
 * @throws GradingError COURSE_KEY
 */
export async function courseKey(course: string): Promise<string> {
  const folder = join(course, privateFolder);
  const path = join(folder, "course.key");
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, ".gitignore"), "*\n"); // ignores itself, too, whatever the course ignores
    await makeOnce(path);
    const key = (await readFile(path, "utf8")).trim();
    if (/^[0-9a-f]{64}$/.test(key)) return key;
  } catch (cause) {
    throw unusable(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  throw unusable(path, "not 64 hexadecimal digits");
}

/** Whole or not at all: of two graders that start at once, both read the key that came first. */
async function makeOnce(path: string): Promise<void> {
  if (existsSync(path)) return;
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Tells keys apart without telling a key: a result under another key is another result. */
export function keyFingerprint(key: string): string {
  return createHmac("sha256", key).update("fingerprint").digest("hex").slice(0, 16);
}

function unusable(path: string, given: string, cause?: unknown): GradingError {
  return new GradingError({
    code: "COURSE_KEY",
    summary: "the course's secret key cannot be used.",
    given: `${path}: ${given}`,
    expected: "a file with 64 hexadecimal digits in a folder that you may write",
    fix: "give yourself the right to the folder; or, if the file is broken, delete it: all hidden seeds change then",
    ...(cause === undefined ? {} : { cause }),
  });
}
