import { NotebookError, type CourseErrorParts } from "../../kernel/core/index.ts";

/** Where in which notebook something is wrong; `cell` counts from 1, as JupyterLab's reader counts. */
export interface Place {
  readonly file: string;
  readonly cell?: number;
  readonly cellId?: string;
  readonly gradeId?: string;
  /** Path inside the cell, or inside the notebook where no cell is named: `metadata.nbgrader.points`. */
  readonly field?: string;
  /** Line of the cell's source, from 1. */
  readonly line?: number;
}

/** A NotebookError whose first line names file, cell number, cell id, line and field, as far as they are known. */
export function notebookError(place: Place, parts: CourseErrorParts): NotebookError {
  return new NotebookError({
    ...parts,
    summary: `${describePlace(place)}: ${parts.summary}`,
    details: { ...place, ...parts.details },
  });
}

/** `lab.ipynb, cell 3 (id "a1b2", grade_id "q1"), line 4, field source`. */
export function describePlace({ file, cell, cellId, gradeId, line, field }: Place): string {
  const names = [
    cellId === undefined ? [] : [`id ${JSON.stringify(cellId)}`],
    gradeId === undefined ? [] : [`grade_id ${JSON.stringify(gradeId)}`],
  ].flat();
  return [
    file,
    cell === undefined ? [] : `cell ${cell}${names.length > 0 ? ` (${names.join(", ")})` : ""}`,
    line === undefined ? [] : `line ${line}`,
    field === undefined ? [] : `field ${field}`,
  ]
    .flat()
    .join(", ");
}

/** A value as an error shows it: JSON, one line, cut at 80 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
