import { isJsonObject } from "../../../kernel/core/index.ts";
import type { NotebookCell } from "../../contract.ts";
import { notebookError, type Place } from "../../notebook/index.ts";
import { readQuestion } from "../master/test-cells.ts";
import { eachCell, type Step } from "./step.ts";

/**
 * Writes the sum of its tests' points into each test cell that has no points yet; the first step, because without
 * points a graded cell is not valid.
 *
 * @throws NotebookError POINTS_DIFFER where the metadata say another sum, and those of readQuestion
 */
export const setPoints: Step = eachCell(setCell);

function setCell(cell: NotebookCell, place: Place): NotebookCell {
  const role = cell.metadata["nbgrader"];
  if (cell.cell_type !== "code" || !isJsonObject(role)) return cell;
  if (role["grade"] !== true || role["solution"] === true) return cell;
  const id = role["grade_id"];
  const here = typeof id === "string" ? { ...place, gradeId: id } : place;
  const { tests } = readQuestion(cell.source, here);
  const sum = sumOf(tests.map(({ points }) => points));
  const given = role["points"];
  if (given !== undefined && given !== sum) {
    throw notebookError(
      { ...here, field: "metadata.nbgrader.points" },
      {
        code: "POINTS_DIFFER",
        summary: "the cell's points are not the sum of its tests' points.",
        given: `${JSON.stringify(given)} in the metadata`,
        expected: `${tests.map(({ points }) => points).join(" + ")} = ${sum}`,
        fix: `set points to ${sum}, or take the key out: release writes it; or correct the tests`,
      },
    );
  }
  return { ...cell, metadata: { ...cell.metadata, nbgrader: { ...role, points: sum } } };
}

/** 0.1 + 0.2 is 0.3 for a person who adds points. */
function sumOf(points: readonly number[]): number {
  return Math.round(points.reduce((sum, one) => sum + one, 0) * 1e6) / 1e6;
}
