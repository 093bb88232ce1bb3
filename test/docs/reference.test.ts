import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { publicNames } from "../../docs/generate/door.ts";
import { readDocstring } from "../../docs/generate/docstring.ts";
import { page } from "../../docs/generate/page.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convlab-reference-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function door(files: Readonly<Record<string, string>>): ReturnType<typeof publicNames> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return publicNames(join(folder, "index.ts"));
}

test("a name stands in the reference with its own docstring and every overload", () => {
  const names = door({
    "index.ts": 'export { twice, type Size } from "./a.ts";\n',
    "a.ts": `/** A size in pixels. */
export type Size = number;

/**
 * Two times its argument.
 *
 * @param x any number
 * @example twice(2) // 4
 */
export function twice(x: number): number;
export function twice(x: string): string;
export function twice(x: unknown): unknown {
  return x;
}
/** Not public. */
export function hidden(): void {}
`,
  });
  expect(names.map(({ name, kind }) => [name, kind])).toEqual([
    ["twice", "function"],
    ["Size", "type"],
  ]);
  expect(names[0]?.docstring).toContain("Two times its argument.");
  expect(names[0]?.declarations).toEqual([
    "function twice(x: number): number;",
    "function twice(x: string): string;",
  ]);
});

test("a tag's continued lines are one, and formulas stand apart from prose", () => {
  const text = `What it is,
in one sentence.

y = Σ x·w

@param options stride (default 1);
  padding
@returns [N, C]
@throws ShapeError WRONG_RANK
@example f(1) // 2
@example f(2) // 3`;
  const read = readDocstring(text);
  expect(read.paragraphs).toEqual(["What it is,\nin one sentence.", "y = Σ x·w"]);
  expect(read.parameters).toEqual([{ name: "options", text: "stride (default 1); padding" }]);
  expect(read.tags.map(({ tag }) => tag)).toEqual(["returns", "throws", "example", "example"]);
  const shown = page("ops", "About.", [
    {
      name: "f",
      kind: "function",
      docstring: text,
      declarations: ["function f(x: number): number;"],
    },
  ]);
  expect(shown).toContain("What it is, in one sentence.");
  expect(shown).toContain("```text\ny = Σ x·w\n```");
  expect(shown).toContain("- `options`: stride (default 1); padding");
  expect(shown).toContain("**Refuses with** ShapeError WRONG_RANK");
  expect(shown).toContain("f(1) // 2\nf(2) // 3");
});

test("stars of a formula in prose stay stars", () => {
  const docstring = "The *biased* variance, a*b and `x * y`.";
  expect(page("ops", "", [{ name: "f", kind: "value", docstring, declarations: [] }])).toContain(
    String.raw`The \*biased\* variance, a\*b and ${"`x * y`"}.`,
  );
});
