// What must never leave the instructors' repository: answers, hidden tests, mark schemes, mutants.
import type { Lab, Mutant } from "../../contract.ts";
import { describePlace, gradeIdOf, isSolution, type Place } from "../../notebook/index.ts";
import { findRegions, type RegionKind } from "../master/marks.ts";
import { isStubLine } from "../master/stubs.ts";
import { wordsOf } from "./words.ts";

/** A secret piece of text and where it stands. */
export interface Passage {
  /** `solutions/…/….ipynb, cell 4 (grade_id "q1"), line 3: solution`. */
  readonly name: string;
  readonly words: readonly string[];
}

/** Every secret passage of a lab's master and mutants. */
export function passagesOf(lab: Lab, mutants: readonly Mutant[]): readonly Passage[] {
  const { slug } = lab.settings;
  const fromCells = lab.master.cells.flatMap((cell, index) => {
    const gradeId = gradeIdOf(cell);
    const place: Place = {
      file: `solutions/${slug}/${slug}.ipynb`,
      cell: index + 1,
      ...(gradeId === undefined ? { cellId: cell.id } : { gradeId }),
    };
    const lines = cell.source.split("\n");
    const regions = findRegions(cell.source, place);
    const wholeAnswer =
      cell.cell_type !== "code" && isSolution(cell) && !regions.some(isSolutionRegion);
    const whole = wholeAnswer ? [passage(place, "answer in words", lines)] : [];
    return [
      ...whole,
      ...regions.map(({ kind, first, last }) =>
        passage({ ...place, line: first + 1 }, names[kind], lines.slice(first + 1, last)),
      ),
    ];
  });
  const reference = new Set(lab.master.cells.flatMap(({ source }) => source.split("\n")));
  const fromMutants = mutants.flatMap(({ name, trap, cells }) => {
    const file = `solutions/${slug}/mutants/${name}.json`;
    const changed = Object.values(cells)
      .flatMap((source) => source.split("\n"))
      .filter((line) => !reference.has(line));
    const text = passage({ file }, "mutant", changed);
    const telling = text.words.length >= tellingMutant ? [text] : [];
    return [...telling, passage({ file }, "trap", [trap])];
  });
  return [...fromCells, ...fromMutants];
}

/** The few changed words of most mutants stand in any loop: found elsewhere, they would mean nothing. */
const tellingMutant = 18;

const names: Readonly<Record<RegionKind, string>> = {
  SOLUTION: "solution",
  "HIDDEN TESTS": "hidden tests",
  "MARK SCHEME": "mark scheme",
};

function isSolutionRegion({ kind }: { readonly kind: RegionKind }): boolean {
  return kind === "SOLUTION";
}

/** Stub lines stand in the region, but are what students get. */
function passage(place: Place, what: string, lines: readonly string[]): Passage {
  const secret = lines.filter((line) => !isStubLine(line)).join("\n");
  return { name: `${describePlace(place)}: ${what}`, words: wordsOf(secret) };
}
