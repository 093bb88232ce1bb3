// From a submitted notebook to the cells that run: locked and missing cells are put back by grade_id, the rest is the
// student's. Nothing of a test is ever taken from the submission.
import type { CellReport, Lab, Notebook, NotebookCell } from "../../contract.ts";
import { gradeIdOf, readNbgrader } from "../../notebook/index.ts";

export type CellFlag = CellReport["flags"][number];

/** What happens at one place of the notebook, in order. */
export interface Step {
  readonly gradeId: string | undefined;
  readonly cellId: string;
  /** The release's cell that this one is; empty for the student's own. */
  readonly releaseId: string;
  /** `question`: the master's tests run here; `manual`: a person reads it, code in it runs too. */
  readonly role: "question" | "answer" | "locked" | "manual" | "free";
  /** The student's text, or the release's where the cell is locked. */
  readonly source: string;
  /** The master's text of a locked or test cell, hidden tests and all. */
  readonly master: string | undefined;
  /** A locked cell tagged `setup`: runs in the checker too. */
  readonly setup: boolean;
  /** `Cell [5]` for code that runs; undefined for text. */
  readonly label: string | undefined;
  readonly flags: readonly CellFlag[];
  readonly note: string;
}

interface Known {
  readonly key: string;
  readonly release: NotebookCell;
  readonly master: NotebookCell | undefined;
  readonly role: Exclude<Step["role"], "free">;
}

interface Placed {
  readonly cell: NotebookCell;
  readonly known: Known | undefined;
  readonly flags: readonly CellFlag[];
  readonly note: string;
}

/** The steps of a submission, every cell of the release exactly once or, where the student doubled an answer, more often. */
export function planSteps(lab: Lab, submitted: Notebook): readonly Step[] {
  const known = knownCells(lab);
  const placed = dropDoubledLocks(submitted.cells.map((cell) => placeCell(cell, known)));
  let codeCells = 0;
  return putBackMissing(placed, lab.release, known).map((item) => {
    const step = toStep(item);
    if (step.label === undefined) return step;
    codeCells += 1;
    return { ...step, label: `Cell [${codeCells}]` };
  });
}

/** The release's cells that the grader knows again: by grade_id, and locked set-up cells without one by their id. */
function knownCells({ release, master }: Lab): ReadonlyMap<string, Known> {
  const masters = new Map(master.cells.map((cell) => [keyOf(cell), cell]));
  const known = new Map<string, Known>();
  for (const cell of release.cells) {
    const role = roleOf(cell);
    const key = keyOf(cell);
    if (role) known.set(key, { key, release: cell, master: masters.get(key), role });
  }
  return known;
}

const keyOf = (cell: NotebookCell): string => {
  const gradeId = gradeIdOf(cell);
  return gradeId === undefined ? `id ${cell.id}` : `grade ${gradeId}`;
};

function roleOf(cell: NotebookCell): Known["role"] | undefined {
  const metadata = readNbgrader(cell);
  if (!metadata) return isSetup(cell) ? "locked" : undefined;
  if (metadata.task || (metadata.grade && metadata.solution)) return "manual";
  if (metadata.grade) return "question";
  return metadata.solution ? "answer" : "locked";
}

function isSetup(cell: NotebookCell): boolean {
  const tags = cell.metadata["tags"];
  return Array.isArray(tags) && tags.includes("setup");
}

function placeCell(cell: NotebookCell, cells: ReadonlyMap<string, Known>): Placed {
  const known = cells.get(keyOf(cell));
  if (!known) return { cell, known: undefined, flags: [], note: "" };
  const { release, role } = known;
  const changedType = cell.cell_type !== release.cell_type;
  if (role === "answer" || role === "manual") {
    // A cell that became Markdown by a slip of the M key still holds the answer.
    const note = changedType ? `was changed from ${release.cell_type} to ${cell.cell_type}` : "";
    return { cell, known, flags: changedType ? ["changed-locked"] : [], note };
  }
  if (!changedType && sameText(cell.source, release.source))
    return { cell, known, flags: [], note: "" };
  return { cell, known, flags: ["changed-locked"], note: "was changed although locked; put back" };
}

/** JupyterLab changes line ends and trailing space on some paths; that is no change. */
const sameText = (left: string, right: string): boolean => tidy(left) === tidy(right);
const tidy = (text: string): string => text.replaceAll("\r\n", "\n").trimEnd();

/**
 * A doubled answer runs as often as it stands, as in the student's own notebook: the later one wins. Of a doubled test or
 * locked cell the last one counts: every answer before it has run by then.
 */
function dropDoubledLocks(cells: readonly Placed[]): readonly Placed[] {
  return cells.flatMap((item, at): readonly Placed[] => {
    const { known } = item;
    if (!known) return [item];
    const same = (other: Placed): boolean => other.known === known;
    const earlier = cells.slice(0, at).some(same);
    const later = cells.slice(at + 1).some(same);
    if (known.role !== "answer" && later) return [];
    if (!earlier) return [item];
    const note = [item.note, "stands more than once"].filter(Boolean).join("; ");
    return [{ ...item, flags: [...item.flags, "duplicate"], note }];
  });
}

/** Puts each missing cell behind the one that precedes it in the release. */
function putBackMissing(
  cells: readonly Placed[],
  release: Notebook,
  known: ReadonlyMap<string, Known>,
): readonly Placed[] {
  const result = [...cells];
  let before = -1;
  for (const cell of release.cells) {
    const key = keyOf(cell);
    const found = result.findLastIndex((item) => keyOf(item.cell) === key);
    if (found >= 0) {
      before = found;
      continue;
    }
    const missing = known.get(key);
    if (!missing) continue;
    before += 1;
    result.splice(before, 0, {
      cell,
      known: missing,
      flags: ["restored"],
      note: "was deleted; put back as released",
    });
  }
  return result;
}

function toStep({ cell, known, flags, note }: Placed): Step {
  const common = { gradeId: gradeIdOf(cell), cellId: cell.id, flags, note };
  if (!known) {
    const label = cell.cell_type === "code" ? "" : undefined;
    const none = { releaseId: "", master: undefined, setup: false };
    return { ...common, ...none, role: "free", source: cell.source, label };
  }
  const { role, release, master } = known;
  const locked = role === "locked" || role === "question";
  return {
    ...common,
    releaseId: release.id,
    role,
    source: locked ? release.source : cell.source,
    master: locked ? master?.source : undefined,
    setup: role === "locked" && isSetup(release),
    label: release.cell_type === "code" ? "" : undefined,
  };
}
