// What is said of a cell while it is typed.
import { expect, test } from "vitest";
import type { DraftProblem } from "../../../kernel/engine/contract.ts";
import { openEngine } from "../../support/engine.ts";
import {
  openNotebook,
  runAll,
  slowTypes,
  type TestNotebook,
} from "../../support/notebook-language.ts";

/** The problems of a text, each with the text that is underlined. */
async function problemsIn(
  { language }: TestNotebook,
  code: string,
  above: readonly string[] = [],
): Promise<(DraftProblem & { quoted: string })[]> {
  const problems = await language.diagnose(code, above);
  return problems.map((each) => ({ ...each, quoted: code.slice(each.start, each.end) }));
}

/** A text after the mend of a problem. */
function mended(code: string, { fix }: Pick<DraftProblem, "fix">): string | undefined {
  return fix && code.slice(0, fix.start) + fix.text + code.slice(fix.end);
}

test("a type error stands at its place, in plain words, with the compiler's below", async () => {
  const notebook = openNotebook();
  const [problem, ...others] = await problemsIn(notebook, '// 𝒙\nconst n: number = "seven";');
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ quoted: "n", severity: "error" });
  expect(problem?.message).toContain("A number is needed");
  expect(problem?.detail).toContain("TypeScript 2322");
});

test("looking at a text adds nothing to the notebook", async () => {
  const notebook = openNotebook();
  expect(await problemsIn(notebook, "const later: number = 1;")).toEqual([]);
  expect(await notebook.errors("later")).toEqual([2304]);
});

test("a fault of the syntax is marked where it is", async () => {
  const notebook = openNotebook();
  const [problem] = await problemsIn(notebook, "const a = 1;\nconst b = );");
  expect(problem).toMatchObject({ quoted: ")", severity: "error" });
});

test("a text that ends too early is marked, though nothing stands at its end", async () => {
  const notebook = openNotebook();
  const [problem] = await problemsIn(notebook, "const a =\n");
  expect(problem?.end).toBeGreaterThan(problem?.start ?? Infinity);
});

test("a name of a cell above that has not run yet is a hint, not an error", async () => {
  const notebook = openNotebook();
  const above = ["const [first, { second }] = make();", "let image = 1;\nimage;", "let x = ["];
  const problems = await problemsIn(notebook, "image + second + elsewhere", above);
  expect(problems).toMatchObject([
    { quoted: "image", severity: "hint" },
    { quoted: "second", severity: "hint" },
    { quoted: "elsewhere", severity: "error", isUnknownName: true },
  ]);
  expect(problems[0]?.message).toContain("`let image = 1;`");
  await runAll(notebook, "let image = 1;");
  expect(await problemsIn(notebook, "image", above)).toEqual([]);
});

test("a misspelt name of a cell above is guessed, and can be mended", async () => {
  const notebook = openNotebook();
  const [problem] = await problemsIn(notebook, "imagee", ["const image = 1;"]);
  expect(problem?.message).toContain("did you mean `image`");
  expect(mended("imagee", problem ?? {})).toBe("image");
});

test("a missing import of the course can be added, to an import that is there too", async () => {
  const notebook = openNotebook();
  const [first] = await problemsIn(notebook, "zeros([2, 2])");
  expect(mended("zeros([2, 2])", first ?? {})).toBe(
    'import { zeros } from "convlab/tensor";\nzeros([2, 2])',
  );
  const code = 'import { ones } from "convlab/tensor";\nzeros([2, 2]); ones([2])';
  const [second] = await problemsIn(notebook, code);
  expect(mended(code, second ?? {})).toBe(
    'import { ones, zeros } from "convlab/tensor";\nzeros([2, 2]); ones([2])',
  );
  const other = 'import { heatmap } from "convlab/viz";\nzeros([2]); heatmap';
  const [third] = await problemsIn(notebook, other);
  expect(mended(other, third ?? {})).toBe(
    'import { heatmap } from "convlab/viz";\nimport { zeros } from "convlab/tensor";\nzeros([2]); heatmap',
  );
});

test("an import that the lab does not allow is marked and never offered", async () => {
  const notebook = openNotebook({ allowedImports: ["convlab/tensor"] });
  expect(await problemsIn(notebook, 'import { conv2d } from "convlab/ops";')).toMatchObject([
    { quoted: '"convlab/ops"', severity: "error" },
  ]);
  const [problem] = await problemsIn(notebook, "conv2d");
  expect(problem?.fix).toBeUndefined();
});

test.each(["// @ts-nocheck\nconst a: number = 'x';", "%%js\nconst a: number = 'x';", "", "// …"])(
  "%j is not marked",
  async (code) => {
    expect(await problemsIn(openNotebook(), code)).toEqual([]);
  },
);

test("a cell that runs goes before the check of a text, however long that takes", async () => {
  const notebook = openEngine({ typeCheck: true, tsconfig: null });
  const order: string[] = [];
  const ended = notebook.engine.diagnose(slowTypes, []).then(
    () => order.push("typed"),
    () => order.push("typed"),
  );
  const ran = await notebook.run("const n: number = 1; n");
  order.push("ran");
  expect(ran).toMatchObject({ checked: true, text: "1" });
  expect(order).toEqual(["ran"]);
  await notebook.close();
  await ended;
});

test("what is asked while a cell is checked is answered afterwards", async () => {
  const notebook = openEngine({ typeCheck: true, tsconfig: null });
  const { ended } = notebook.start("const early = 1;");
  expect(await notebook.engine.diagnose("const wrong: string = 1;", [])).toMatchObject([
    { start: 6, end: 11 },
  ]);
  expect((await ended).status).toBe("ok");
  await notebook.close();
});
