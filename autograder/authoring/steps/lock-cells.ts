import { readNbgrader } from "../../notebook/index.ts";
import { eachCell, type Step } from "./step.ts";

/** Makes cells read-only in JupyterLab as nbgrader does: answers cannot be deleted, tests and locked cells not changed. */
export const lockCells: Step = eachCell((cell, place) => {
  const { deletable: _d, editable: _e, ...metadata } = cell.metadata;
  const role = readNbgrader(cell, place);
  if (!role || !(role.grade || role.solution || role.locked || role.task)) {
    return { ...cell, metadata };
  }
  const open = role.solution ? {} : { editable: false };
  return { ...cell, metadata: { ...metadata, deletable: false, ...open } };
});
