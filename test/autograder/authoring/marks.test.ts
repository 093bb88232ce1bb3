import { expect, test } from "vitest";
import { findRegions } from "../../../autograder/authoring/master/marks.ts";
import { faultOf } from "../../support/codes.ts";

const place = { file: "lab.ipynb", cell: 3, cellId: "q1" };

test("regions are found by their marks, whatever comment they stand in", () => {
  const source = [
    "// BEGIN SOLUTION",
    "x",
    "  //END SOLUTION",
    "<!-- BEGIN MARK SCHEME -->",
    "<!-- END MARK SCHEME -->",
    "### BEGIN HIDDEN TESTS",
    "/* END HIDDEN TESTS */",
  ].join("\n");
  expect(findRegions(source, place)).toEqual([
    { kind: "SOLUTION", first: 0, last: 2 },
    { kind: "MARK SCHEME", first: 3, last: 4 },
    { kind: "HIDDEN TESTS", first: 5, last: 6 },
  ]);
});

test("prose about beginnings and ends is no mark", () => {
  const prose =
    "// begin with the first row\n// end of the loop\nconst end = 3; // END\n// Begin here";
  expect(findRegions(prose, place)).toEqual([]);
});

test.each([
  ["a forgotten END", "a\n// BEGIN SOLUTION\nb", "MARK_NO_END", 2],
  ["a forgotten BEGIN", "a\n// END SOLUTION", "MARK_NO_BEGIN", 2],
  ["an END of another kind", "// BEGIN SOLUTION\n// END HIDDEN TESTS", "MARK_NO_BEGIN", 2],
  ["a second BEGIN", "// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION", "MARK_NESTED", 2],
  ["one region in another", "// BEGIN HIDDEN TESTS\n\n// BEGIN SOLUTION", "MARK_NESTED", 3],
  ["a misspelt mark", "// BEGIN SOLUTON\n// END SOLUTON", "MARK_MISSPELT", 1],
  ["small letters", "// Begin Solution\n// End Solution", "MARK_MISSPELT", 1],
  ["one test", "a\n// BEGIN HIDDEN TEST", "MARK_MISSPELT", 2],
  ["two blanks", "// BEGIN  SOLUTION", "MARK_MISSPELT", 1],
  ["a letter too few", "// BEGN SOLUTION", "MARK_MISSPELT", 1],
  ["a misspelt mark behind code", "return x; // begin solution", "MARK_MISSPELT", 1],
  ["an underscore", "// BEGIN_SOLUTION", "MARK_MISSPELT", 1],
  ["another word", "// BEGIN ANSWER", "MARK_MISSPELT", 1],
  ["code before the mark", "return x; // BEGIN SOLUTION", "MARK_NOT_ALONE", 1],
  ["both in a line", "// BEGIN SOLUTION END SOLUTION", "MARK_NOT_ALONE", 1],
])("%s is refused with its line", async (_, source, code, line) => {
  const fault = await faultOf(() => findRegions(source, place));
  expect(fault.code).toBe(code);
  expect(fault.details).toMatchObject({ file: "lab.ipynb", cell: 3, cellId: "q1", line });
});
