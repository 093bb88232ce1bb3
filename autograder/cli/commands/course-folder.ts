import { resolve } from "node:path";
import { findCourse, noCourse } from "../../authoring/index.ts";
import type { CommandInput } from "../command.ts";

/** The course that a command works on: `--course DIR`, or the nearest one above the folder the user stands in. */
export function courseFolder({ values }: CommandInput): string {
  const named = values["course"];
  if (typeof named === "string") return resolve(named);
  const found = findCourse(process.cwd());
  if (found === undefined) throw noCourse(process.cwd());
  return found;
}
