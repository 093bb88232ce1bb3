import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true });
});
afterAll(() => notebook.close());

test("an error names the cell's own line and column, after types that are erased", async () => {
  const ran = await notebook.run("interface Q1 {\n  a: number\n}\n\nthrow new Error('ln')", {
    label: "Cell [5]",
  });
  expect(ran.error).toMatchObject({
    name: "Error",
    message: "ln",
    position: { line: 5, column: 7 },
  });
  expect(ran.traceback).toContain("Cell [5], line 5, column 7");
  expect(ran.traceback).toContain("> 5 | throw new Error('ln')\n    |       ^");
});

test("the column is the TypeScript column, behind annotations on the same line", async () => {
  const ran = await notebook.run(
    "const a: number = 1; const b: string | null = null; (b as any).x",
    { label: "Cell [6]" },
  );
  expect(ran.error?.position).toEqual({ line: 1, column: 64 });
});

test("the same mistake is told once, with the places where it stands again", async () => {
  const ran = await notebook.run("for (i = 0; i < 3; i++)\n  console.log(i)");
  expect(ran.traceback.match(/TypeCheckError/g)).toHaveLength(1);
  expect(ran.traceback).toContain("write `let i = …`");
  expect(ran.traceback).toContain(
    "  The same at line 1, column 13; line 1, column 20; line 2, column 15",
  );
});

test("an awaiting cell's errors have the same lines, and the wrapper is not to be seen", async () => {
  const ran = await notebook.run("await 1\nimport 'node:path'\n;(null as any).x", {
    label: "Cell [7]",
  });
  expect(ran.error?.position).toEqual({ line: 3, column: 16 });
  expect(ran.traceback).not.toContain("    at ");
});

test("a function of an earlier cell shows its line and the line that called it", async () => {
  await notebook.run(
    "function thrower(n: number): never {\n  throw new RangeError('bad ' + n)\n}",
    { label: "Cell [1]" },
  );
  const ran = await notebook.run("const n = 3\nthrower(n)", { label: "Cell [2]" });
  expect(ran.error).toMatchObject({ name: "RangeError", position: { line: 2, column: 1 } });
  expect(ran.traceback).toContain("Cell [1], line 2, column 9");
  expect(ran.traceback).toContain("> 2 | thrower(n)");
  expect(ran.traceback).toContain(
    "    at thrower (Cell [1], line 2, column 9)\n    at Cell [2], line 2, column 1",
  );
});

