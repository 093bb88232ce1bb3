// A small master notebook, written as an instructor would, for the tests of authoring and grading.
import type { Notebook } from "../../autograder/contract.ts";
import { codeCell, notebook, textCell } from "./notebooks.ts";

export const tinySlug = "07-tiny";

const answer = `function double(x: number): number {
  // BEGIN SOLUTION
  const twice = x + x;
  return twice;
  // END SOLUTION
}`;

const tests = `import { question } from "convlab/check";
await question("q1", async ({ test, call, expect, seeds }) => {
  await test("doubles a small number", { points: 2 }, async () => {
    expect(await call("double", 2)).toBe(4);
  });
  // BEGIN HIDDEN TESTS
  await test("doubles what lies below zero", { points: 3, hint: "try a negative number" }, async () => {
    for (const seed of seeds(3)) expect(await call("double", -seed)).toBe(-2 * seed);
  });
  // END HIDDEN TESTS
});`;

const manual = `Doubling is adding a number to itself.
<!-- BEGIN MARK SCHEME -->
5 points for naming addition.
<!-- END MARK SCHEME -->`;

/** Title, setup, answer cell, test cell and a manual question; 5 automatic points and 5 by hand. */
export function tinyMaster(): Notebook {
  return notebook(
    [
      textCell("title", "# Tiny\nDouble a number."),
      {
        ...codeCell("setup", 'import { NotImplementedError } from "convlab/check";', {
          locked: true,
        }),
      },
      codeCell("q1-answer", answer, { solution: true }),
      codeCell("q1-tests", tests, { grade: true, points: 5 }),
      textCell("q2", manual, { grade: true, solution: true, points: 5 }),
    ],
    { convlab: { slug: tinySlug, title: "Tiny", allowedImports: ["convlab/check"] } },
  );
}
