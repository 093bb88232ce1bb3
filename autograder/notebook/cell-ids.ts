// Cell ids: every cell has one, no two the same. Notebooks older than nbformat 4.5 have none and get them here, made
// from the text, so that reading the same file twice gives the same ids.
import { createHash } from "node:crypto";
import { notebookError, shown } from "./place.ts";
import { cellIdPattern } from "./format/schema.ts";
import type { RawCell } from "./format/validate.ts";
import { joinLines } from "./format/lines.ts";

/**
 * The ids of the cells, in order.
 *
 * @param required true for nbformat 4.5 as its author saved it: a missing, ill-formed or repeated id is an error;
 *   false: such ids are replaced (older formats, and submissions, where one bad id must not cost the whole notebook)
 * @throws NotebookError CELL_ID_MISSING, CELL_ID_PATTERN, CELL_ID_DUPLICATE
 */
export function cellIds(cells: readonly RawCell[], required: boolean, file: string): string[] {
  const taken = new Map<string, number>();
  return cells.map((cell, index) => {
    const id = cell["id"];
    const good = typeof id === "string" && cellIdPattern.test(id) && !taken.has(id);
    if (!good && required) throw faultOf(id, index + 1, taken, file);
    const chosen = good ? id : madeId(cell, taken);
    taken.set(chosen, index + 1);
    return chosen;
  });
}

function madeId({ cell_type, source }: RawCell, taken: ReadonlyMap<string, number>): string {
  for (let copy = 0; ; copy++) {
    const text = `${cell_type}\n${copy}\n${joinLines(source)}`;
    const id = createHash("sha256").update(text).digest("hex").slice(0, 8);
    if (!taken.has(id)) return id;
  }
}

function faultOf(id: unknown, cell: number, taken: ReadonlyMap<string, number>, file: string) {
  const fix = "delete the id in a text editor and save the notebook from JupyterLab";
  const place = { file, cell, field: "id" };
  if (id === undefined) {
    return notebookError(place, {
      code: "CELL_ID_MISSING",
      summary: "the cell has no id, which nbformat 4.5 asks for.",
      fix: "open the notebook in JupyterLab and save it",
    });
  }
  if (typeof id === "string" && taken.has(id)) {
    return notebookError(place, {
      code: "CELL_ID_DUPLICATE",
      summary: "two cells have the same id.",
      given: `id ${shown(id)} in cell ${taken.get(id)} and in cell ${cell}`,
      expected: "an id of its own for each cell",
      fix,
    });
  }
  return notebookError(place, {
    code: "CELL_ID_PATTERN",
    summary: "this is not a cell id.",
    given: shown(id),
    expected: "1 to 64 letters, digits, - or _",
    fix,
  });
}
