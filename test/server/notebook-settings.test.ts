import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readAllowedImports } from "../../kernel/server/process/notebook-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "convlab-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

function notebook(path: string, metadata: object): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ metadata, cells: [] }));
  return file;
}
const lab = { convlab: { allowedImports: ["convlab/tensor", 5] } };

test("a lab's notebook may import what its settings list", () => {
  expect(readAllowedImports(notebook("labs/01-a/01-a.ipynb", lab))).toEqual(["convlab/tensor"]);
  expect(readAllowedImports(notebook("copy.ipynb", lab))).toEqual(["convlab/tensor"]);
});

test("a master may import everything, because its author runs the hidden tests in it", () => {
  expect(readAllowedImports(notebook("solutions/01-a/01-a.ipynb", lab))).toBeUndefined();
  const copy = notebook("solutions/01-a/copy.ipynb", lab);
  expect(readAllowedImports(copy)).toEqual(["convlab/tensor"]);
});

test("a notebook that is no lab, a console or a file that is not there may import everything", () => {
  expect(readAllowedImports(notebook("free.ipynb", {}))).toBeUndefined();
  expect(readAllowedImports(join(folder, "none.ipynb"))).toBeUndefined();
  expect(readAllowedImports("console-1")).toBeUndefined();
  expect(readAllowedImports(undefined)).toBeUndefined();
});
