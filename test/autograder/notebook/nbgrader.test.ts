import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { NotebookCell } from "../../../autograder/contract.ts";
import {
  computeChecksum,
  gradedCells,
  gradeIdOf,
  isLocked,
  readNbgrader,
  withNbgrader,
} from "../../../autograder/notebook/index.ts";
import type { JsonObject } from "../../../kernel/core/index.ts";
import { codeOf } from "../../support/codes.ts";
import { codeCell, nbgraderRole, notebook, textCell } from "../../support/notebooks.ts";

const frozen = JSON.parse(
  readFileSync(new URL("frozen/nbgrader.json", import.meta.url), "utf8"),
) as {
  checksums: { cell: NotebookCell; checksum: string }[];
  upgrades: { cell: NotebookCell; metadata: JsonObject | null }[];
};

function withMetadata(nbgrader: JsonObject): NotebookCell {
  return { ...codeCell("c", "x"), metadata: { nbgrader } };
}

test("checksums equal those of the real nbgrader, bit for bit", () => {
  expect(frozen.checksums.length).toBeGreaterThan(15);
  for (const { cell, checksum } of frozen.checksums) expect(computeChecksum(cell)).toBe(checksum);
});

test("metadata of versions 0 to 2 become what the real nbgrader makes of them", () => {
  for (const { cell, metadata } of frozen.upgrades) {
    const expected = metadata === null ? undefined : { task: false, ...metadata };
    expect(readNbgrader(cell)).toEqual(expected);
  }
});

test("metadata of schema 3 come back as they were written", () => {
  const role = nbgraderRole("q1", { grade: true, points: 4.5, cell_type: "code" });
  expect(readNbgrader(withNbgrader(codeCell("c", "x"), role))).toEqual(role);
});

test.each([
  ["a newer schema", { schema_version: 4 }, "NBGRADER_VERSION"],
  ["a schema that is no number", { schema_version: "3" }, "NBGRADER_FORMAT"],
  ["an unknown key", { colour: "red" }, "NBGRADER_FORMAT"],
  ["a role that is no boolean", { grade: "yes" }, "NBGRADER_FORMAT"],
  ["a grade_id with a blank", { grade_id: "q 1" }, "NBGRADER_GRADE_ID"],
  ["an empty grade_id", { grade_id: "" }, "NBGRADER_GRADE_ID"],
  ["points below zero", { grade: true, points: -1 }, "NBGRADER_POINTS"],
  ["points as text", { grade: true, points: "4" }, "NBGRADER_POINTS"],
  ["a graded cell without points", { grade: true }, "NBGRADER_POINTS"],
  ["a short checksum", { checksum: "abc" }, "NBGRADER_FORMAT"],
  ["an unknown cell type", { cell_type: "heading" }, "NBGRADER_FORMAT"],
])("%s is refused", (_, change, code) => {
  const metadata = { ...nbgraderRole("q1", { solution: true }), ...change };
  expect(codeOf(() => readNbgrader(withMetadata(metadata)))).toBe(code);
});

test("a cell whose roles are all false and which has no grade_id is an ordinary cell", () => {
  const { grade_id: _, ...metadata } = nbgraderRole("q1", {});
  expect(readNbgrader(withMetadata(metadata))).toBeUndefined();
});

test("the grade_id is found even where the rest of the metadata is broken", () => {
  expect(gradeIdOf(withMetadata({ schema_version: 99, grade_id: "q1", grade: 7 }))).toBe("q1");
  expect(gradeIdOf(withMetadata({ grade_id: "../x" }))).toBeUndefined();
  expect(gradeIdOf({ ...codeCell("c", ""), metadata: { nbgrader: null } })).toBeUndefined();
});

test("a test is locked, an answer never is, a locked text stays so", () => {
  expect(isLocked(codeCell("t", "", { grade: true, points: 1 }))).toBe(true);
  expect(isLocked(codeCell("a", "", { solution: true, locked: true }))).toBe(false);
  expect(isLocked(codeCell("s", "", { locked: true }))).toBe(true);
  expect(isLocked(codeCell("o", ""))).toBe(false);
});

test("a grade_id may stand once in a notebook, and the error names both cells", () => {
  const twice = notebook([
    codeCell("a", "", { solution: true, grade_id: "q1" }),
    textCell("b", ""),
    codeCell("c", "", { solution: true, grade_id: "q1" }),
  ]);
  expect(codeOf(() => gradedCells(twice, "lab.ipynb"))).toBe("NBGRADER_DUPLICATE");
  expect(() => gradedCells(twice, "lab.ipynb")).toThrow(
    /lab\.ipynb, cell 3 .*\n.*cell 1 and in cell 3/,
  );
});

test("Markdown is graded only as an answer, and a task only as Markdown", () => {
  const asked = (cell: NotebookCell) => codeOf(() => gradedCells(notebook([cell]), "lab.ipynb"));
  expect(asked(textCell("m", "", { grade: true, points: 1 }))).toBe("NBGRADER_MARKDOWN");
  expect(asked(textCell("m", "", { solution: true }))).toBe("NBGRADER_MARKDOWN");
  expect(asked(codeCell("k", "", { task: true, points: 1 }))).toBe("NBGRADER_TASK");
  expect(asked(textCell("m", "", { grade: true, solution: true, points: 1 }))).toHaveProperty(
    "returned",
  );
});
