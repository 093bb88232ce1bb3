// Which rows a test shows: those that its title begins with, as in "C3, C11, E1: the 6x6 example …".
import { rows } from "./syllabus/index.ts";

/** Rows of the syllabus that a test's title names at its beginning; names that no row has are left out. */
export function rowsOf(title: string): readonly string[] {
  const words = title.split(/[\s,:]+/);
  const end = words.findIndex((word) => !/^[A-Z]\d+$/.test(word));
  return words.slice(0, end === -1 ? words.length : end).filter((word) => word in rows);
}
