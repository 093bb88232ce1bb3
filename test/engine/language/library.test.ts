// The language's declarations in one file say what the compiler's own 79 say. A tsconfig.json brings these back.
import { expect, test } from "vitest";
import { findLibrary } from "../../../kernel/engine/language/library/library.ts";
import { openNotebook, runAll, type TestNotebook } from "../../support/notebook-language.ts";

/** With the one file, and with the compiler's own. */
function both(): readonly [TestNotebook, TestNotebook] {
  return [openNotebook(), openNotebook({}, { "tsconfig.json": "{}" })];
}

test("the set-up has written the library for the installed TypeScript", () => {
  expect(findLibrary()?.lib).toContain("es5");
});

test.each([
  "[1].|",
  "'text'.|",
  "new Map([[1, 2]]).|",
  "new Set([1]).|",
  "[1].values().|",
  "Iterator.|",
  "Promise.|",
  "Symbol.|",
  "Intl.|",
  "Object.|",
  "Error.|",
  "new Float16Array(3).|",
  "new DisposableStack().|",
  "globalThis.|",
])("%s is completed as with the compiler's own files", async (text) => {
  const [one, own] = both();
  const offers = await one.offers(text);
  expect(offers.length).toBeGreaterThan(3);
  expect(offers).toEqual(await own.offers(text));
});

test.each(["[1].reduce", "Array.from", "'a'.replace", "Object.entries", "Math.sqrt", "JSON.parse"])(
  "%s has the same signatures and words, also beside Node's full types",
  async (code) => {
    const [one, own] = both();
    const shown = async ({ language }: TestNotebook): Promise<unknown> =>
      (await language.inspect(code, code.length - 1, 0))?.data;
    const before = await shown(one);
    expect(before).toBeDefined();
    expect(JSON.stringify(before)).not.toContain("file:");
    expect(before).toEqual(await shown(own));
    // Node's types ask for parts of the library by name: nothing must come twice
    await runAll(one, `import { readFileSync } from "node:fs"; readFileSync.name`);
    expect(await shown(one)).toEqual(before);
  },
);

test("the same cells are refused", async () => {
  const [one, own] = both();
  for (const code of [
    "new Map<string, number>().set(1, 'a')",
    "using x = 3",
    "[3, 1].toSorted((a, b) => a + b.length)",
    "document.title",
    "Promise.withResolvers<number>().resolve('text')",
    "Temporal.Now.instant()",
    "for (const x of 3) {}",
    "await fetch(5)",
  ]) {
    const faults = await one.errors(code);
    expect(faults, code).not.toEqual([]);
    expect(faults, code).toEqual(await own.errors(code));
  }
});

test("a package that asks for another part of the library gets it", async () => {
  const files = {
    "package.json": `{ "dependencies": { "drawing": "1.0.0" } }`,
    "node_modules/drawing/package.json": `{ "name": "drawing", "version": "1.0.0", "types": "index.d.ts" }`,
    "node_modules/drawing/index.d.ts": `/// <reference lib="dom" />\n/// <reference lib="es2020" />\nexport declare function draw(): HTMLCanvasElement;`,
  };
  const notebook = openNotebook({}, files);
  expect(await notebook.errors(`import { draw } from "drawing"; draw().width = "wide"`)).toEqual([
    2322,
  ]);
});

test("a package that is really called @typescript/… is found beside the library", async () => {
  const name = "@typescript/drawing";
  const files = {
    "package.json": `{ "dependencies": { "${name}": "1.0.0" } }`,
    [`node_modules/${name}/package.json`]: `{ "name": "${name}", "version": "1.0.0", "types": "index.d.ts" }`,
    [`node_modules/${name}/index.d.ts`]: "export declare const wide: number;",
  };
  const notebook = openNotebook({}, files);
  expect(await notebook.errors("new Map<string, number>().set('a', 1)")).toEqual([]);
  expect(
    await notebook.errors(`import { wide } from "${name}"; const text: string = wide`),
  ).toEqual([2322]);
  expect(await notebook.errors("new Map<string, number>().set('a', [1].length)")).toEqual([]);
});
