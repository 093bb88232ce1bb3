import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine, type TestEngine } from "../support/engine.ts";

/** For what the compiler would refuse before it runs. */
const unchecked = { typeCheck: false };

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true });
});
afterAll(() => notebook.close());

/** Runs the cells in order and gives the last one's text. */
async function lastText(...cells: string[]): Promise<string | undefined> {
  let text: string | undefined;
  for (const cell of cells) {
    const ran = await notebook.run(cell);
    expect(ran.traceback).toBe("");
    text = ran.text;
  }
  return text;
}

test("the last expression is the result, with or without a semicolon", async () => {
  expect(await lastText("1 + 41")).toBe("42");
  expect(await lastText("1 + 41;")).toBe("42");
  expect(await lastText("({ a: 1 })")).toBe("{ a: 1 }");
});

test("a cell that ends in a declaration, a loop or undefined shows nothing", async () => {
  expect(await lastText("5; const shown = 6")).toBeUndefined();
  expect(await lastText("for (const i of [1]) i;")).toBeUndefined();
  expect(await lastText("void 0")).toBeUndefined();
  expect(await lastText("7; interface AfterIt { a: number }")).toBeUndefined();
});

test("a promise at the end is awaited, and so is a top-level await", async () => {
  expect(await lastText("Promise.resolve('pv' + 1)")).toBe("'pv1'");
  expect(await lastText("const r1 = await Promise.resolve(5)", "r1 + 1")).toBe("6");
  expect(
    await lastText(
      "let out1 = 0; if (true) { const deep = await Promise.resolve(8); out1 = deep }",
      "out1",
    ),
  ).toBe("8");
});

test("for await works at the top of a cell", async () => {
  const ran = await notebook.run(
    "for await (const x of (async function* () { yield 7; yield 8 })()) console.log('got' + x)",
  );
  expect(ran.stdout).toBe("got7\ngot8\n");
});

test("an earlier function sees a later assignment", async () => {
  expect(await lastText("let k1 = 1; function rk1() { return 'k=' + k1 }", "k1 = 2; rk1()")).toBe(
    "'k=2'",
  );
});

test("a later cell sees what an earlier function changed", async () => {
  expect(await lastText("let c1 = 0; function inc1() { c1++ }", "inc1(); inc1(); c1")).toBe("2");
});

test("a function calls the newest version of another", async () => {
  const first = "function inner1() { return 'old' }\nfunction outer1() { return inner1() }";
  expect(await lastText(first, "function inner1() { return 'new' }", "outer1()")).toBe("'new'");
});

test("functions are hoisted above the statements that call them, in awaiting cells too", async () => {
  expect(await lastText("const h1 = early(); function early() { return 3 }; h1")).toBe("3");
  expect(
    await lastText("const h2 = await early2(); async function early2() { return 4 }; h2"),
  ).toBe("4");
});

const declarations: readonly (readonly [code: string, probe: string, shown: string])[] = [
  ["const again = 'const'", "again", "'const'"],
  ["let again = 'let'", "again", "'let'"],
  ["var again = 'var'", "again", "'var'"],
  ["function again() { return 'function' }", "again()", "'function'"],
  ["async function again() { return 'async' }", "again()", "'async'"],
  ["class again { static kind = 'class' }", "again.kind", "'class'"],
  ["enum again { A = 'enum' }", "again.A", "'enum'"],
  ["namespace again { export const kind = 'namespace' }", "again.kind", "'namespace'"],
  ["const { again } = { again: 'pattern' }", "again", "'pattern'"],
  ["import { join as again } from 'node:path'", "again('a', 'b')", "'a/b'"],
  ["let again = await Promise.resolve('awaited')", "again", "'awaited'"],
  ["await 0; class again { static kind = 'late class' }", "again.kind", "'late class'"],
];

test("every kind of declaration may follow every other under the same name", async () => {
  for (const [first] of declarations)
    for (const [second, probe, shown] of declarations)
      expect([first, second, await lastText(first, second, probe)]).toEqual([first, second, shown]);
  // an enum and a namespace start from nothing, also after one with other members
  await lastText("enum again { B = 2 }", "enum again { C = 3 }");
  expect(await lastText("again")).toBe("{ '3': 'C', C: 3 }");
  await lastText(
    "namespace again { export const d = 1 }",
    "namespace again { export const e = 2 }",
  );
  expect(await lastText("again")).toBe("{ e: 2 }");
});

test("patterns declare every name in them", async () => {
  await lastText("const { d1, ...rest1 } = { d1: 1, d2: 2, d3: 3 }, [e1, , e3 = 9] = [1, 2]");
  expect(await lastText("[d1, rest1.d3, e1, e3]")).toBe("[ 1, 3, 1, 9 ]");
});

test("var in blocks and loop heads belongs to the notebook, let does not", async () => {
  await lastText("for (var i9 = 0; i9 < 3; i9++) { var t9 = i9; let hidden9 = 1 }");
  expect(await lastText("[i9, t9]")).toBe("[ 3, 2 ]");
  expect((await notebook.run("typeof hidden9", unchecked)).text).toBe("'undefined'");
  await lastText("if (false) var u9 = 1; else var v9 = 2");
  expect(await lastText("[u9, v9]")).toBe("[ undefined, 2 ]");
  await lastText("await 0; for (var w9 of [5]) ;");
  expect(await lastText("w9")).toBe("5");
});

