import { expect, test } from "vitest";
import type { NotebookCell } from "../../../autograder/contract.ts";
import { planSteps } from "../../../autograder/grading/submission/plan.ts";
import { codeCell } from "../../support/notebooks.ts";
import { smallLab } from "../../support/small-lab.ts";
import { solvedBut } from "../../support/solved.ts";

const lab = smallLab();
const solved = solvedBut(lab);
const plan = (cells: readonly NotebookCell[]) => planSteps(lab, { ...solved, cells });
const order = (cells: readonly NotebookCell[]) =>
  plan(cells).map(({ gradeId }) => gradeId ?? "free");
const without = (...ids: string[]) => solved.cells.filter(({ id }) => !ids.includes(id));
const whole = solved.cells.map(({ id }) => (id === "title" ? "free" : id));

test("an honest notebook is planned as it stands, code cells numbered as in JupyterLab", () => {
  const steps = plan(solved.cells);
  expect(steps.map(({ gradeId }) => gradeId ?? "free")).toEqual(whole);
  expect(steps.flatMap(({ flags }) => flags)).toEqual([]);
  expect(steps.map(({ label }) => label)).toEqual([
    undefined,
    ...[1, 2, 3, 4, 5, 6, 7].map((number) => `Cell [${number}]`),
    undefined,
  ]);
});

test("deleted cells come back at their place, whichever are gone", () => {
  const ids = solved.cells.map(({ id }) => id).filter((id) => id !== "title");
  for (const id of ids) {
    const steps = plan(without(id));
    expect(steps.map(({ gradeId }) => gradeId ?? "free")).toEqual(whole);
    expect(
      steps.filter(({ flags }) => flags.includes("restored")).map(({ gradeId }) => gradeId),
    ).toEqual([id]);
  }
  expect(order(without("title", ...ids))).toEqual(ids);
});

test("tests and locked cells are the course's own, whatever the student made of them", () => {
  const changed = solved.cells.map((cell) =>
    cell.id.endsWith("tests") || cell.id === "setup" ? { ...cell, source: "pass" } : cell,
  );
  const steps = plan(changed).filter(({ role }) => role === "question" || role === "locked");
  expect(steps.map(({ flags }) => flags)).toEqual(steps.map(() => ["changed-locked"]));
  expect(steps.every(({ source }) => source !== "pass")).toBe(true);
  expect(
    steps
      .filter(({ role }) => role === "question")
      .every(({ master }) => master?.includes("HIDDEN TESTS")),
  ).toBe(true);
});

test("line ends and space at the end are no change", () => {
  const cells = solved.cells.map((cell) =>
    cell.id === "setup" ? { ...cell, source: `${cell.source.replaceAll("\n", "\r\n")}\n` } : cell,
  );
  expect(plan(cells).flatMap(({ flags }) => flags)).toEqual([]);
});

test("a doubled answer runs twice, so that the later wins; a doubled test runs once, where its last copy stands", () => {
  const cells = solved.cells.flatMap((cell) =>
    cell.id === "slide-answer" || cell.id === "slide-tests"
      ? [cell, { ...cell, id: `${cell.id}-2` }]
      : [cell],
  );
  const steps = plan(cells);
  expect(
    steps.filter(({ gradeId }) => gradeId === "slide-answer").map(({ flags }) => flags),
  ).toEqual([[], ["duplicate"]]);
  expect(
    steps.filter(({ gradeId }) => gradeId === "slide-tests").map(({ cellId }) => cellId),
  ).toEqual(["slide-tests-2"]);
});

test("a student's own cells run where they stand", () => {
  const own = codeCell("mine", "const mine = 1;");
  const steps = plan([...solved.cells.slice(0, 3), own, ...solved.cells.slice(3)]);
  expect(steps[3]).toMatchObject({ role: "free", source: "const mine = 1;", label: "Cell [3]" });
});

test("a grade_id that the lab does not know, and metadata that make no sense, are the student's own cells", () => {
  const odd: NotebookCell = {
    ...codeCell("odd", "1;"),
    metadata: { nbgrader: { grade_id: "nobody", grade: "?" } },
  };
  const worse: NotebookCell = { ...codeCell("worse", "2;"), metadata: { nbgrader: 7 } };
  expect(
    plan([...solved.cells, odd, worse])
      .slice(-2)
      .map(({ role }) => role),
  ).toEqual(["free", "free"]);
});
