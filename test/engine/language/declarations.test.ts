// What a later cell knows of earlier ones: TypeScript's error numbers say what it thinks.
import { expect, test } from "vitest";
import { faultsOf, openNotebook, runAll } from "../../support/notebook-language.ts";

const notAssignable = 2322;
const wrongArgument = 2345;
const noSuchProperty = 2339;
const unknownName = 2304;
const constantAssigned = 2588;

test("a variable of an earlier cell keeps its type when it is assigned to", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "let k = 1");
  expect(await notebook.errors(`k = "a"`)).toEqual([notAssignable]);
  expect(await notebook.errors("k = 2; k.toFixed()")).toEqual([]);
});

test("a constant of an earlier cell cannot be assigned to", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const c = 1");
  expect(await notebook.errors("c = 2")).toEqual([constantAssigned]);
});

test("an argument of the wrong type is refused across cells", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "function h(x: number) { return x }");
  expect(await notebook.errors(`h("a")`)).toEqual([wrongArgument]);
});

test("a redeclared constant has its new type", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const a = 1", `const a = "x"`);
  expect(await notebook.errors("a.toUpperCase()")).toEqual([]);
});

test("a redeclared interface replaces the old one instead of merging with it", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "interface P { x: number }", "interface P { y: number }");
  expect(await notebook.errors("const p: P = { y: 1 }")).toEqual([]);
});

test("a variable keeps the type it was made with when that type is redeclared", async () => {
  const notebook = openNotebook();
  await runAll(
    notebook,
    "class C { a = 1 }",
    "const made = new C()",
    "class C { b = 1 }",
    "made.a; new C().b",
  );
  expect(await notebook.errors("made.b")).toEqual([noSuchProperty]);
});

test("a value computed by a function keeps its type when what the function calls is redeclared", async () => {
  const notebook = openNotebook();
  expect(
    await faultsOf(
      notebook,
      "function inner() { return 1 }\nfunction outer() { return inner() }",
      "const before = outer()",
      `function inner() { return "a" }`,
      "before.toFixed()",
      "outer().toUpperCase()",
    ),
  ).toEqual([]);
});

test("a function follows the redeclaration of the type of its parameter", async () => {
  const notebook = openNotebook();
  expect(
    await faultsOf(
      notebook,
      "class Layer { #secret = 1; size = 1 }",
      "function grow(layer: Layer) { return layer.size }",
      "class Layer { #secret = 2; size = 1; name = '' }",
      "grow(new Layer())",
    ),
  ).toEqual([]);
});

test("running a cell with a class again does not part it from values made before", async () => {
  const notebook = openNotebook();
  const cell = "class Net { #weights = 1 }\nfunction use(net: Net) { return net }";
  expect(await faultsOf(notebook, cell, "const net = new Net()", cell, "use(net)")).toEqual([]);
});

test("one name of a destructuring can be redeclared and the others live on", async () => {
  const notebook = openNotebook();
  expect(
    await faultsOf(
      notebook,
      "const { d, e = 2, ...rest } = { d: 1, e: 2, f: 3, g: 4 }",
      `const d = "text"`,
      "d.toUpperCase(); e.toFixed(); rest.f.toFixed()",
    ),
  ).toEqual([]);
});

test("a constant and a type of one name from two cells are both known", async () => {
  const notebook = openNotebook();
  expect(
    await faultsOf(
      notebook,
      `const Color = { red: "r" } as const`,
      "type Color = keyof typeof Color",
      `const chosen: Color = "red"; Color.red`,
    ),
  ).toEqual([]);
});

test.each([
  ["enum", "enum E { A = 3 }", "const e: E = E.A; e.toFixed()"],
  ["namespace", "namespace N { export const v = 4 }", "N.v.toFixed()"],
  ["generic alias", "type Box<T> = { v: T }", "const b: Box<number> = { v: 1 }; b.v.toFixed()"],
  [
    "overloads",
    "function o(x: number): number\nfunction o(x: string): string\nfunction o(x: any) { return x }",
    `o(1).toFixed(); o("a").toUpperCase()`,
  ],
  [
    "abstract class",
    "abstract class A { constructor(protected q: number) {} }",
    "class B extends A { get() { return this.q } }\nnew B(1).get().toFixed()",
  ],
  ["using", "using r = { v: 1, [Symbol.dispose]() {} }", "r.v.toFixed()"],
  ["top-level await", "const w = await Promise.resolve(5)", "w.toFixed()"],
  ["export", "export const ex = 11", "ex.toFixed()"],
  ["export default", "export default function main() { return 1 }", "main().toFixed()"],
  ["var in a block", "if (true) { var inside = 1 }", "inside"],
  ["var of a loop", "for (var i = 0; i < 2; i++) {}", "i"],
  ["an empty list", "const losses = []", "losses.push(1); losses[0]"],
  [
    "a variable without a value",
    "let later; let none = null;",
    "later = 1; none = { a: 1 }; none.a",
  ],
  ["a name that is only assigned to", "fresh = 5", "fresh.toFixed()"],
  ["an arrow function", "const twice = (x: number) => 2 * x", "twice(2).toFixed()"],
  [
    "decorators",
    "function dec(v: any, c: ClassMethodDecoratorContext) { return v }\nclass D { @dec m() { return 1 } }",
    "new D().m().toFixed()",
  ],
  ["satisfies", "const cfg = { a: 1 } satisfies Record<string, number>", "cfg.a.toFixed()"],
  [
    "JSX",
    "const React = { createElement: (...a: any[]) => 'jsx' }; const el = <div />",
    "el; const again = <p>{1}</p>",
  ],
])("%s of one cell is known in the next", async (_, first, second) => {
  expect(await faultsOf(openNotebook(), first, second)).toEqual([]);
});

