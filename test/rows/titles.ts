// Which rows a test shows: those that its title begins with, as in "C3, C11: the 6x6 example …", and the errors of the
// slides (E1 …) that it names anywhere.
import { rows } from "./syllabus/index.ts";

/** Rows of the syllabus that a test's title names; names that no row has are left out. */
export function rowsOf(title: string): readonly string[] {
  const words = title.split(/[\s,:]+/);
  const end = words.findIndex((word) => !/^[A-Z]\d+$/.test(word));
  const leading = words.slice(0, end === -1 ? words.length : end).filter((word) => word in rows);
  const errors = (title.match(/\bE\d+\b/g) ?? []).filter((word) => word in rows);
  return [...new Set([...leading, ...errors])];
}

/** The same for a test within groups that have titles of their own. */
export function rowsOfAll(titles: readonly string[]): readonly string[] {
  return [...new Set(titles.flatMap(rowsOf))];
}
