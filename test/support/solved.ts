// Submissions made from a lab's own master.
import type { Lab, Notebook } from "../../autograder/contract.ts";
import { gradeIdOf, readNbgrader } from "../../autograder/notebook/index.ts";

/** The release with the master's answers, apart from these sources by grade_id. */
export function solvedBut(lab: Lab, changed: Readonly<Record<string, string>> = {}): Notebook {
  const masters = new Map(lab.master.cells.map((cell) => [gradeIdOf(cell), cell.source]));
  const cells = lab.release.cells.map((cell) => {
    const role = readNbgrader(cell);
    if (!role?.solution) return cell;
    const source = changed[role.grade_id] ?? masters.get(role.grade_id);
    return source === undefined ? cell : { ...cell, source };
  });
  return { ...lab.release, cells };
}

/** The release with only these answers written. */
export function answeredOnly(lab: Lab, gradeIds: readonly string[]): Notebook {
  const released = lab.release.cells.flatMap((cell) => {
    const gradeId = gradeIdOf(cell);
    return gradeId === undefined || gradeIds.includes(gradeId) ? [] : [[gradeId, cell.source]];
  });
  return solvedBut(lab, Object.fromEntries(released) as Record<string, string>);
}
