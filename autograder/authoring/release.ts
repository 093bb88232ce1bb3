// From master to release: ordered steps, each a notebook to a notebook.
import type { LabSettings, Notebook } from "../contract.ts";
import { checkMarks } from "./steps/check-marks.ts";
import { clearOutputs } from "./steps/clear-outputs.ts";
import { lockCells } from "./steps/lock-cells.ts";
import { setKernel } from "./steps/set-kernel.ts";
import { setPoints } from "./steps/set-points.ts";
import { stampChecksums } from "./steps/stamp-checksums.ts";
import type { Step } from "./steps/step.ts";
import { stripAnswers } from "./steps/strip-answers.ts";
import { stripHiddenTests, stripMarkSchemes } from "./steps/strip-regions.ts";

/** What makes a master valid and complete, without taking anything out. */
const prepare: readonly Step[] = [setPoints, checkMarks];

const strip: readonly Step[] = [
  stripMarkSchemes,
  stripAnswers,
  stripHiddenTests,
  clearOutputs,
  setKernel,
  lockCells,
  stampChecksums,
];

/** The master with its points filled in, once it is known to be right. */
export function prepareMaster(master: Notebook, settings: LabSettings, file: string): Notebook {
  return run(prepare, master, settings, file);
}

/**
 * What students get of a master. Releasing the same master twice gives the same notebook.
 *
 * @throws NotebookError for everything that would hand out an answer, lose a question or miscount points
 */
export function releaseNotebook(master: Notebook, settings: LabSettings, file: string): Notebook {
  return run([...prepare, ...strip], master, settings, file);
}

function run(
  steps: readonly Step[],
  master: Notebook,
  settings: LabSettings,
  file: string,
): Notebook {
  return steps.reduce((notebook, step) => step(notebook, { file, settings }), master);
}
