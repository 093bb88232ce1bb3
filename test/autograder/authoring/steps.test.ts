import { expect, test } from "vitest";
import type { NotebookCell } from "../../../autograder/contract.ts";
import { checkMarks } from "../../../autograder/authoring/steps/check-marks.ts";
import { clearOutputs } from "../../../autograder/authoring/steps/clear-outputs.ts";
import { lockCells } from "../../../autograder/authoring/steps/lock-cells.ts";
import { setKernel } from "../../../autograder/authoring/steps/set-kernel.ts";
import { setPoints } from "../../../autograder/authoring/steps/set-points.ts";
import { stampChecksums } from "../../../autograder/authoring/steps/stamp-checksums.ts";
import type { Step } from "../../../autograder/authoring/steps/step.ts";
import { stripAnswers } from "../../../autograder/authoring/steps/strip-answers.ts";
import {
  stripHiddenTests,
  stripMarkSchemes,
} from "../../../autograder/authoring/steps/strip-regions.ts";
import { readSettings } from "../../../autograder/authoring/master/settings.ts";
import { computeChecksum, readNbgrader } from "../../../autograder/notebook/index.ts";
import { codeOf } from "../../support/codes.ts";
import { tinyMaster, tinySlug } from "../../support/masters.ts";
import { codeCell, notebook, textCell } from "../../support/notebooks.ts";

const settings = readSettings(tinyMaster(), tinySlug, "lab.ipynb");

function run(step: Step, cell: NotebookCell): NotebookCell {
  const [changed] = step(notebook([cell]), { file: "lab.ipynb", settings }).cells;
  return changed ?? cell;
}

const answer = (...lines: string[]) => codeCell("q1", lines.join("\n"), { solution: true });

test("an answer in a function becomes a line that throws NotImplementedError with its name", () => {
  const cell = answer(
    "function double(x: number): number {",
    "  // BEGIN SOLUTION",
    "  return x + x;",
    "  // END SOLUTION",
    "}",
  );
  expect(run(stripAnswers, cell).source).toBe(
    'function double(x: number): number {\n  throw new NotImplementedError("double");\n}',
  );
});

