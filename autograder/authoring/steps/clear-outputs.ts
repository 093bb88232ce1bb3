import type { JsonObject } from "../../../kernel/core/index.ts";
import type { NotebookCell } from "../../contract.ts";
import { eachCell, type Step } from "./step.ts";

/** Takes out outputs, prompt numbers and what a front end stores about a run: a saved output may show an answer. */
export const clearOutputs: Step = eachCell((cell: NotebookCell) => {
  const { execution: _e, collapsed: _c, scrolled: _s, ...metadata } = cell.metadata;
  const { ExecuteTime: _t, ...kept } = metadata as JsonObject;
  if (cell.cell_type !== "code") return { ...cell, metadata: kept };
  return { ...cell, metadata: kept, outputs: [], execution_count: null };
});
