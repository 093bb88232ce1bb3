import { expect, test } from "vitest";
import { forbiddenImports } from "../../../autograder/authoring/check/imports.ts";
import { readSettings } from "../../../autograder/authoring/master/settings.ts";
import { releaseNotebook } from "../../../autograder/authoring/release.ts";
import type { Lab } from "../../../autograder/contract.ts";
import { tinyMaster, tinySlug } from "../../support/masters.ts";
import { codeCell } from "../../support/notebooks.ts";

function labWith(source: string, answer = "return x + x;"): Lab {
  const tiny = tinyMaster();
  const cells = tiny.cells.map((cell) => ({
    ...cell,
    source: cell.source.replace("return twice;", answer),
  }));
  const master = { ...tiny, cells: [...cells, codeCell("more", source)] };
  const settings = readSettings(master, tinySlug, "lab");
  return { settings, folder: "", master, release: releaseNotebook(master, settings, "lab") };
}

test("what the lab allows may be imported anywhere, and hidden tests may import anything", () => {
  const hidden = labWith('import { expect } from "convlab/check";');
  expect(forbiddenImports(hidden)).toEqual([]);
});

test.each([
  ['import { conv2d } from "convlab/ops";', "convlab/ops"],
  ['const { readFileSync } = await import("node:fs");', "node:fs"],
  ['import "./other.ts";', "./other.ts"],
  ['await import("convlab/" + "ops");', '"convlab/" + "ops"'],
])("an import that the lab does not allow is named with its cell: %s", (source, specifier) => {
  expect(forbiddenImports(labWith(source))).toEqual([
    `solutions/${tinySlug}/${tinySlug}.ipynb, cell 6 (id "more"): ${specifier}`,
  ]);
});

test("the reference's answer may import no more than a student's", () => {
  const cheat = labWith("", 'void import("convlab/ops"); return x;');
  expect(forbiddenImports(cheat)).toEqual([
    `solutions/${tinySlug}/${tinySlug}.ipynb, cell 3 (grade_id "q1-answer"): convlab/ops`,
  ]);
});
