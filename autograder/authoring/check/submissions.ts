// The submissions that `lab check` grades: the reference, the untouched release, and each mutant.
import type { Lab, Mutant, Notebook } from "../../contract.ts";
import { gradeIdOf, isSolution, writeNotebook } from "../../notebook/index.ts";

/** The untouched release, as a student who did nothing hands it in. */
export function untouched(lab: Lab): Uint8Array {
  return bytesOf(lab.release, "untouched release");
}

/** The release with the master's answers in it, as a student who knows everything hands it in. */
export function solved(lab: Lab): Uint8Array {
  return bytesOf(withAnswers(lab, {}), "reference");
}

/** The solved release with the mutant's cells in place of the reference's. */
export function mutated(lab: Lab, mutant: Mutant): Uint8Array {
  return bytesOf(withAnswers(lab, mutant.cells), `mutant ${mutant.name}`);
}

function withAnswers(lab: Lab, changed: Readonly<Record<string, string>>): Notebook {
  const answers = new Map(
    lab.master.cells.filter(isSolution).map((cell) => [gradeIdOf(cell) ?? "", cell.source]),
  );
  const cells = lab.release.cells.map((cell) => {
    const id = gradeIdOf(cell) ?? "";
    const source = changed[id] ?? answers.get(id);
    return source === undefined ? cell : { ...cell, source };
  });
  return { ...lab.release, cells };
}

function bytesOf(notebook: Notebook, name: string): Uint8Array {
  return new TextEncoder().encode(writeNotebook(notebook, name));
}