test("no frame of ours or of Node's is shown", async () => {
  const ran = await notebook.run(
    "await new Promise((_, no) => setTimeout(() => no(new Error('t'))))",
  );
  expect(ran.traceback).not.toMatch(/node:|kernel\/engine|dist\//u);
});

test("causes and the errors of an AggregateError are shown with their lines", async () => {
  const ran = await notebook.run(
    "const inner = new Error('inner')\nthrow new AggregateError([new TypeError('one'), new TypeError('two')], 'several', { cause: inner })",
  );
  expect(ran.traceback).toMatch(
    /AggregateError: several[^]*Error 1 of 2:[^]*TypeError: one[^]*TypeError: two[^]*Caused by:[^]*Error: inner[^]*line 1, column 15/u,
  );
});

test("an error class of the notebook's own is called by its name", async () => {
  const ran = await notebook.run(
    "class MyError extends Error { detail = 4 }\nthrow new MyError('mine')",
  );
  expect(ran.error?.name).toBe("MyError");
  expect(ran.traceback).toContain("detail: 4");
});

test("a course error shows what was given, expected and how to mend it, once", async () => {
  const ran = await notebook.run("import 'convlab/nothing'", { typeCheck: false }); // the compiler knows it, too
  expect(ran.traceback.match(/to mend/gu)).toHaveLength(1);
  expect(ran.traceback).not.toContain("details");
});

test("anything may be thrown", async () => {
  expect((await notebook.run("throw 'text'")).error).toMatchObject({ message: "'text'" });
  expect((await notebook.run("throw undefined")).error).toMatchObject({ message: "undefined" });
  expect((await notebook.run("throw { a: 1 }")).error).toMatchObject({ message: "{ a: 1 }" });
  expect((await notebook.run("throw Object.create(null)")).status).toBe("error");
  const hostile =
    "const bad = new Error('x'); Object.defineProperty(bad, 'message', { get() { throw 1 } }); throw bad";
  expect((await notebook.run(hostile)).status).toBe("error");
});

test("error.stack in a cell names cells too", async () => {
  const ran = await notebook.run("console.log(new Error('mine').stack)", { label: "Cell [9]" });
  expect(ran.stdout).toBe("Error: mine\n    at Cell [9], line 1, column 13\n");
});

test("a rejected promise at the end of a cell is its error", async () => {
  const ran = await notebook.run("Promise.reject(new Error('rejected'))");
  expect(ran.error).toMatchObject({ message: "rejected", position: { line: 1, column: 16 } });
});

test("endless recursion is an error, not the end", async () => {
  const ran = await notebook.run("function deep(): number { return deep() + 1 }\ndeep()");
  expect(ran.error?.name).toBe("RangeError");
  expect(ran.traceback.split("\n").length).toBeLessThan(40);
});

test("a syntax error says where, at once, and nothing runs", async () => {
  const ran = await notebook.run("const ok9 = 1\nlet x = )", { label: "Cell [3]" });
  expect(ran.error).toMatchObject({ name: "SyntaxError", position: { line: 2, column: 9 } });
  expect(ran.traceback).toContain("> 2 | let x = )\n    |         ^");
  const left = await notebook.run("typeof ok9", { typeCheck: false });
  expect(left.text).toBe("'undefined'");
});

test("an unhandled rejection is shown as an error of its cell", async () => {
  const { run, ended } = notebook.start("Promise.reject(new TypeError('nobody')); 1");
  const event = await notebook.heard((heard) => heard.type === "error" && heard.run === run);
  expect(event).toMatchObject({ error: { name: "TypeError", message: "nobody" } });
  expect((await ended).status).toBe("ok");
});

test("an error in a timer belongs to the cell that set it, though another runs", async () => {
  const first = await notebook.run("setTimeout(() => { throw new Error('timer') }, 30)", {
    label: "Cell [1]",
  });
  const second = notebook.start("await new Promise((resolve) => setTimeout(resolve, 80))");
  const event = await notebook.heard((heard) => heard.type === "error" && heard.run === first.run);
  expect(event).toMatchObject({ error: { message: "timer" } });
  expect((await second.ended).status).toBe("ok");
});

test.each([
  ["const short = [1]; (short[3] as any).toFixed(2)", "what stands before `.toFixed` is undefined"],
  ["const grid: number[][] = []; grid[2]![0]", "what stands before `[0]` is undefined"],
  ["const gone: any = null; gone.x = 1", "what stands before `.x` is null"],
  ["const { a: part } = undefined as any", "print it first"],
  ["const five: any = 5; five()", "print `five`"],
  ["for (const one of { a: 1 } as any) one", "`Object.entries(object)`"],
  ["const Five: any = 5; new Five()", "`new` needs a class"],
  ["(1n as any) + 1", "`BigInt(whole)`"],
  ["const ring: any = {}; ring.self = ring; JSON.stringify(ring)", "contains itself"],
  ["([] as number[]).reduce((a, b) => a + b)", "its start as the second value"],
  ["function again(): number { return again() + 1 }\nagain()", "return for the smallest case"],
  ["new Array(-1)", "a whole number from 0 on"],
  ["new Float32Array(-1)", "a whole number from 0 on"],
  ["JSON.parse('{a: 1}')", "in double quotes"],
  ["JSON.parse('[1, 2')", "in double quotes"],
  ["// @ts-nocheck\nnobody + 1", "check the spelling of `nobody`"],
])("the language's own error comes with a mend: %j", async (code, words) => {
  const ran = await notebook.run(code);
  expect(ran.traceback).toMatch(/^ {2}to mend {3}/m);
  expect(ran.traceback).toContain(words);
});

test("an error that a program throws speaks for itself", async () => {
  const ran = await notebook.run("throw new Error('x is not a function')");
  expect(ran.traceback).not.toContain("to mend");
});
