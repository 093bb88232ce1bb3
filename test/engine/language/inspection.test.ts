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
