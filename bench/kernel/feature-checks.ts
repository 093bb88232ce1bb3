// Forty things that users of TypeScript notebooks ask for.

/** Cells that are run in order, and what the last one must show. */
export interface FeatureCheck {
  readonly name: string;
  readonly cells: readonly string[];
  readonly shows: RegExp;
  /** The last cell must end with an error. */
  readonly fails?: boolean;
  /** A file of the notebook's folder that changes before the cells. */
  readonly late?: { readonly file: string; readonly text: string };
}

/** What lies beside the notebook. */
export const folderFiles: Readonly<Record<string, string>> = {
  "package.json":
    '{"name":"w","version":"1.0.0","dependencies":{"esm-only":"1.0.0","cjs-pkg":"1.0.0"}}',
  "local.ts": "export function near(x: number): string { return 'near' + x * 2 }",
  "data.json": '{"key":"from-json"}',
  "node_modules/esm-only/package.json":
    '{"name":"esm-only","version":"1.0.0","type":"module","exports":{"types":"./index.d.ts","default":"./index.js"}}',
  "node_modules/esm-only/index.js": "export const hi = () => 'hi-esm'",
  "node_modules/esm-only/index.d.ts": "export declare const hi: () => string",
  "node_modules/cjs-pkg/package.json":
    '{"name":"cjs-pkg","version":"1.0.0","main":"index.js","types":"index.d.ts"}',
  "node_modules/cjs-pkg/index.js": "module.exports = { hi: () => 'hi-cjs' }",
  "node_modules/cjs-pkg/index.d.ts": "declare const x: { hi(): string }; export = x;",
};

const check = (name: string, cells: readonly string[], shows: RegExp): FeatureCheck => ({
  name,
  cells,
  shows,
});
const refusal = (name: string, cells: readonly string[], shows: RegExp): FeatureCheck => ({
  ...check(name, cells, shows),
  fails: true,
});

