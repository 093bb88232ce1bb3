// What a student reads when the compiler refuses a cell.
import { expect, test } from "vitest";
import { parseCell } from "../../../kernel/engine/parse.ts";
import { openNotebook, runAll, slowTypes } from "../../support/notebook-language.ts";

async function helpFor(code: string, ...before: string[]): Promise<string> {
  const notebook = openNotebook();
  await runAll(notebook, ...before);
  const { status, problems } = await notebook.language.check(parseCell(code));
  expect(status).toBe("errors");
  return problems[0]?.help ?? "";
}

test("an error stands at its place in the cell's own text, below the names of earlier cells", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "/** Text. */\nconst earlier = 1;\nfunction f() { return earlier }");
  const { problems } = await notebook.language.check(
    parseCell("earlier + f();\nconst 𝒙 = '😀'; const n: number = 𝒙"),
  );
  // 𝒙 and 😀 are two UTF-16 units each: `const 𝒙 = '😀'; const ` has 23
  expect(problems).toMatchObject([{ line: 2, column: 24, endLine: 2, endColumn: 25, code: 2322 }]);
});

test.each([
  ["text where a number is needed", `const n: number = "5"`, [], "remove the quotes"],
  ["a number where text is needed", "const s: string = 5", [], "put quotes around it"],
  ["a missing await", "later.toFixed()", ["const later = Promise.resolve(1)"], "write `await`"],
  [
    "a promise given as its value",
    "half(later)",
    ["const later = Promise.resolve(1); function half(x: number) { return x / 2 }"],
    "write `await`",
  ],
  ["a value that may be missing", "m.a.b", ["const m: { a?: { b: number } } = {}"], "use `m.a?.`"],
  ["a misspelt member", "o.alpah", ["const o = { alpha: 1 }"], "did you mean `alpha`?"],
  [
    "a tensor read with brackets",
    "t[0]",
    ['import { zeros } from "convlab/tensor"; const t = zeros([2, 2])'],
    "`t.get(row, column)`",
  ],
  [
    "the length of a tensor",
    "t.length",
    ['import { zeros } from "convlab/tensor"; const t = zeros([2, 2])'],
    "`t.shape`",
  ],
  ["a member that is not there", "o.beta", ["const o = { alpha: 1 }"], "is not part of"],
  [
    "a misspelt name of an earlier cell",
    "weigths[0]",
    ["const weights = [1]"],
    "did you mean `weights`?",
  ],
  [
    "a name of the course's library",
    "zeros([2, 2])",
    [],
    `add \`import { zeros } from "convlab/tensor";\``,
  ],
  ["a name from nowhere", "qwertzuiop", [], "run the cell that declares it"],
  [
    "too few values",
    "f(1)",
    ["function f(a: number, b: number) { return a + b }"],
    "1 instead of 2",
  ],
  ["too many values", "f(1, 2)", ["function f(a: number) { return a }"], "2 instead of 1"],
  [
    "a missing property",
    "const p: P = { x: 1 }",
    ["interface P { x: number; y: number }"],
    "add it",
  ],
  [
    "a property too many",
    "const p: P = { x: 1, z: 2 }",
    ["interface P { x: number }"],
    "check its spelling",
  ],
  ["a call of what is no function", "k()", ["const k = 1"], "is not a function"],
  ["a constant that is assigned to", "k = 2", ["const k = 1"], "declare it with `let`"],
  ["a function that is assigned to", "f = 2", ["function f() {}"], "not assigned to"],
  ["a function without its result", "function g(): number { }", [], "add `return"],
  [
    "a way without a result",
    "function g(x: number): number { if (x > 0) return 1 }",
    [],
    "remaining case",
  ],
  ["a parameter without a type", "function g(x) { return x }", [], "`x: number`"],
  ["arithmetic with text", `"3" * 2`, [], "the left side is none"],
  [
    "a package that is not installed",
    `import x from "no-such-package"`,
    [],
    "npm install no-such-package",
  ],
  ["a file that is not there", `import x from "./missing.ts"`, [], "no file `./missing.ts`"],
  ["a module the library lacks", `import x from "convlab/opps"`, [], "press Tab"],
  [
    "a name that a module lacks",
    `import { conv2dd } from "convlab/ops"`,
    [],
    "did you mean `conv2d`?",
  ],
  [
    "an old value that its own declaration hides",
    "const data = data + 1",
    ["let data = 1"],
    "leave out `const`",
  ],
  ["await in a plain function", "function g() { await 1 }", [], "put `async` before the function"],
  ["a comparison that cannot hold", `const t = 1 as number; t === "a"`, [], "never be equal"],
])("%s is explained with a mend", async (_, code, before, mend) => {
  expect(await helpFor(code, ...before)).toContain(mend);
});

test("a name of an earlier version says so, for it looks the same", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "class C { a = 1 }", "const old = new C()", "class C { b = 1 }");
  const { problems } = await notebook.language.check(parseCell("const fresh: C = old"));
  expect(problems[0]?.message).toContain("C (as it was before)");
});

test.each(["// @ts-nocheck\nconst n: number = 'a'", "%%js\nconst n = 1; n.foo"])(
  "a cell that asks not to be checked is skipped: %s",
  async (code) => {
    expect(await openNotebook().language.check(parseCell(code))).toEqual({
      status: "skipped",
      problems: [],
    });
  },
);

test("what a cell marked %%js declares is known later", async () => {
  const notebook = openNotebook();
  await notebook.run("%%js\nconst fromJs = 1");
  expect(await notebook.errors("fromJs.toFixed()")).toEqual([]);
});

test("@ts-ignore spares the next line alone", async () => {
  const code = "// @ts-ignore\nconst a: number = 'a'\nconst b: number = 'b'";
  const { problems } = await openNotebook().language.check(parseCell(code));
  expect(problems.map(({ line }) => line)).toEqual([3]);
});

test("unused names and unreachable code are nobody's error", async () => {
  const code = "import { join } from 'node:path'; function f() { return 1; const x = 2 }";
  expect(await openNotebook().errors(code)).toEqual([]);
});

test("an element of a list is not said to be possibly undefined", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const data = [1, 2, 3]; let s = 0");
  expect(await notebook.errors("for (let i = 0; i < 3; i++) s += data[i]")).toEqual([]);
});

test("a module that the lab does not list is refused, however it is imported", async () => {
  const notebook = openNotebook({ allowedImports: ["convlab/tensor", "ndarray"] });
  for (const code of [
    `import { conv2d } from "convlab/ops"`,
    `const m = await import("convlab/ops")`,
    `import fs from "node:fs"`,
    `export * from "plotly.js-dist"`,
  ]) {
    const { problems } = await notebook.language.check(parseCell(code));
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("This lab does not allow"),
    ]);
  }
  expect(await notebook.errors(`import { zeros } from "convlab/tensor"`)).toEqual([]);
});

test("a name of a module that the lab does not list is not recommended", async () => {
  const notebook = openNotebook({ allowedImports: ["convlab/tensor"] });
  const { problems } = await notebook.language.check(parseCell("conv2d"));
  expect(problems[0]?.help).not.toContain("convlab/ops");
});

test("a check that is interrupted ends at once with the interrupt's reason", async () => {
  const notebook = openNotebook();
  const interrupt = new AbortController();
  const check = notebook.language.check(parseCell(slowTypes), interrupt.signal);
  interrupt.abort(new Error("stopped by the user"));
  await expect(check).rejects.toThrow("stopped by the user");
});
