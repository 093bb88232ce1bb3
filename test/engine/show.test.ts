import { expect, test } from "vitest";
import { afterAll, beforeAll } from "vitest";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true });
});
afterAll(() => notebook.close());

const texts: Record<string, string> = {
  "1.5": "1.5",
  "'it\\'s'": `"it's"`,
  "10n": "10n",
  null: "null",
  "new Map([['a', 1]])": "Map(1) { 'a' => 1 }",
  "new Set([1])": "Set(1) { 1 }",
  "new Date(0)": "1970-01-01T00:00:00.000Z",
  "(function named() {})": "[Function: named]",
  "Buffer.from('hi')": "<Buffer 68 69>",
  "[1, 2, 3]": "[ 1, 2, 3 ]",
  "[[1, 2], [30, 4]]": "number[][] [2, 2]\n[[ 1,  2],\n [30,  4]]",
  "[[1, 2], [3]]": "[ [ 1, 2 ], [ 3 ] ]",
  "new Float32Array([1, 2.5])": "Float32Array [2]\n[1.0000, 2.5000]",
  "new Float64Array([1e-9, 1])": "Float64Array [2]\n[1.0000e-9, 1.0000e+0]",
  "new Float64Array([NaN, -0, Infinity])": "Float64Array [3]\n[     NaN,       -0, Infinity]",
  "new Uint8Array(20)": "Uint8Array [20]\n[0, 0, 0, …, 0, 0, 0]",
  "new Float32Array(0)": "Float32Array [0]",
};
for (const [code, text] of Object.entries(texts))
  test(`${code} is shown as ${JSON.stringify(text)}`, async () => {
    expect((await notebook.run(code)).text).toBe(text);
  });

test("an ndarray view is shown by its own shape and strides", async () => {
  await notebook.run("import ndarray from 'ndarray'");
  const ran = await notebook.run(
    "ndarray(new Float64Array([1, 2, 3, 4, 5, 6]), [2, 3]).transpose(1, 0)",
  );
  expect(ran.text).toBe("float64 [3, 2]\n[[1, 4],\n [2, 5],\n [3, 6]]");
});

test("long axes show their ends", async () => {
  const ran = await notebook.run("Array.from({ length: 20 }, (_, i) => [i, i])");
  expect(ran.text?.split("\n")).toHaveLength(8); // title, 3 rows, …, 3 rows
});

test("values carry no colours, so that tools can read them", async () => {
  expect((await notebook.run("42")).result).toEqual({ "text/plain": "42" });
  expect((await notebook.run("'a'")).result).toEqual({ "text/plain": "'a'" });
  expect((await notebook.run("({ n: 1 })")).result).toEqual({ "text/plain": "{ n: 1 }" });
  const { events } = await notebook.run("console.log([1, 2], { a: 'b' }, 3)");
  expect(events).toMatchObject([{ type: "stream", text: "[ 1, 2 ] { a: 'b' } 3\n" }]);
});

test("what a cell colours itself keeps its colours, and so do errors", async () => {
  const code =
    "import { styleText } from 'node:util'; console.log(styleText('red', 'loss', { validateStream: false }))";
  expect((await notebook.run(code)).stdout).toBe("\u001b[31mloss\u001b[39m\n");
  const { error } = await notebook.run("throw new Error('boom')");
  expect(error?.traceback.join("\n")).toContain("\u001b[31m");
});

test("with CONVLAB_COLORS=1 trees are coloured, plain numbers and text are not", async () => {
  process.env["CONVLAB_COLORS"] = "1";
  const coloured = openEngine({ typeCheck: true });
  try {
    const { result, stdout } = await coloured.run(
      "console.log('text', 5); console.log([1]); ({ n: 1 })",
    );
    expect(result).toEqual({ "text/plain": "{ n: \u001b[33m1\u001b[39m }" });
    expect(stdout).toBe("text 5\n[ \u001b[33m1\u001b[39m ]\n");
  } finally {
    delete process.env["CONVLAB_COLORS"];
    await coloured.close();
  }
});

test("a value decides its own picture, at once or later", async () => {
  const picture =
    "{ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<i>x</i>', 'image/png': new Uint8Array([1]) }) }";
  expect((await notebook.run(`(${picture})`)).result).toEqual({
    "text/html": "<i>x</i>",
    "image/png": "AQ==",
  });
  const late =
    "{ async [Symbol.for('Jupyter.display')]() { await 1; return { 'text/plain': 'late' } } }";
  expect((await notebook.run(`(${late})`)).result).toEqual({ "text/plain": "late" });
  const ran = await notebook.run(`display(${late}); console.log('first'); undefined`);
  expect(ran.events.map(({ type }) => type)).toEqual(["stream", "display"]);
});

test("a display method that throws shows why, and the value as text", async () => {
  const ran = await notebook.run(
    "({ a: 1, [Symbol.for('Jupyter.display')]() { throw new Error('no picture') } })",
    { label: "Cell [4]" },
  );
  expect(ran.status).toBe("ok");
  expect(ran.text).toContain("a: 1");
  expect(ran.stderr).toContain("no picture");
  expect(ran.stderr).toContain("Cell [4], line 1, column 52");
});

test("a display method that returns no bundle is told what to return", async () => {
  const ran = await notebook.run("({ [Symbol.for('Jupyter.display')]: () => 5 })");
  expect(ran.stderr).toContain("must return an object");
});

test("an error as a value is shown with its lines", async () => {
  expect((await notebook.run("new TypeError('value')", { label: "Cell [8]" })).text).toBe(
    "TypeError: value\n    at Cell [8], line 1, column 1",
  );
});

test("silent cells show no result", async () => {
  const ran = await notebook.run("5", { showResult: false });
  expect(ran.events).toEqual([]);
});

test("objects that resist are shown all the same", async () => {
  for (const code of [
    "Object.create(null)",
    "Object.defineProperty({}, 'x', { enumerable: true, get() { throw 1 } })",
    "const loop9: any = {}; loop9.self = loop9; loop9",
  ])
    expect((await notebook.run(code)).status).toBe("ok");
});