export const checks: readonly FeatureCheck[] = [
  check("top-level await", ["const a1 = await Promise.resolve(5)", "a1 + 1"], /6/),
  check(
    "for await",
    ["for await (const x of (async function* () { yield 7 })()) console.log('got' + x)"],
    /got7/,
  ),
  check(
    "a const declared again with another type",
    ["const b1 = 1", "const b1 = 'text'; b1"],
    /text/,
  ),
  check(
    "a function declared again",
    ["function b2() { return 1 }", "function b2() { return 'two' }", "b2()"],
    /two/,
  ),
  check(
    "a class declared again",
    ["class B3 { a = 1 }", "class B3 { b = 'bb' }", "new B3().b"],
    /bb/,
  ),
  check(
    "an interface declared again replaces",
    ["interface B4 { x: number }", "interface B4 { y: number }", "const b4: B4 = { y: 3 }; b4.y"],
    /3/,
  ),
  refusal(
    "a type error stops the cell",
    ["const c1: number = 'text' as string"],
    /not assignable/i,
  ),
  refusal(
    "a type error across cells",
    ["function c2(x: number) { return x }", "c2('a')"],
    /not assignable/i,
  ),
  refusal(
    "a misspelt member of an earlier object",
    ["const c3 = { alpha: 1 }", "c3.alpah"],
    /does not exist|did you mean/i,
  ),
  refusal("an unknown name", ["unknownName1"], /unknownName1/),
  refusal(
    "a value that may be undefined",
    ["const c5: { a?: { b: number } } = {}", "c5.a.b"],
    /possibly/i,
  ),
  check(
    "an earlier function sees a later assignment",
    ["let d1 = 1; function readD1() { return 'd=' + d1 }", "d1 = 2; readD1()"],
    /d=2/,
  ),
  check(
    "a later cell sees what a function changed",
    ["let d2 = 0; function addD2() { d2++ }", "addD2(); addD2(); 'd=' + d2"],
    /d=2/,
  ),
  check(
    "a function calls the newest version of another",
    [
      "function in1() { return 'old' }\nfunction out1() { return in1() }",
      "function in1() { return 'new' }",
      "out1()",
    ],
    /new/,
  ),
  check("a module of Node", ["import { join } from 'node:path'", "join('a', 'b')"], /a\/b/),
  check("an ES module from npm", ["import { hi } from 'esm-only'", "hi()"], /hi-esm/),
  check("a CommonJS package from npm", ["import cjs from 'cjs-pkg'", "cjs.hi()"], /hi-cjs/),
  check("a dynamic import", ["const e1 = await import('esm-only'); e1.hi()"], /hi-esm/),
  check("a local file without extension", ["import { near } from './local'", "near(2)"], /near4/),
  check(
    "a local file with extension",
    ["import { near as near2 } from './local.ts'; near2(3)"],
    /near6/,
  ),
  check("JSON", ["import json1 from './data.json'; json1.key"], /from-json/),
  check("require", ["require('fs').existsSync('/')"], /true/),
  check(
    "enum and namespace",
    ["enum F1 { A = 3 } namespace F2 { export const v = 4 }", "F1.A + F2.v"],
    /7/,
  ),
  check(
    "parameter properties, abstract, satisfies",
    [
      "abstract class F3 { constructor(protected q: number) {} }\nclass F4 extends F3 { get() { return this.q } }\nconst f5 = { a: 1 } satisfies Record<string, number>",
      "new F4(8).get() + f5.a",
    ],
    /9/,
  ),
  check(
    "standard decorators",
    [
      "function dec(v: any, c: ClassMethodDecoratorContext) { return function (this: any) { return 'decorated' } }\nclass F6 { @dec m() { return 'x' } }\nnew F6().m()",
    ],
    /decorated/,
  ),
  check("using", ["{ using r = { [Symbol.dispose]() { console.log('disposed') } } }"], /disposed/),
  check(
    "generic types across cells",
    [
      "type Box<T> = { v: T }; function box<T>(v: T): Box<T> { return { v } }",
      "const g1: Box<number> = box(41); g1.v + 1",
    ],
    /42/,
  ),
  check(
    "names of a pattern",
    [
      "const { h1, ...h2 } = { h1: 1, x: 2, h3: 3 }; const [h4, , h5] = [1, 2, 3]",
      "h1 + h2.h3 + h5",
    ],
    /7/,
  ),
  check("export", ["export const i1 = 11", "i1"], /11/),
  check("an assignment without a declaration", ["i2 = 5", "i2"], /5/),
  check("an object at the end", ["({ a: 1 })"], /a/),
  check("a value before a semicolon", ["1 + 41;"], /42/),
  check("undefined shows nothing", ["void 0"], /^$/),
  check(
    "a promise at the end is awaited",
    ["Promise.resolve('value' + 1)"],
    /^(?!.*Promise).*value1/s,
  ),
  check("process.stdout.write", ["process.stdout.write('raw-out')"], /raw-out/),
  check(
    "a child process's output",
    [
      "import { execSync } from 'node:child_process'; execSync('echo child-out', { stdio: 'inherit' })",
    ],
    /child-out/,
  ),
  refusal(
    "an error names the cell's own line",
    ["interface Q1 {\n  a: number\n}\n\nthrow new Error('here')"],
    /(?:>|\)|\]|ts|cell\S*|In ?\[\d+\]),?:? ?(?:line )?5\b/i,
  ),
  refusal("a syntax error says where", ["const ok = 1\nlet x = )"], /2[:,]/),
  check("JSX", ["const React = { createElement: (...a: any[]) => 'jsx' }; <div />"], /jsx/),
  {
    ...check(
      "an edited local file is loaded again",
      ["import { near as near3 } from './local.ts'; near3(2)"],
      /edited4/,
    ),
    late: {
      file: "local.ts",
      text: "export function near(x: number): string { return 'edited' + x * 2 }",
    },
  },
];
