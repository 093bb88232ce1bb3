import { expect, test } from "vitest";
import { foreignNames } from "../../../autograder/authoring/check/names.ts";
import { codeCell, notebook } from "../../support/notebooks.ts";

const setup = {
  ...codeCell("setup", 'import { tensor } from "convlab/tensor";\nconst tolerance = 1e-9;', {
    locked: true,
  }),
};
const cells = (tests: string) =>
  notebook([
    { ...setup, metadata: { ...setup.metadata, tags: ["setup"] } },
    codeCell(
      "answer",
      "function double(x: number) { return 2 * x; }\nconst { a, b: [c] } = { a: 1, b: [2] };",
      {
        solution: true,
      },
    ),
    codeCell("tests", tests, { grade: true, points: 1 }),
  ]);
const found = (tests: string) => foreignNames(cells(tests), "lab.ipynb").map(({ name }) => name);

test.each([
  ["a call of an answer's function", "double(2);", ["double"]],
  ["a variable of an answer's cell", "const y = a + c;", ["a", "c"]],
  ["a name in a property's value", "({ double });", ["double"]],
  ["a name inside of a function", "const f = () => { if (true) { return double; } };", ["double"]],
])("%s is found", (_, tests, names) => {
  expect(found(tests)).toEqual(names);
});

test.each([
  ["a name of a setup cell", "tensor([tolerance]);"],
  ["a name that the test cell declares itself", "const double = 3; double + 1;"],
  ["a parameter", "const f = (a: number, { c }: { c: number }) => a + c;"],
  ["an import", 'import { double } from "convlab/ops"; double(1);'],
  ["a text, a property and a key", 'call("double"); x.double; ({ double: 1, a() {} });'],
  ["a global", "console.log(Math.PI);"],
])("%s is no use of another cell's name", (_, tests) => {
  expect(found(tests)).toEqual([]);
});

test("the finding names cell, line and the declaring cell", () => {
  expect(foreignNames(cells("const x = 1;\ndouble(x);"), "lab.ipynb")).toEqual([
    {
      place: { file: "lab.ipynb", cell: 3, cellId: "tests", line: 2 },
      name: "double",
      declaredIn: 2,
    },
  ]);
});
