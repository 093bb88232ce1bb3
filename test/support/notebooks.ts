// Small notebooks for tests, made by hand.
import type { JsonObject } from "../../kernel/core/index.ts";
import type { NbgraderMetadata, Notebook, NotebookCell } from "../../autograder/contract.ts";

/** A notebook of these cells. */
export function notebook(cells: readonly NotebookCell[], metadata: JsonObject = {}): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

/** A code cell; with `role`, a cell of nbgrader. */
export function codeCell(
  id: string,
  source: string,
  role?: Partial<NbgraderMetadata>,
): NotebookCell {
  const metadata = role ? { nbgrader: nbgraderRole(id, role) } : {};
  return { id, cell_type: "code", source, metadata, outputs: [], execution_count: null };
}

/** A Markdown cell; with `role`, a cell of nbgrader. */
export function textCell(
  id: string,
  source: string,
  role?: Partial<NbgraderMetadata>,
): NotebookCell {
  const metadata = role ? { nbgrader: nbgraderRole(id, role) } : {};
  return { id, cell_type: "markdown", source, metadata };
}

/** Metadata of schema 3 whose grade_id is the cell's id. */
export function nbgraderRole(
  id: string,
  role: Partial<NbgraderMetadata>,
): NbgraderMetadata & JsonObject {
  return {
    schema_version: 3,
    grade: false,
    solution: false,
    locked: false,
    task: false,
    grade_id: id,
    ...role,
  };
}
