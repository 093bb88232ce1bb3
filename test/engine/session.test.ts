import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true, tsconfig: null });
});
afterAll(() => notebook.close());

test("a type error is shown with line, column and caret, and nothing of the cell runs", async () => {
  const ran = await notebook.run("console.log('ran')\nconst n1: number = 'str'", {
    label: "Cell [4]",
  });
  expect(ran.error).toMatchObject({ name: "TypeCheckError", position: { line: 2, column: 7 } });
  expect(ran.traceback).toContain("Cell [4], line 2, column 7");
  expect(ran.traceback).toContain("> 2 | const n1: number = 'str'\n    |       ^^");
  expect(ran.stdout).toBe("");
  expect(ran.events.map(({ type }) => type)).toEqual(["error"]);
});

test("a cell that ends too early is told so in plain words", async () => {
  const ran = await notebook.run("function open1() {");
  expect(ran.error).toMatchObject({ name: "SyntaxError" });
  expect(ran.error?.message).toContain("found the end of the cell");
});

test("a clean cell says that it was checked", async () => {
  expect(await notebook.run("const checked1: number = 1; checked1")).toMatchObject({
    checked: true,
    text: "1",
  });
});

test("types and names are known across cells", async () => {
  await notebook.run(
    "interface Shape1 { sides: number }\nfunction sides1(shape: Shape1): number { return shape.sides }",
  );
  expect((await notebook.run("sides1({ sides: 3 })")).text).toBe("3");
  expect((await notebook.run("sides1({ side: 3 })")).error?.name).toBe("TypeCheckError");
});

test("a cell that fails its check declares nothing", async () => {
  await notebook.run("const unborn1 = 5; const bad1: string = 5");
  expect((await notebook.run("unborn1")).error?.name).toBe("TypeCheckError");
});

test("one cell can be run unchecked", async () => {
  const ran = await notebook.run("const loose1: number = 'text' as any as string; loose1", {
    typeCheck: false,
  });
  expect(ran).toMatchObject({ status: "ok", checked: false, text: "'text'" });
});

test("the engine's own functions have types", async () => {
  expect(await notebook.run("display({ a: 1 }).update(2); clearOutput(); page('x')")).toMatchObject(
    { status: "ok", checked: true },
  );
  expect((await notebook.run("const input = 5; const page = 'p'; input + page")).text).toBe("'5p'");
});

test("after a restart the compiler has forgotten the names too", async () => {
  await notebook.run("const before1 = 1");
  await notebook.run("process.exit(0)");
  const ran = await notebook.run("before1");
  expect(ran.error?.name).toBe("TypeCheckError");
  expect((await notebook.run("const before1 = 'other type'; before1")).text).toBe("'other type'");
});

test("completion and inspection answer while a cell loops", async () => {
  await notebook.run("const matrix1 = { rows: 2, columns: 3 }");
  const { run, ended } = notebook.start("console.log('on'); while (true) {}");
  await notebook.heard((event) => event.type === "stream" && event.run === run);
  const completion = await notebook.engine.complete("matrix1.ro", 10);
  expect(completion.matches.map(({ text }) => text)).toContain("rows");
  expect(JSON.stringify(await notebook.engine.inspect("matrix1", 3, 0))).toContain("columns");
  expect(await notebook.engine.isComplete("function f() {")).toMatchObject({
    status: "incomplete",
  });
  await notebook.engine.interrupt();
  expect((await ended).error?.name).toBe("KeyboardInterrupt");
});
