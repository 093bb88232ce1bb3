import type { NbgraderMetadata, Notebook, NotebookCell } from "../contract.ts";
import { readNbgrader } from "./nbgrader.ts";
import { notebookError, type Place } from "./place.ts";

/** A cell with a role, and where it stands. */
export interface GradedCell {
  readonly cell: NotebookCell;
  readonly metadata: NbgraderMetadata;
  /** From 0. */
  readonly index: number;
  readonly place: Place;
}

/**
 * All cells with nbgrader metadata, after checking the rules that hold across cells: each grade_id once, graded text is
 * an answer (nbgrader grades Markdown only where the student writes it), tasks are Markdown.
 *
 * @throws NotebookError NBGRADER_DUPLICATE, NBGRADER_MARKDOWN, NBGRADER_TASK, and those of readNbgrader
 */
export function gradedCells(notebook: Notebook, file: string): readonly GradedCell[] {
  const seen = new Map<string, number>();
  return notebook.cells.flatMap((cell, index) => {
    const place: Place = { file, cell: index + 1, cellId: cell.id };
    const metadata = readNbgrader(cell, place);
    if (!metadata) return [];
    const withId = { ...place, gradeId: metadata.grade_id };
    const earlier = seen.get(metadata.grade_id);
    if (earlier !== undefined) {
      throw notebookError(withId, {
        code: "NBGRADER_DUPLICATE",
        summary: "two cells have the same grade_id.",
        given: `${metadata.grade_id} in cell ${earlier} and in cell ${index + 1}`,
        expected: "a grade_id of its own for each cell",
        fix: `call this one ${metadata.grade_id}-2, or delete one of the two cells`,
      });
    }
    seen.set(metadata.grade_id, index + 1);
    checkRole(cell, metadata, withId);
    return [{ cell, metadata, index, place: withId }];
  });
}

function checkRole(cell: NotebookCell, metadata: NbgraderMetadata, place: Place): void {
  if (metadata.task && cell.cell_type !== "markdown") {
    throw notebookError(place, {
      code: "NBGRADER_TASK",
      summary: "a task cell must be Markdown.",
      given: `a ${cell.cell_type} cell with task: true`,
      fix: "make the cell Markdown, or set task to false",
    });
  }
  if (cell.cell_type !== "markdown" || metadata.task || metadata.grade === metadata.solution)
    return;
  throw notebookError(place, {
    code: "NBGRADER_MARKDOWN",
    summary: "a Markdown cell is graded only where the student writes in it.",
    given: `grade: ${metadata.grade}, solution: ${metadata.solution}`,
    expected: "both true for a question answered in words; both false for a text to read",
    fix: "set grade and solution to the same value",
  });
}
