import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true });
  file(
    "node_modules/esm-only/package.json",
    '{"name":"esm-only","type":"module","exports":"./index.js"}',
  );
  file(
    "node_modules/esm-only/index.js",
    "export const hi = () => 'hi-esm'; export default 'default-esm'",
  );
  file("node_modules/cjs-pkg/package.json", '{"name":"cjs-pkg","main":"index.js"}');
  file(
    "node_modules/cjs-pkg/index.js",
    "const make = (o) => o; module.exports = make({ hi: () => 'hi-cjs' })",
  );
});
afterAll(() => notebook.close());

let clock = 1_800_000_000;
function file(name: string, text: string): void {
  const path = join(notebook.directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  clock += 10; // seconds; each version of a file has its own time
  utimesSync(path, clock, clock);
}

async function lastText(...cells: string[]): Promise<string | undefined> {
  let text: string | undefined;
  for (const cell of cells) {
    const ran = await notebook.run(cell);
    expect(ran.traceback).toBe("");
    text = ran.text;
  }
  return text;
}

test("an import that only a later cell uses is kept", async () => {
  expect(await lastText("import { join } from 'node:path'", "join('a', 'b')")).toBe("'a/b'");
  expect(await lastText("import path, * as all from 'node:path'", "path.join === all.join")).toBe(
    "true",
  );
});

test("an ESM-only package is found from the notebook's folder", async () => {
  expect(await lastText("import d, { hi } from 'esm-only'", "hi() + d")).toBe(
    "'hi-esmdefault-esm'",
  );
  expect(await lastText("const m = await import('esm-only'); m.hi()")).toBe("'hi-esm'");
});

test("a CommonJS package gives its names and its default", async () => {
  expect(await lastText("import cj, { hi as named } from 'cjs-pkg'", "cj.hi() + named()")).toBe(
    "'hi-cjshi-cjs'",
  );
  expect(await lastText("require('cjs-pkg').hi() + require('fs').existsSync('/')")).toBe(
    "'hi-cjstrue'",
  );
});

test("the helper library is found wherever the notebook lies", async () => {
  await lastText("import { zeros } from 'convlab/tensor'");
  expect(await lastText("zeros([2, 3]).shape")).toBe("[ 2, 3 ]");
});

test("packages of our own installation are found when the notebook has none", async () => {
  expect(
    await lastText("import ndarray from 'ndarray'", "ndarray(new Float64Array(4), [2, 2]).size"),
  ).toBe("4");
});

test("a local TypeScript file is imported with and without its ending", async () => {
  file(
    "local.ts",
    "export enum Kind { A = 'kind' }\nexport function loc(x: number): string { return 'loc' + x * 2 }",
  );
  expect(await lastText("import { loc, Kind } from './local'", "loc(2) + Kind.A")).toBe(
    "'loc4kind'",
  );
  expect(await lastText("import { loc as loc2 } from './local.ts'; loc2(3)")).toBe("'loc6'");
  expect(await lastText("import { loc as loc3 } from './local.js'; loc3(4)")).toBe("'loc8'");
});

test("JSON is imported as a value", async () => {
  file("data.json", '{"k":"jsonval"}');
  expect(await lastText("import js1 from './data.json'; js1.k")).toBe("'jsonval'");
  expect(await lastText("import js2 from './data.json' with { type: 'json' }; js2.k")).toBe(
    "'jsonval'",
  );
});

test("an edited local file is read again, and so is one that an unchanged file imports", async () => {
  file("inner.ts", "export const value: string = 'old'");
  file(
    "outer.ts",
    "import { value } from './inner.ts'\nexport const shown = () => 'outer ' + value",
  );
  file("settings.json", '{"n":1}');
  expect(await lastText("import { shown } from './outer.ts'; shown()")).toBe("'outer old'");
  expect(await lastText("import s1 from './settings.json'; s1.n")).toBe("1");
  file("inner.ts", "export const value: string = 'new'");
  file("settings.json", '{"n":2}');
  expect(await lastText("import { shown } from './outer.ts'; shown()")).toBe("'outer new'");
  expect(await lastText("import s1 from './settings.json'; s1.n")).toBe("2");
});

test("an unchanged local file keeps its state between cells", async () => {
  file("state.ts", "export const log: number[] = []");
  await lastText("import { log } from './state.ts'; log.push(1)");
  expect(await lastText("import { log as again } from './state.ts'; again.length")).toBe("1");
});

test("an error in a local file names the file and its own line", async () => {
  file(
    "failing.ts",
    "interface Gone {\n  a: number\n}\n\nexport function fail(): never {\n  throw new Error('from file')\n}",
  );
  const ran = await notebook.run("import { fail } from './failing.ts'\nfail()");
  expect(ran.traceback).toContain("failing.ts, line 6, column 9");
  expect(ran.traceback).toContain("Cell [");
  expect(ran.error?.position).toEqual({ line: 2, column: 1 });
});

test("a missing file, package or helper says what was looked for and how to mend it", async () => {
  const codes: Record<string, string> = {
    "./nothere": "FILE_NOT_FOUND",
    "no-such-package": "PACKAGE_NOT_FOUND",
    "convlab/nothing": "HELPER_NOT_FOUND",
  };
  for (const [specifier, code] of Object.entries(codes)) {
    const ran = await notebook.run(
      `let caught9; try { await import(${JSON.stringify(specifier)}) } catch (error) { caught9 = error.code }; caught9`,
      { typeCheck: false }, // the compiler knows most of them, too
    );
    expect(ran.text).toBe(`'${code}'`);
  }
});

test("a broken local file is a SyntaxError with its line", async () => {
  file("broken.ts", "export const a = 1\nexport const b = )");
  const ran = await notebook.run("import './broken.ts'");
  expect(ran.error?.name).toBe("SyntaxError");
  expect(ran.error?.message).toContain("broken.ts, line 2");
});
