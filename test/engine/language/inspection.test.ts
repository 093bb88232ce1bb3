import { expect, test } from "vitest";
import { openNotebook, runAll, type TestNotebook } from "../../support/notebook-language.ts";

async function plain(
  { language }: TestNotebook,
  code: string,
  cursor: number,
  detail: 0 | 1 = 0,
): Promise<unknown> {
  return (await language.inspect(code, cursor, detail))?.data["text/plain"];
}

test("a function is shown with its signature and documentation, as text and as markdown", async () => {
  const notebook = openNotebook();
  const doc = "/**\n * Adds one.\n *\n * @param x any number\n */";
  await runAll(notebook, `${doc}\nfunction plus(x: number): number { return x + 1 }`);
  const shown = await notebook.language.inspect("plus", 1, 0);
  expect(shown?.data).toEqual({
    "text/plain": "function plus(x: number): number\nAdds one.\n\n@param x — any number",
    "text/markdown":
      "```typescript\nfunction plus(x: number): number\n```\nAdds one.\n\n*@param* `x` — any number",
  });
});

test("the second level of detail adds the source of the user's own function", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "function plus(x: number) { return x + 1 }");
  expect(await plain(notebook, "plus", 0, 0)).not.toContain("return x + 1");
  expect(await plain(notebook, "plus", 0, 1)).toContain("return x + 1");
});

test.each([
  ["at the start of a name", "Math.cbrt", 5],
  ["at the end of a name", "Math.cbrt", 9],
  ["one past the end of the text", "Math.cbrt", 10],
])("a cursor %s finds it", async (_, code, cursor) => {
  expect(await plain(openNotebook(), code, cursor)).toContain("Math.cbrt(x: number): number");
});

test("what the cell itself declares is shown before it has run", async () => {
  expect(await plain(openNotebook(), "const q = [1, 2].map(String); q", 30)).toBe(
    "const q: string[]",
  );
});

test("nothing is said of an unknown name, a number or an empty cell", async () => {
  const notebook = openNotebook();
  for (const code of ["alphabet", "", "   "]) {
    expect(await plain(notebook, code, code.length)).toBeUndefined();
  }
});

test("an imported function is shown without the import", async () => {
  const notebook = openNotebook();
  await runAll(notebook, `import { zeros } from "convlab/tensor"`);
  const shown = await plain(notebook, "zeros", 5);
  expect(shown).toContain("function zeros(");
  expect(shown).not.toContain("import");
});

test.each(["zeros(", "zeros([2, 3", "zeros([1], { a: (2) }, ", "1 + zeros(5"])(
  "inside the arguments of a call its signature is shown: %s",
  async (code) => {
    const notebook = openNotebook();
    await runAll(notebook, `import { zeros } from "convlab/tensor"`);
    expect(await plain(notebook, code, code.length)).toContain("function zeros(");
  },
);

test("inside the brackets of a call the argument at the cursor is named and explained", async () => {
  const notebook = openNotebook();
  const code = 'import { conv2d } from "convlab/ops";\nconv2d(image, ';
  const shown = await plain(notebook, code, code.length);
  expect(shown).toMatch(/^function conv2d\(.*\n\nArgument 2: filters: TensorLike — \[kH, kW/);
});

test("a function with several forms shows the one that is called, then the others", async () => {
  const notebook = openNotebook();
  const forms = "function f(a: number): string; function f(a: string, b: number): number;";
  await runAll(notebook, `${forms} function f(a: unknown): unknown { return a }`);
  expect(await plain(notebook, 'f("a", ', 7)).toBe(
    "function f(a: string, b: number): number\n\nArgument 2: b: number\n\nOther forms:\nf(a: number): string",
  );
});

test("a name of the course is explained before it is imported, with its import", async () => {
  const notebook = openNotebook();
  const shown = await plain(notebook, "heatm", 5);
  expect(shown).toBeUndefined();
  expect(await plain(notebook, "heatmap", 8)).toMatch(
    /^function heatmap\(.*\n\nTo use it: import { heatmap } from "convlab\/viz";/,
  );
  const lab = openNotebook({ allowedImports: ["convlab/tensor"] });
  expect(await plain(lab, "heatmap", 8)).toBeUndefined();
});

test("a type alone is explained, though it is no expression", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "/** How to pad. */\ntype Mode = 'same' | 'valid'");
  expect(await plain(notebook, "Mode", 0)).toContain('type Mode = "same" | "valid"\nHow to pad.');
});

test("a variable is shown with its value, a function, a member and a redeclared name without", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "let count = 3; const o = { count: 1 }; function f() {}");
  const shown = async (code: string, cursor: number): Promise<string> => {
    const found = await notebook.language.inspect(code, cursor, 0, async (name) => `<${name}>`);
    return String(found?.data["text/plain"]);
  };
  expect(await shown("count", 5)).toBe("let count: number\n\ncount = <count>");
  expect(await shown("o.count", 7)).not.toContain("<");
  expect(await shown("f", 0)).not.toContain("<");
  expect(await shown("const count = 4; count", 22)).not.toContain("<");
});
