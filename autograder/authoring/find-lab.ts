import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { OptionError } from "../../kernel/core/index.ts";
import { nearest } from "./master/nearest.ts";

/** The folder with `solutions/` at or above `from`; undefined where there is none. */
export function findCourse(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "solutions"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Slugs of all labs that have a master, in order. */
export async function listLabs(courseRoot: string): Promise<readonly string[]> {
  const solutions = join(courseRoot, "solutions");
  if (!existsSync(solutions)) throw noCourse(courseRoot);
  const entries = await readdir(solutions, { withFileTypes: true });
  return entries
    .filter(({ name }) => existsSync(join(solutions, name, `${name}.ipynb`)))
    .map(({ name }) => name)
    .sort();
}

/**
 * The slug that a full slug or a unique number means: `1`, `01` and `01-convolution-by-hand` are the same lab.
 *
 * @throws OptionError LAB_UNKNOWN, LAB_AMBIGUOUS, COURSE_MISSING
 */
export async function findLab(lab: string, courseRoot: string): Promise<string> {
  const slugs = await listLabs(courseRoot);
  const wanted = lab
    .replace(/\/+$/, "")
    .replace(/^.*\//, "")
    .replace(/\.ipynb$/, "");
  if (slugs.includes(wanted)) return wanted;
  const found = /^\d+$/.test(wanted)
    ? slugs.filter((slug) => Number.parseInt(slug, 10) === Number(wanted))
    : [];
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  if (only !== undefined) {
    throw new OptionError({
      code: "LAB_AMBIGUOUS",
      summary: `more than one lab has the number ${wanted}.`,
      given: found.join(", "),
      fix: "write the full name",
    });
  }
  const meant = nearest(wanted, slugs);
  throw new OptionError({
    code: "LAB_UNKNOWN",
    summary: `there is no lab "${lab}".`,
    given: `${join(courseRoot, "solutions", wanted, `${wanted}.ipynb`)} does not exist`,
    expected: slugs.length === 0 ? "no labs yet" : slugs.join(", "),
    fix:
      meant === undefined
        ? `convlab lab new ${/^\d{2}-/.test(wanted) ? wanted : "NN-slug"}`
        : `did you mean ${meant}?`,
  });
}

/** No `solutions/` where one was expected. */
export function noCourse(folder: string): OptionError {
  return new OptionError({
    code: "COURSE_MISSING",
    summary: "this is not a course: there is no folder solutions/ with master notebooks.",
    given: folder,
    fix: "run the command in a clone of the course's repository, or name it with --course DIR",
  });
}