test.each([
  ["const f = (x: number): number => {", "f"],
  ["const f = async function (x: number): Promise<void> {", "f"],
  ["class Net { loss(x: number): number {", "Net.loss"],
  ["function outer() { function inner() {", "inner"],
])("the name comes from where the function stands: %s", (opening, name) => {
  const closing = "}".repeat((opening.match(/\{/g) ?? []).length);
  const cell = answer(opening, "// BEGIN SOLUTION", "// END SOLUTION", closing);
  expect(run(stripAnswers, cell).source).toContain(`NotImplementedError("${name}")`);
});

test("STUB lines stand in place of the answer, with their own indent", () => {
  const cell = answer(
    "// BEGIN SOLUTION",
    "// STUB: const sum: number = NaN;",
    "// STUB:   // write the sum",
    "const sum = 5;",
    "// END SOLUTION",
    "sum;",
  );
  expect(run(stripAnswers, cell).source).toBe("const sum: number = NaN;\n  // write the sum\nsum;");
});

test("an answer in words is replaced by a line that says where to write", () => {
  const whole = textCell("m", "Because it flips.", { grade: true, solution: true, points: 5 });
  expect(run(stripAnswers, whole).source).toMatch(/^\*Write your answer here/);
  const part = {
    ...whole,
    source: "Why?\n<!-- BEGIN SOLUTION -->\nBecause.\n<!-- END SOLUTION -->",
  };
  expect(run(stripAnswers, part).source).toMatch(/^Why\?\n\*Write your answer here[^\n]*$/);
});

test("an answer outside of a function needs a stub of its own", () => {
  const cell = answer("// BEGIN SOLUTION", "const sum = 5;", "// END SOLUTION");
  expect(codeOf(() => run(stripAnswers, cell))).toBe("STUB_NEEDED");
});

test("hidden tests are taken out, the public ones stay", () => {
  const cell = codeCell("t", "a\n// BEGIN HIDDEN TESTS\nsecret\n// END HIDDEN TESTS\nb");
  expect(run(stripHiddenTests, cell).source).toBe("a\nb");
});

test("mark schemes are taken out", () => {
  const cell = textCell(
    "m",
    "Why?\n<!-- BEGIN MARK SCHEME -->\n5 points\n<!-- END MARK SCHEME -->",
  );
  expect(run(stripMarkSchemes, cell).source).toBe("Why?");
});

test("outputs, prompt numbers and run times are taken out", () => {
  const stream = { output_type: "stream", name: "stdout", text: "37" };
  const metadata = { tags: ["setup"], collapsed: true, execution: { a: "2026" } };
  const cell = { ...codeCell("c", "x"), metadata, outputs: [stream], execution_count: 7 };
  expect(run(clearOutputs, cell)).toEqual({ ...codeCell("c", "x"), metadata: { tags: ["setup"] } });
});

test("students can neither change nor delete tests and locked cells, nor delete answers", () => {
  const locked = { deletable: false, editable: false };
  expect(run(lockCells, codeCell("t", "", { grade: true, points: 1 })).metadata).toMatchObject(
    locked,
  );
  expect(run(lockCells, codeCell("s", "", { locked: true })).metadata).toMatchObject(locked);
  const open = run(lockCells, codeCell("a", "", { solution: true })).metadata;
  expect(open).toMatchObject({ deletable: false });
  expect(open).not.toHaveProperty("editable");
  expect(run(lockCells, { ...textCell("o", ""), metadata: { editable: false } }).metadata).toEqual(
    {},
  );
});

test("the points of a test cell are the sum of its tests' points", () => {
  const cell = tinyMaster().cells[3] ?? textCell("none", "");
  expect(readNbgrader(run(setPoints, withPoints(cell, undefined)))?.points).toBe(5);
  expect(readNbgrader(run(setPoints, cell))?.points).toBe(5);
  expect(codeOf(() => run(setPoints, withPoints(cell, 6)))).toBe("POINTS_DIFFER");
});

function withPoints(cell: NotebookCell, points: number | undefined): NotebookCell {
  const { points: _, ...role } = readNbgrader(cell) ?? {};
  const nbgrader = { ...role, ...(points === undefined ? {} : { points }) };
  return { ...cell, metadata: { ...cell.metadata, nbgrader } };
}

test("checksum and cell type are stamped, and hold for the text as it is handed out", () => {
  const stamped = run(stampChecksums, answer("x"));
  expect(readNbgrader(stamped)).toMatchObject({
    cell_type: "code",
    checksum: computeChecksum(stamped),
  });
  expect(run(stampChecksums, stamped)).toEqual(stamped);
  expect(run(stampChecksums, textCell("o", "x"))).toEqual(textCell("o", "x"));
});

test("the release names our kernel and the lab's settings, and nothing else of the author's metadata", () => {
  const master = { ...tinyMaster(), metadata: { ...tinyMaster().metadata, mine: "secret" } };
  const { metadata } = setKernel(master, { file: "lab.ipynb", settings });
  expect(metadata).toMatchObject({ kernelspec: { name: "convlab" }, convlab: { slug: tinySlug } });
  expect(Object.keys(metadata).sort()).toEqual(["convlab", "kernelspec", "language_info"]);
});

test.each<[string, NotebookCell, string]>([
  [
    "a solution outside of an answer cell",
    codeCell("c", "// BEGIN SOLUTION\n// END SOLUTION"),
    "MARK_WRONG_CELL",
  ],
  [
    "hidden tests in an answer cell",
    answer("// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS"),
    "MARK_WRONG_CELL",
  ],
  [
    "a mark scheme in code",
    codeCell("c", "// BEGIN MARK SCHEME\n// END MARK SCHEME"),
    "MARK_WRONG_CELL",
  ],
  ["an answer cell without marks", answer("const x = 5;"), "ANSWER_UNMARKED"],
  [
    "a stub outside of the region",
    answer("// STUB: 5\n// BEGIN SOLUTION\n// END SOLUTION"),
    "STUB_OUTSIDE",
  ],
  ["a forgotten END", answer("// BEGIN SOLUTION"), "MARK_NO_END"],
])("a master is refused for %s", (_, cell, code) => {
  expect(codeOf(() => run(checkMarks, cell))).toBe(code);
});

test("a right master passes the check unchanged", () => {
  expect(checkMarks(tinyMaster(), { file: "lab.ipynb", settings })).toEqual(tinyMaster());
});
