// From a folder in nbgrader's layout, {student}/{lab}/{lab}.ipynb, to a list of what was handed in. Nothing is followed,
// nothing is believed: names, links, sizes and times are the students'.
import { constants } from "node:fs";
import { lstat, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { GradingError } from "./errors.ts";

/** One notebook of one student, or the reason why there is none. */
export interface Collected {
  readonly student: string;
  readonly lab: string;
  /** Of the notebook that was expected. */
  readonly path: string;
  /** Why it cannot be read, seen without opening it. */
  readonly fault: string | undefined;
  /** From `timestamp.txt` beside the notebook, as ISO 8601. */
  readonly submittedAt: string | undefined;
}

export interface Collection {
  readonly submissions: readonly Collected[];
  /** What was passed over, one line each, for the instructor. */
  readonly remarks: readonly string[];
}

/** No lab is near this; JSON of this size already takes half a gigabyte to parse. */
const largestNotebook = 32 * 1024 * 1024;
const largestTimestamp = 200; // bytes

/**
 * Looks through SUBMITTED.
 *
 * @param submitted folder with one folder per student
 * @param labs      slugs of the course's labs; folders of other names are remarked on
 * @throws GradingError SUBMITTED_MISSING, SUBMITTED_EMPTY
 */
export async function collect(submitted: string, labs: readonly string[]): Promise<Collection> {
  const submissions: Collected[] = [];
  const remarks: string[] = [];
  for (const student of await folders(submitted, submitted, remarks)) {
    for (const lab of await folders(join(submitted, student), submitted, remarks)) {
      if (labs.includes(lab)) {
        submissions.push(await look(submitted, student, lab));
      } else {
        remarks.push(`${show(student)}/${show(lab)}: no lab of this course, not graded`);
      }
    }
  }
  if (submissions.length === 0) throw nothingFound(submitted, labs, remarks);
  return { submissions, remarks };
}

async function folders(folder: string, root: string, remarks: string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    if (folder === root) throw missing(root, cause);
    remarks.push(`${show(folder.slice(root.length + 1))}: cannot be read, passed over`);
    return [];
  });
  const names: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) names.push(entry.name);
    else if (entry.isSymbolicLink()) {
      const path = join(folder, entry.name).slice(root.length + 1);
      remarks.push(`${show(path)}: a link, not followed`);
    }
  }
  return names;
}

async function look(submitted: string, student: string, lab: string): Promise<Collected> {
  const folder = join(submitted, student, lab);
  const path = join(folder, `${lab}.ipynb`);
  const submittedAt = await readTimestamp(join(folder, "timestamp.txt"));
  const found = { student, lab, path, submittedAt };
  try {
    const entry = await lstat(path);
    return { ...found, fault: faultOf(entry.isSymbolicLink(), entry.isFile(), entry.size, lab) };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return { ...found, fault: await whyMissing(folder, lab, String(error.code)) };
  }
}

function faultOf(link: boolean, file: boolean, size: number, lab: string): string | undefined {
  if (link) return `${lab}.ipynb is a link to another file; hand in the notebook itself`;
  if (!file) return `${lab}.ipynb is not a file`;
  if (size <= largestNotebook) return undefined;
  const megabytes = Math.round(size / 1024 / 1024);
  return `${lab}.ipynb has ${megabytes} MB, more than ${largestNotebook / 1024 / 1024}; clear its outputs`;
}

async function whyMissing(folder: string, lab: string, code: string): Promise<string> {
  if (code !== "ENOENT") return `${lab}.ipynb cannot be opened (${code})`;
  const others = (await readdir(folder)).filter((name) => name.endsWith(".ipynb"));
  const instead =
    others.length === 0 ? "" : `; there is ${others.slice(0, 3).map(show).join(", ")}`;
  return `no file ${lab}.ipynb was handed in${instead}`;
}

/** nbgrader's `2026-11-21 12:00:00.000000 UTC`, and what `Date` reads; anything else is no time at all. */
async function readTimestamp(path: string): Promise<string | undefined> {
  const entry = await lstat(path).catch(() => undefined); // most submissions have none
  if (entry === undefined || !entry.isFile() || entry.size > largestTimestamp) return undefined;
  const text = (await readFile(path, "utf8")).trim();
  const [, day, time] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?: UTC|Z)?$/.exec(text) ?? [];
  const date = new Date(day === undefined ? text : `${day}T${time}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The bytes of a collected notebook; a link or pipe put there meanwhile is refused, not followed. */
export async function readSubmission(path: string): Promise<Uint8Array> {
  // without O_NONBLOCK a named pipe would hold us for ever
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags);
  try {
    const { size } = await file.stat();
    if (size > largestNotebook) {
      throw new GradingError({
        code: "SUBMISSION_CHANGED",
        summary: `${path} grew while grading.`,
      });
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** A student's name for a terminal: control characters are shown, not sent. */
export function show(text: string): string {
  return /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(text) ? text : JSON.stringify(text);
}

function missing(submitted: string, cause: unknown): GradingError {
  return new GradingError({
    code: "SUBMITTED_MISSING",
    summary: "the folder of submissions cannot be read.",
    given: `${submitted}: ${cause instanceof Error ? cause.message : String(cause)}`,
    expected: "a folder {student}/{lab}/{lab}.ipynb, as nbgrader and convlab collect it",
    fix: "check the path",
    cause,
  });
}

function nothingFound(
  submitted: string,
  labs: readonly string[],
  remarks: readonly string[],
): GradingError {
  return new GradingError({
    code: "SUBMITTED_EMPTY",
    summary: "nothing was handed in for a lab of this course.",
    given: [submitted, ...remarks.slice(0, 5)].join("\n"),
    expected: `{student}/{lab}/{lab}.ipynb, with {lab} one of: ${labs.join(", ")}`,
    fix: "name the folder above the students' folders, and the course with --course DIR",
  });
}