test("a let without a value starts again from undefined", async () => {
  expect(await lastText("let blank = 1", "let blank; blank === undefined")).toBe("true");
});

test("types, interfaces and overloads leave nothing behind", async () => {
  await lastText("interface P1 { x: number }\ntype T1 = P1 | null\ndeclare const nowhere: number");
  expect((await notebook.run("typeof nowhere + typeof P1", unchecked)).text).toBe(
    "'undefinedundefined'",
  );
  const overloads = "function o1(a: string): string;\nfunction o1(a: any) { return a + '!' }";
  expect(await lastText(overloads, "o1('x')")).toBe("'x!'");
});

test("enums, namespaces, parameter properties and satisfies run", async () => {
  await lastText("enum E1 { A = 3 } namespace N1 { export const v = 4; export let w = 5 }");
  expect(await lastText("E1.A + N1.v + N1.w")).toBe("12");
  await lastText(
    "abstract class Ab { constructor(protected q: number) {} }\nclass Bb extends Ab { get() { return this.q } }\nconst cfg = { a: 1 } satisfies Record<string, number>",
  );
  expect(await lastText("new Bb(8).get() + cfg.a")).toBe("9");
});

test("standard decorators and accessor run, and the class is there in later cells", async () => {
  await lastText(
    "function dec(v: any, c: ClassMethodDecoratorContext) { return function (this: any) { return 'dec' } }",
    "class D1 { @dec m() { return 'x' } accessor z = 4 }",
  );
  expect(await lastText("new D1().m() + new D1().z")).toBe("'dec4'");
  await lastText("function mark(v: any, c: any) { v.marked = true }\n@mark class D2 { }");
  expect(await lastText("(D2 as any).marked")).toBe("true");
  const helpers = await notebook.run("typeof _apply_decs_2311 + typeof toPropertyKey", unchecked);
  expect(helpers.text).toBe("'undefinedundefined'");
});

test("using disposes at the end of its block, and at the end of the cell", async () => {
  const resource = "{ [Symbol.dispose]() { console.log('disposed') } }";
  expect((await notebook.run(`{ using r = ${resource}; console.log('in') }`)).stdout).toBe(
    "in\ndisposed\n",
  );
  expect((await notebook.run(`using top = ${resource}; console.log('in')`)).stdout).toBe(
    "in\ndisposed\n",
  );
  const later = "{ async [Symbol.asyncDispose]() { console.log('gone') } }";
  expect((await notebook.run(`await using top2 = ${later}; console.log('in')`)).stdout).toBe(
    "in\ngone\n",
  );
});

test("JSX calls React.createElement, and generic arrows stay legal", async () => {
  expect(await lastText("const React = { createElement: (...a: any[]) => 'jsx' }; <div />")).toBe(
    "'jsx'",
  );
  expect(await lastText("const same = <T>(x: T) => x; same(3)")).toBe("3");
});

test("export is accepted and changes nothing", async () => {
  expect(await lastText("export const ex1 = 11; export { ex1 as other }", "ex1")).toBe("11");
  expect(await lastText("export default function ex2() { return 12 }", "ex2()")).toBe("12");
  expect(await lastText("export class Ex3 { a = 13 }", "new Ex3().a")).toBe("13");
});

test("a name assigned at the top without a declaration becomes the notebook's", async () => {
  expect(await lastText("implicit1 = 5", "implicit1")).toBe("5");
});

test("a misspelt assignment inside a function is an error", async () => {
  const ran = await notebook.run("function wrong() { misspelt1 = 1 }; wrong()", unchecked);
  expect(ran.error?.name).toBe("ReferenceError");
});

test("a failed cell leaves no half-made names, and keeps what it had finished", async () => {
  const ran = await notebook.run(
    "const done5 = 1; const never5 = (() => { throw new Error('no') })()",
  );
  expect(ran.status).toBe("error");
  expect(await lastText("done5")).toBe("1");
  expect((await notebook.run("never5")).error?.name).toBe("ReferenceError");
});

test("a declaration that fails leaves no name, whatever its kind", async () => {
  for (const code of [
    "const { half6 } = (() => { throw new Error('no') })()",
    "class half6 extends (() => { throw new Error('no') })() {}",
    "await 0; let half6 = await Promise.reject(new Error('no'))",
    "import { half6 } from './no-such-file'",
  ]) {
    expect((await notebook.run(code)).status).toBe("error");
    expect(await lastText("typeof half6")).toBe("'undefined'");
    expect((await notebook.run("half6")).error?.name).toBe("ReferenceError");
  }
});

test("the notebook's names are no properties of the global object, where loops over them are slow", async () => {
  await lastText("const own7 = 1; let own8 = 2; var own9 = 3; function own10() {} class own11 {}");
  expect(
    await lastText(
      "['own7', 'own8', 'own9', 'own10', 'own11'].filter((name) => name in globalThis)",
    ),
  ).toBe("[]");
});

