import type { Lab } from "../contract.ts";
import { gradeIdOf } from "../notebook/index.ts";

/**
 * The heading of the release under which a cell stands, in plain text: what a student remembers of a question better than
 * its name. Undefined where there is none.
 */
export function headingAbove({ release }: Lab, gradeId: string | undefined): string | undefined {
  const place = release.cells.findIndex((cell) => gradeIdOf(cell) === gradeId);
  if (gradeId === undefined || place < 0) return undefined;
  const above = release.cells.slice(0, place + 1).filter((cell) => cell.cell_type === "markdown");
  const headings = above.flatMap(({ source }) =>
    [...source.matchAll(/^#{1,4}[ \t]+(.+)$/gm)].map(([, text = ""]) => text),
  );
  return headings
    .at(-1)
    ?.replace(/[`*$]/g, "")
    .replace(/\s+#*$/, "")
    .trim();
}
