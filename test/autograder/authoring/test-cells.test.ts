import { expect, test } from "vitest";
import { readQuestion } from "../../../autograder/authoring/index.ts";
import { faultOf } from "../../support/codes.ts";
import { tinyMaster } from "../../support/masters.ts";

const place = { file: "lab.ipynb", cell: 4 };
const inQuestion = (body: string) =>
  `await question("q1", async ({ test, expect }) => {\n${body}\n});`;

test("the tests of a question are read with title, points, line and whether they are hidden", () => {
  expect(readQuestion(tinyMaster().cells[3]?.source ?? "", place)).toEqual({
    question: "q1",
    tests: [
      { title: "doubles a small number", points: 2, hidden: false, line: 3 },
      { title: "doubles what lies below zero", points: 3, hidden: true, line: 7 },
    ],
  });
});

test("a regular expression's test() is no test", () => {
  const body = 'await test("a", { points: 1 }, async () => { expect(/a/.test("a")).toBe(true); });';
  expect(readQuestion(inQuestion(body), place).tests).toHaveLength(1);
});

test.each([
  ["no question", "const x = 5;", "QUESTION_MISSING", undefined],
  ["two questions", `${inQuestion("")}\n${inQuestion("")}`, "QUESTION_TWICE", 4],
  ["a question without a name", "await question(name, async () => {});", "QUESTION_NAME", 1],
  ["a question that is not awaited", 'question("q1", async () => {});', "TEST_NOT_AWAITED", 1],
  ["a test that is not awaited", inQuestion('test("a", { points: 1 }, f);'), "TEST_NOT_AWAITED", 2],
  ["a test without points", inQuestion('await test("a", {}, f);'), "TEST_POINTS", 2],
  ["points that are no number", inQuestion('await test("a", { points: p }, f);'), "TEST_POINTS", 2],
  ["a computed title", inQuestion("await test(`n = ${n}`, { points: 1 }, f);"), "TEST_TITLE", 2],
  [
    "a test in a loop",
    inQuestion('for (;;) await test("a", { points: 1 }, f);'),
    "TEST_IN_LOOP",
    2,
  ],
  [
    "a test in a branch",
    inQuestion('if (x) { await test("a", { points: 1 }, f); }'),
    "TEST_IN_LOOP",
    2,
  ],
  [
    "the same title twice",
    inQuestion('await test("a", { points: 1 }, f);\nawait test("a", { points: 1 }, f);'),
    "TEST_TWICE",
    3,
  ],
  ["text that is not TypeScript", inQuestion("await test("), "CELL_SYNTAX", 3],
])("%s is refused with its line", async (_, source, code, line) => {
  const fault = await faultOf(() => readQuestion(source, place));
  expect(fault.code).toBe(code);
  expect(fault.details["line"]).toBe(line);
});
