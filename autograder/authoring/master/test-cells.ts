// Finds the tests in a test cell: `await question("q1", async ({ test }) => { await test(title, { points }, …) })`.
import { notebookError, type Place } from "../../notebook/index.ts";
import { findRegions } from "./marks.ts";
import {
  field,
  isNode,
  lineOf,
  literalText,
  nameOf,
  parseCell,
  walk,
  type TreeNode,
} from "./tree.ts";

/** One test as it stands in the text. */
export interface TestInText {
  readonly title: string;
  readonly points: number;
  readonly hidden: boolean;
  readonly line: number;
}

/** A question and its tests as they stand in the text of one test cell. */
export interface QuestionInText {
  readonly question: string;
  readonly tests: readonly TestInText[];
}

/**
 * The question of a test cell.
 *
 * @throws NotebookError QUESTION_MISSING, QUESTION_TWICE, QUESTION_NAME, TEST_TITLE, TEST_POINTS, TEST_NOT_AWAITED,
 *   TEST_IN_LOOP, TEST_TWICE, each with its line
 */
export function readQuestion(source: string, place: Place): QuestionInText {
  const program = parseCell(source, place);
  const questions = callsOf(program, "question");
  const [first, second] = questions;
  if (!first) {
    throw notebookError(place, {
      code: "QUESTION_MISSING",
      summary: "the test cell asks no question.",
      expected: 'await question("q1", async ({ test, call, expect }) => { … })',
      fix: "write the tests inside of question(…), or set grade to false",
    });
  }
  const at = (node: TreeNode): Place => ({ ...place, line: lineOf(source, node.start) });
  if (second) {
    throw notebookError(at(second.call), {
      code: "QUESTION_TWICE",
      summary: "a test cell holds one question, this one holds two.",
      fix: "give the second one a test cell of its own",
    });
  }
  checkAwaited(first, "question", at(first.call));
  const question = literalText(argument(first.call, 0));
  if (question === undefined || question.trim() === "") {
    throw notebookError(at(first.call), {
      code: "QUESTION_NAME",
      summary: "the question's name must be a text.",
      expected: 'question("q1", …)',
      fix: "write the name as a string in quotes",
    });
  }
  const hidden = findRegions(source, place).filter(({ kind }) => kind === "HIDDEN TESTS");
  const tests = callsOf(program, "test").map((found) => {
    const here = at(found.call);
    checkAwaited(found, "test", here);
    checkPlain(found, here);
    const line = lineOf(source, found.call.start);
    return {
      title: titleOf(found.call, here),
      points: pointsOf(found.call, here),
      hidden: hidden.some((region) => region.first < line && line <= region.last),
      line,
    };
  });
  checkTitles(tests, place);
  return { question, tests };
}

interface FoundCall {
  readonly call: TreeNode;
  readonly around: readonly TreeNode[];
}

/** Calls of a plain name: `test(…)`; `other.test(…)`, as of a regular expression, is not meant. */
function callsOf(program: TreeNode, name: string): readonly FoundCall[] {
  const found: FoundCall[] = [];
  walk(program, (call, around) => {
    if (call.type !== "CallExpression") return;
    const callee = field(call, "callee");
    if (callee?.type === "Identifier" && nameOf(callee) === name) found.push({ call, around });
  });
  return found;
}

function argument(call: TreeNode, index: number): TreeNode | undefined {
  const value = [call["arguments"]].flat()[index];
  return isNode(value) ? value : undefined;
}

function titleOf(call: TreeNode, place: Place): string {
  const title = literalText(argument(call, 0));
  if (title !== undefined && title.trim() !== "") return title;
  throw notebookError(place, {
    code: "TEST_TITLE",
    summary: "a test needs a title that stands in the text.",
    expected: 'test("slides the filter over the signal", { points: 2 }, …)',
    fix: "write a sentence in quotes, without ${…}",
  });
}

function pointsOf(call: TreeNode, place: Place): number {
  const options = argument(call, 1);
  const properties = ([options?.["properties"]].flat() as unknown[]).filter(isNode);
  const points = properties.find((property) => nameOf(field(property, "key")) === "points");
  const value = field(points, "value")?.["value"];
  if (typeof value === "number" && value >= 0) return value;
  throw notebookError(place, {
    code: "TEST_POINTS",
    summary: "a test needs points that stand in the text as a number.",
    given: points ? "something else than a number of 0 or more" : "no points",
    expected: 'test("…", { points: 2 }, async () => { … })',
    fix: "write { points: N } as the second argument; 0 for a test that only informs",
  });
}

function checkAwaited({ around }: FoundCall, name: string, place: Place): void {
  if (around.at(-1)?.type === "AwaitExpression") return;
  throw notebookError(place, {
    code: "TEST_NOT_AWAITED",
    summary: `${name}(…) is not awaited: the cell would end before it.`,
    fix: `write await ${name}(…)`,
  });
}

/** A test in a loop or branch runs an unknown number of times: its points could not be written into the metadata. */
function checkPlain({ around }: FoundCall, place: Place): void {
  const last = around.findLastIndex(({ type }) => /Function/.test(type));
  const odd = around
    .slice(last + 1)
    .find(
      ({ type }) =>
        !/^(BlockStatement|FunctionBody|ExpressionStatement|AwaitExpression)$/.test(type),
    );
  if (!odd && last >= 0) return;
  throw notebookError(place, {
    code: "TEST_IN_LOOP",
    summary:
      "a test must stand directly in its question, not in a loop, a branch or an expression.",
    given: odd?.type ?? "a test outside of question(…)",
    fix: "put the loop inside of the test: one test, many values",
  });
}

function checkTitles(tests: readonly TestInText[], place: Place): void {
  const twice = tests.find(({ title }, index) =>
    tests.slice(0, index).some((earlier) => earlier.title === title),
  );
  if (!twice) return;
  throw notebookError(
    { ...place, line: twice.line },
    {
      code: "TEST_TWICE",
      summary: "two tests of one question have the same title.",
      given: twice.title,
      fix: "say in the title what this one tries that the other does not",
    },
  );
}
