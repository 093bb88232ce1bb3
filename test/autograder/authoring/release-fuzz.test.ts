import fc from "fast-check";
import { expect, test } from "vitest";
import { readSettings } from "../../../autograder/authoring/master/settings.ts";
import { releaseNotebook } from "../../../autograder/authoring/release.ts";
import { writeNotebook } from "../../../autograder/notebook/index.ts";
import { NotebookError } from "../../../kernel/core/index.ts";
import { tinyMaster, tinySlug } from "../../support/masters.ts";

const settings = readSettings(tinyMaster(), tinySlug, "lab.ipynb");
const kinds = ["SOLUTION", "HIDDEN TESTS", "MARK SCHEME"];
/** How an author in a hurry writes a mark. */
const spellings: readonly ((mark: string) => string)[] = [
  (mark) => `// ${mark}`,
  (mark) => `  //${mark}`,
  (mark) => `<!-- ${mark} -->`,
  (mark) => `### ${mark}`,
  (mark) => `// ${mark.toLowerCase()}`,
  (mark) => `// ${mark.replace(" ", "  ")}`,
  (mark) => `// ${mark.replace(" ", "_")}`,
  (mark) => `// ${mark.replace("TESTS", "TEST").replace("UT", "TU").replace("SCHEME", "SHCEME")}`,
  (mark) => `// ${mark.replace("I", "")}`,
  (mark) => `const code = 1; // ${mark}`,
  (mark) => `const code = 1; // ${mark.toLowerCase()}`,
];

const mark = (word: "BEGIN" | "END") =>
  fc
    .record({ kind: fc.constantFrom(...kinds), spell: fc.constantFrom(...spellings) })
    .map(({ kind, spell }) => ({ word, line: spell(`${word} ${kind}`) }));
const line = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ word: "", line: "" }) },
  { weight: 1, arbitrary: mark("BEGIN") },
  { weight: 1, arbitrary: mark("END") },
);

/** The cell's text; lines after a BEGIN, however it is spelt, up to the next END are called secret. */
function write(lines: readonly { readonly word: string; readonly line: string }[]): string {
  let inside = false;
  return lines
    .map(({ word, line: text }, index) => {
      if (word !== "") inside = word === "BEGIN";
      return word === "" ? `${inside ? "secret" : "public"}_${index};` : text;
    })
    .join("\n");
}

test("whatever marks an author writes, what they enclose is not handed out: taken out, or the release refused", () => {
  const cell = fc.record({ at: fc.nat(4), lines: fc.array(line, { maxLength: 12 }) });
  let released = 0;
  fc.assert(
    fc.property(cell, ({ at, lines }) => {
      const master = tinyMaster();
      const cells = master.cells.map((one, index) =>
        index === at ? { ...one, source: `${one.source}\n${write(lines)}` } : one,
      );
      try {
        const release = releaseNotebook({ ...master, cells }, settings, "lab.ipynb");
        released += 1;
        expect(writeNotebook(release, "lab.ipynb")).not.toContain("secret_");
      } catch (error) {
        if (!(error instanceof NotebookError)) throw error;
      }
    }),
    { numRuns: 3000, seed: 20261121 },
  );
  expect(released).toBeGreaterThan(100);
});
