// A course on disk with the small lab, and submissions of it in nbgrader's layout.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab, Notebook } from "../../autograder/contract.ts";
import { writeNotebook } from "../../autograder/notebook/index.ts";
import { smallLab } from "./small-lab.ts";

export interface SmallCourse {
  readonly folder: string;
  readonly submitted: string;
  readonly lab: Lab;
  /** Puts a notebook, or any bytes in its place, where a student's belongs. */
  handIn(student: string, content: Notebook | string): string;
}

export function smallCourse(): SmallCourse {
  const folder = mkdtempSync(join(tmpdir(), "convlab-course-"));
  const submitted = join(folder, "submitted");
  const lab = smallLab();
  const { slug } = lab.settings;
  const place = (path: string, text: string): string => {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  place(
    join(folder, "solutions", slug, `${slug}.ipynb`),
    writeNotebook(lab.master, `${slug}.ipynb`),
  );
  return {
    folder,
    submitted,
    lab,
    handIn: (student, content) =>
      place(
        join(submitted, student, slug, `${slug}.ipynb`),
        typeof content === "string" ? content : writeNotebook(content, `${student}.ipynb`),
      ),
  };
}