test("a function that calls itself calls its newest version", async () => {
  const first = "function down7(n: number): string { return n === 0 ? 'old' : down7(n - 1) }";
  await lastText(first, "const kept7 = down7", "function down7(n: number) { return 'new' }");
  expect(await lastText("kept7(2)")).toBe("'new'");
});

test("functions and classes without a name take the variable's", async () => {
  await lastText("const arrow8 = () => 1, made8 = class {}, put8 = (function () {})");
  expect(await lastText("[arrow8.name, made8.name, put8.name]")).toBe(
    "[ 'arrow8', 'made8', 'put8' ]",
  );
});

test("an error of a pattern shows nothing of how a cell is run", async () => {
  const ran = await notebook.run("const { part9 } = undefined as any");
  expect(ran.error?.message).toBe(
    "Cannot destructure property 'part9' of the value as it is undefined.",
  );
});

test("a cell may call its own variables as the global object and the engine's helpers are called", async () => {
  const other = openEngine({ typeCheck: true });
  try {
    await other.run("const globalThis = 1, $wait = 2, $module = 3");
    const ran = await other.run("import { sep } from 'node:path'; const later = await 4; later");
    expect(ran.text).toBe("4");
  } finally {
    await other.close();
  }
});

test("a name of Node's own that is only a getter can be redeclared", async () => {
  expect(
    await lastText("const navigator = 'mine'; const crypto = 'too'", "navigator + crypto"),
  ).toBe("'minetoo'");
});

test("text beyond the first plane of Unicode is kept", async () => {
  expect(await lastText("const 𝒙 = '😀'; 𝒙 + 'ü'")).toBe("'😀ü'");
  expect((await notebook.run("console.log('日本語 😀')")).stdout).toBe("日本語 😀\n");
});

test("import.meta tells where the notebook is", async () => {
  expect(await lastText("import.meta.dirname")).toBe(`'${notebook.directory}'`);
});

test("user expressions are evaluated after the cell, each by itself", async () => {
  const ran = await notebook.run("const ue = 20", {
    userExpressions: { good: "ue + 1", missing: "nothere", broken: "1 +" },
  });
  expect(ran.userExpressions).toMatchObject({
    good: { status: "ok", data: { "text/plain": "21" } },
    missing: { status: "error", error: { name: "ReferenceError" } },
    broken: { status: "error", error: { name: "SyntaxError" } },
  });
});

test("cells that are sent at once run one after the other, in order", async () => {
  const ran = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      notebook.run(`${index === 0 ? "let order1 = '';" : ""} order1 += '${index},'; order1`),
    ),
  );
  expect(ran.at(-1)?.text).toBe(
    `'${Array.from({ length: 20 }, (_, index) => `${index},`).join("")}'`,
  );
});

test("a name imported from a file beside the notebook follows what the file makes of it", async () => {
  const directory = mkdtempSync(join(tmpdir(), "convlab-live-"));
  writeFileSync(
    join(directory, "counter.ts"),
    "export let n = 0;\nexport function increase() { n += 1; return n; }\nexport default class Box {}",
  );
  const other = openEngine({ directory });
  try {
    const load = "import Box, { n, increase, n as same } from './counter.ts';";
    expect((await other.run(`${load} increase(); [n, same, typeof Box]`)).text).toBe(
      "[ 1, 1, 'function' ]",
    );
    await other.run("function read() { return n }\nincrease()");
    expect((await other.run("[read(), n]")).text).toBe("[ 2, 2 ]");
    expect((await other.run("n = 5")).error?.message).toContain("only its own file can change it");
    // what is declared over it is a variable like any other, and an import over that has the present value
    expect((await other.run("let n = 7; read()")).text).toBe("7");
    expect((await other.run("import { n } from './counter.ts'; read()")).text).toBe("2");
  } finally {
    await other.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

test("namespaces with dots and with let give their values, in the same cell and later", async () => {
  expect(
    (await notebook.run("namespace Outer9.Inner9 { export let z = 3 } Outer9.Inner9.z")).text,
  ).toBe("3");
  expect((await notebook.run("Outer9.Inner9.z += 1; Outer9.Inner9.z")).text).toBe("4");
});

test("for await closes what it leaves early, and throws what is thrown", async () => {
  await notebook.run(
    "const closed9: string[] = []; async function* count9() { try { yield 1; yield 2 } finally { closed9.push('end') } }",
  );
  const left = await notebook.run(
    "for await (const x of count9()) { if (x === 1) break }\nclosed9",
  );
  expect(left.text).toBe("[ 'end' ]");
  const thrown = await notebook.run(
    "for await (const x of (async function* () { throw new RangeError('inside') })()) {}",
  );
  expect(thrown.error).toMatchObject({ name: "RangeError", message: "inside" });
  const sum = await notebook.run(
    "let sum9 = 0; for await (const x of [Promise.resolve(1), 2, await 3]) sum9 += x; sum9",
  );
  expect(sum.text).toBe("6");
  expect((await notebook.run("for await (const x of 5 as any) {}")).error?.name).toBe("TypeError");
});