test("a member of a namespace import is known in the next cell, and a wrong one is refused", async () => {
  const notebook = openNotebook();
  await runAll(notebook, `import * as path from "node:path"`, `path.join("a", "b").length`);
  expect(await notebook.errors("path.joyn")).toEqual([noSuchProperty]);
});

test("a name that nobody declared is refused", async () => {
  expect(await openNotebook().errors("undefinedName123")).toEqual([unknownName]);
});

test("a misspelt assignment to a known name does not create a new one", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "let count = 1");
  expect(await notebook.errors("cuont = 2")).toEqual([2552]);
});

test("documentation of an earlier cell stays with its name", async () => {
  const notebook = openNotebook();
  await runAll(
    notebook,
    "/** Half of it. */\nconst half = 0.5",
    "/** Half of it. */ const other = 1",
  );
  const shown = await notebook.language.inspect("half", 4, 0);
  expect(shown?.data["text/plain"]).toContain("Half of it.");
});

test("a tag in a cell does not spoil the declarations around it", async () => {
  const notebook = openNotebook();
  await runAll(
    notebook,
    "const before = 1",
    "const React = { createElement: (...parts: unknown[]) => parts }; const el = <div>{before}</div>",
    "const after = 'text'",
    "el; before.toFixed(); after.toUpperCase()",
  );
  expect(await notebook.errors("before.nothing; after.nothing")).toEqual([2339, 2339]);
});

test("a list that a cell fills has the type of what was put into it", async () => {
  const notebook = openNotebook();
  await runAll(
    notebook,
    "interface Step { loss: number }",
    "/** All steps. */ const steps = []; for (let i = 0; i < 3; i++) steps.push({ loss: i } as Step)",
    "const losses = []; losses.push(steps[0].loss); const empty = []",
  );
  expect(
    await notebook.errors("losses[0].toFixed(); steps[0].loss.toFixed(); empty.push(1)"),
  ).toEqual([]);
  expect(await notebook.errors("losses[0].nothing; steps[0].nothing")).toEqual([2339, 2339]);
});

test("a large table of numbers is known by its type alone", async () => {
  const notebook = openNotebook();
  const rows = Array.from({ length: 100 }, () => `[${"0.5, ".repeat(50)}]`).join(",\n");
  await runAll(notebook, `const table = [${rows}]`, `let typed: readonly number[][] = [${rows}]`);
  expect(await notebook.errors("typed = table; typed[0][0].nothing")).toEqual([2339]);
  expect(await notebook.errors("table[0][0].toFixed()")).toEqual([]);
  expect(await notebook.errors("table[0][0].nothing")).toEqual([2339]);
  expect((await notebook.language.inspect("table", 0, 1))?.data["text/plain"]).toContain(
    "declare const table: number[][]",
  );
});

test("functions and variables with tags keep their types in later cells", async () => {
  const notebook = openNotebook();
  await runAll(
    notebook,
    "const React = { createElement: (tag: unknown, ...rest: unknown[]) => ({ tag, rest }) };",
    "function Badge(props: { count: number }) { return <b>{props.count}</b>; }",
    "const widthOf = (text: string): number => { const shown = <i>{text}</i>; return text.length; };",
    "Badge({ count: 1 }); widthOf('abc').toFixed();",
  );
  expect(await notebook.errors("Badge({ count: 'many' })")).toEqual([2322]);
  expect(await notebook.errors("widthOf(5)")).toEqual([2345]);
});

test("a namespace with dots is known by its first name", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "namespace Outer.Inner { export const z = 3 }", "Outer.Inner.z.toFixed()");
  expect(await notebook.errors("Outer.Inner.y")).toEqual([2339]);
});
