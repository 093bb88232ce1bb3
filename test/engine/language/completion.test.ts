import { expect, test } from "vitest";
import { openNotebook, runAll } from "../../support/notebook-language.ts";

/** A call with a text that is one of a few. */
const callOfPool =
  'import { maxPool } from "convlab/ops";\nimport { zeros } from "convlab/tensor";\n' +
  'maxPool(zeros([1, 4, 4, 1]), { size: 2, padding: "|" })';

test("members of an object of an earlier cell are offered with their kinds", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const user = { alpha: 1, method(a: number) { return a } }");
  const { matches, start, end } = await notebook.language.complete("user.", 5);
  expect({ start, end }).toEqual({ start: 5, end: 5 });
  expect(matches).toEqual([
    { text: "alpha", kind: "property" },
    { text: "method", kind: "method" },
  ]);
});

test("what was typed of a word is replaced", async () => {
  const { language } = openNotebook();
  const { matches, start, end } = await language.complete("1 + Math.cbr + 2", 12);
  expect(matches.map(({ text }) => text)).toEqual(["cbrt"]);
  expect({ start, end }).toEqual({ start: 9, end: 12 });
});

test("names of earlier cells come before global ones, in any letter case", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const Constant = 1; function connect() {} class Conv {} type Cone = 1");
  const { matches } = await notebook.language.complete("con", 3);
  expect(matches.slice(0, 4)).toMatchObject([
    { text: "Cone", kind: "type" },
    { text: "Constant", kind: "const" },
    { text: "Conv", kind: "class" },
    { text: "connect", kind: "function" },
  ]);
});

test.each([
  [
    "a parameter inside a function that is still open",
    "function f(kernelSize: number) { ker|",
    "kernelSize",
  ],
  ["a variable of the same cell", "const image = 1;\nima|", "image"],
  ["a member of a variable of the same cell", "const image = { width: 1 };\nimage.wi|", "width"],
  ["a keyword", "func|", "function"],
  ["a global of Node", "setTime|", "setTimeout"],
  ["a function of the notebook", "disp|", "display"],
  ["a property that a parameter needs", "const o: { stride: number } = { st|", "stride"],
  ["a value of a union of texts", `const p: "valid" | "same" = "|`, "valid"],
  ["a module of the course", `import { zeros } from "convlab/te|`, "tensor"],
  ["an export of a module", `import { zer| } from "convlab/tensor"`, "zeros"],
  ["a type in a type position", "const a: num|", "number"],
  ["a name inside a template", "const image = 1; `${ima|`", "image"],
])("completion offers %s", async (_, text, expected) => {
  expect(await openNotebook().offers(text)).toContain(expected);
});

test.each([
  ["the course's modules, first of all", 'import { conv2d } from "|', "convlab/ops"],
  ["Node's modules by their full name", 'import fs from "node:f|', "node:fs"],
  ["files beside the notebook", 'import { a } from "./|', "helper"],
  ["files of a folder", 'import { a } from "./parts/|"', "data.json"],
  ["the key of an object in brackets", "const o = { width: 1 };\no['|", "width"],
  ["a value of an option of the course", callOfPool, "same"],
])("between quotes it offers %s", async (_, text, expected) => {
  const files = { "helper.ts": "", "parts/data.json": "{}", ".hidden.ts": "" };
  const offers = await openNotebook({}, files).offers(text);
  expect(offers).toContain(expected);
  expect(offers).not.toContain(".hidden.ts");
  expect(offers).not.toContain("tsconfig.json");
});

test("the names of a module have their kinds, imported or about to be", async () => {
  const notebook = openNotebook();
  await runAll(notebook, 'import { conv2d } from "convlab/ops";');
  const known = await notebook.language.complete("conv2", 5);
  expect(known.matches[0]).toMatchObject({ text: "conv2d", kind: "function" });
  const list = await notebook.language.complete('import { Conv1dO } from "convlab/ops"', 16);
  expect(list.matches).toMatchObject([{ text: "Conv1dOptions", kind: "interface" }]);
});

test("a function of an earlier cell is offered with its signature", async () => {
  const notebook = openNotebook();
  await runAll(
    notebook,
    "/** Adds. */\nfunction sumUp(a: number, b: number): number {\n  return a + b;\n}",
  );
  const { matches } = await notebook.language.complete("sumU", 4);
  expect(matches).toEqual([
    { text: "sumUp", kind: "function", signature: "function sumUp(a: number, b: number): number" },
  ]);
});

test("a property that no dot can reach is not offered behind one", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const odd = { plain: 1, 'two words': 2 }");
  expect(await notebook.offers("odd.|")).toEqual(["plain"]);
});

test.each(["'ima|", "// ima|", "`ima|", "/ima|/"])("nothing is offered inside %s", async (text) => {
  const notebook = openNotebook();
  await runAll(notebook, "const image = 1");
  expect(await notebook.offers(text)).not.toContain("image");
});

test("a name that still needs an import is offered with the line that imports it", async () => {
  const { matches } = await openNotebook().language.complete("conv2", 5);
  expect(matches).toContainEqual({
    text: "conv2d",
    kind: "function",
    signature: `import { conv2d } from "convlab/ops"`,
  });
});

test("modules and names that the lab does not allow are not offered", async () => {
  const notebook = openNotebook({ allowedImports: ["convlab/tensor"] });
  expect(await notebook.offers(`import {} from "convlab/|`)).toEqual(["tensor"]);
  expect(await notebook.offers("conv2|")).toEqual([]);
  expect(await notebook.offers("zero|")).toContain("zeros");
});

test("a name that was redeclared is offered once, with its new members", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const thing = { before: 1 }", "const thing = { after: 1 }");
  expect(await notebook.offers("thing.|")).toEqual(["after"]);
  expect(await notebook.offers("thin|")).toEqual(["thing"]);
});

test("a cursor beyond the text is taken for its end", async () => {
  const { language } = openNotebook();
  const { matches, start, end } = await language.complete("Math.cb", 99);
  expect({ offered: matches.map(({ text }) => text), start, end }).toEqual({
    offered: ["cbrt"],
    start: 5,
    end: 7,
  });
});

test("an object's getters are not run by completing its members", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const trap = { get value(): number { throw new Error('run') } }");
  expect(await notebook.offers("trap.|")).toEqual(["value"]);
});

test("files beside the notebook are offered as modules", async () => {
  const notebook = openNotebook({}, { "layers.ts": "export const relu = 1" });
  expect(await notebook.offers(`import { relu } from "./la|"`)).toContain("layers");
  expect(await notebook.offers(`import { re| } from "./layers"`)).toEqual(["relu"]);
});
