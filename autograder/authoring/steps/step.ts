import type { LabSettings, Notebook, NotebookCell } from "../../contract.ts";
import type { Place } from "../../notebook/index.ts";

/** What a step may know besides the notebook. */
interface StepContext {
  /** How errors name the master. */
  readonly file: string;
  readonly settings: LabSettings;
}

/** One step from master to release: takes a notebook, gives another; never changes the one it was given. */
export type Step = (notebook: Notebook, context: StepContext) => Notebook;

/** A step that looks at each cell alone. */
export function eachCell(change: (cell: NotebookCell, place: Place) => NotebookCell): Step {
  return (notebook, { file }) => ({
    ...notebook,
    cells: notebook.cells.map((cell, index) =>
      change(cell, { file, cell: index + 1, cellId: cell.id }),
    ),
  });
}
