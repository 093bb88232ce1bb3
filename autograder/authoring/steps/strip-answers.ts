import type { NotebookCell } from "../../contract.ts";
import { isSolution, type Place } from "../../notebook/index.ts";
import { findRegions } from "../master/marks.ts";
import { stubFor, textStub } from "../master/stubs.ts";
import { eachCell, type Step } from "./step.ts";

/**
 * Puts stubs in place of the solution regions. An answer in words without marks is replaced whole, as nbgrader does.
 *
 * @throws NotebookError MARK_…, STUB_NEEDED
 */
export const stripAnswers: Step = eachCell(stripCell);

function stripCell(cell: NotebookCell, place: Place): NotebookCell {
  const regions = findRegions(cell.source, place).filter(({ kind }) => kind === "SOLUTION");
  if (regions.length === 0) {
    return cell.cell_type !== "code" && isSolution(cell) ? { ...cell, source: textStub } : cell;
  }
  const lines = cell.source.split("\n");
  const source = lines.flatMap((line, index) => {
    const region = regions.find(({ first, last }) => first <= index && index <= last);
    if (!region) return [line];
    return index === region.first ? stubFor(region, cell.source, cell.cell_type, place) : [];
  });
  return { ...cell, source: source.join("\n") };
}
