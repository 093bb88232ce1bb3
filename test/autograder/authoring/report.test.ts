import { expect, test } from "vitest";
import { reportText, type LabCheck } from "../../../autograder/authoring/index.ts";

function check(testCount: number): LabCheck {
  const tests = Array.from({ length: testCount }, (_, index) => ({
    question: "q1",
    title: `test ${index + 1}`,
    hidden: index > 0,
    points: 2,
    kills: index === 1 ? ["forgets-padding"] : [],
  }));
  return {
    lab: {
      slug: "02-pooling",
      title: "Pooling",
      allowedImports: [],
      limits: { callMs: 1, cellMs: 1, runMs: 1, memoryMb: 1 },
    },
    holds: false,
    sandbox: "full",
    automaticPoints: 2 * testCount,
    manualPoints: 0,
    claims: [
      { name: "this holds", holds: true, details: ["3 of 3"] },
      { name: "this does not", holds: false, details: ["q1: adds\nexpected 3"], fix: "correct it" },
    ],
    remarks: ["a test catches nothing"],
    mutants: [
      {
        name: "forgets-padding",
        trap: "Forgets the padding.",
        cap: 4,
        points: 2,
        passesPublic: true,
        killedBy: [{ question: "q1", title: "test 2", hidden: true, verdict: "failed" }],
        durationMs: 1,
      },
    ],
    tests,
    durationMs: 1500,
  };
}

test("a claim that does not hold is shown with everything that is wrong and what mends it", () => {
  const text = reportText(check(3));
  expect(text).toContain("  ok    this holds (3 of 3)");
  expect(text).toContain(
    "  FAIL  this does not\n          q1: adds\n          expected 3\n          to mend: correct it",
  );
  expect(text).toContain("remark: a test catches nothing");
  expect(text).toMatch(/1 of 2 claims do not hold$/);
});

test("the kill matrix names the test that caught each mutant", () => {
  const row = reportText(check(3))
    .split("\n")
    .find((line) => line.includes("forgets-padding  "));
  expect(row).toBe('  forgets-padding      2    4   .   #   .  hidden "test 2"');
});

test("with more tests than a terminal has columns, the matrix is a list of the tests that caught", () => {
  const text = reportText(check(40));
  expect(text).toContain("  forgets-padding      2    4  h2\n");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(110);
});
