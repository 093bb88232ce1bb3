import type { NotebookCell } from "../../contract.ts";
import { gradedCells, notebookError, readNbgrader, type Place } from "../../notebook/index.ts";
import { findRegions, type RegionKind } from "../master/marks.ts";
import { isStubLine } from "../master/stubs.ts";
import { eachCell, type Step } from "./step.ts";

/**
 * Refuses a master whose marks or roles would hand out an answer or lose a question; changes nothing.
 *
 * @throws NotebookError MARK_…, NBGRADER_…, MARK_WRONG_CELL, ANSWER_UNMARKED, STUB_OUTSIDE
 */
export const checkMarks: Step = (notebook, context) => {
  gradedCells(notebook, context.file);
  return eachCell(checkCell)(notebook, context);
};

function checkCell(cell: NotebookCell, place: Place): NotebookCell {
  const role = readNbgrader(cell, place);
  const here = role ? { ...place, gradeId: role.grade_id } : place;
  const regions = findRegions(cell.source, here);
  const wrongKind = (kind: RegionKind, belongs: boolean, where: string, fix: string): void => {
    const region = regions.find((one) => one.kind === kind);
    if (!region || belongs) return;
    throw notebookError(
      { ...here, line: region.first + 1 },
      {
        code: "MARK_WRONG_CELL",
        summary: `BEGIN ${kind} stands in a cell where it does not belong.`,
        given: role ? `a cell with ${describeRole(role)}` : "a cell without a role",
        expected: where,
        fix,
      },
    );
  };
  const isTest = role?.grade === true && !role.solution;
  wrongKind(
    "SOLUTION",
    role?.solution === true,
    "an answer cell: solution true in its nbgrader metadata",
    'give the cell "nbgrader": {"schema_version": 3, "grade": false, "solution": true, "locked": false, "task": false, "grade_id": "…"}',
  );
  wrongKind(
    "HIDDEN TESTS",
    isTest,
    "a test cell: grade true, solution false",
    "set grade to true in this cell's nbgrader metadata, or move the tests to the question's test cell",
  );
  wrongKind(
    "MARK SCHEME",
    cell.cell_type === "markdown" && (role?.task === true || role?.grade === true),
    "a Markdown cell that is graded by hand",
    "move the scheme to the question's Markdown cell",
  );
  if (role?.solution && cell.cell_type === "code" && !regions.some((r) => r.kind === "SOLUTION")) {
    throw notebookError(here, {
      code: "ANSWER_UNMARKED",
      summary: "an answer cell without marks: students would get the whole answer.",
      fix: "put // BEGIN SOLUTION and // END SOLUTION around what they are to write",
    });
  }
  const stub = cell.source
    .split("\n")
    .findIndex((line, index) => isStubLine(line) && !regions.some((r) => within(r, index)));
  if (stub >= 0 && role?.solution) {
    throw notebookError(
      { ...here, line: stub + 1 },
      {
        code: "STUB_OUTSIDE",
        summary: "a STUB line stands outside of every solution region.",
        fix: "move it between // BEGIN SOLUTION and // END SOLUTION",
      },
    );
  }
  return cell;
}

function within(region: { readonly first: number; readonly last: number }, line: number): boolean {
  return region.first < line && line < region.last;
}

function describeRole(role: {
  readonly grade: boolean;
  readonly solution: boolean;
  readonly task: boolean;
}): string {
  return `grade ${role.grade}, solution ${role.solution}, task ${role.task}`;
}
