// A lab as a student hands it in who solved everything: the released notebook with the master's answers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../kernel/install/node24.mjs";

interface Cell {
  readonly metadata: {
    readonly nbgrader?: { readonly grade_id: string; readonly solution: boolean };
  };
  readonly source: string | readonly string[];
}
interface Notebook {
  readonly cells: readonly Cell[];
}

const read = (folder: string, slug: string): Notebook =>
  JSON.parse(readFileSync(join(root, folder, slug, `${slug}.ipynb`), "utf8")) as Notebook;

/** Text of the solved notebook of a lab. */
export function solvedLab(slug: string): string {
  const answers = new Map(
    read("solutions", slug).cells.map(({ metadata, source }) => [
      metadata.nbgrader?.grade_id,
      source,
    ]),
  );
  const released = read("labs", slug);
  const cells = released.cells.map((cell) => {
    const { nbgrader } = cell.metadata;
    const answer = nbgrader?.solution ? answers.get(nbgrader.grade_id) : undefined;
    return answer === undefined ? cell : { ...cell, source: answer };
  });
  return JSON.stringify({ ...released, cells });
}
