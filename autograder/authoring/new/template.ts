// The lab that `convlab lab new` writes: small, but complete, so that `convlab lab check` passes at once.
import type { JsonObject } from "../../../kernel/core/index.ts";
import type { NbgraderMetadata, Notebook, NotebookCell } from "../../contract.ts";

const setup = `import { NotImplementedError } from "convlab/check";
import { type Tensor } from "convlab/tensor";`;

const task = `## 1. Sums of a sliding window
A window of \`width\` numbers slides over a signal, one step at a time. At each place, add up what lies under it.

For the signal 1, 2, 3, 4 and width 2: 1 + 2 = 3, then 2 + 3 = 5, then 3 + 4 = 7.

*Before you write:* how many sums are there for a signal of length L and a window of width W?`;

const answer = `/** Sums of \`width\` neighbours in \`signal\` [L]: one number for each place of the window. */
function slidingSums(signal: Tensor, width: number): number[] {
  // BEGIN SOLUTION
  const sums: number[] = [];
  for (let start = 0; start + width <= signal.shape[0]; start++) {
    let sum = 0;
    for (let offset = 0; offset < width; offset++) sum += signal.data[start + offset];
    sums.push(sum);
  }
  return sums;
  // END SOLUTION
}`;

const tests = `import { question } from "convlab/check";
await question("q1", async ({ test, call, expect, seeds }) => {
  await test("adds up neighbours", { points: 4 }, async () => {
    // 1 + 2, 2 + 3, 3 + 4
    expect(await call("slidingSums", [1, 2, 3, 4], 2)).toEqualTensor([3, 5, 7]);
  });
  // BEGIN HIDDEN TESTS
  await test("works for any width", { points: 4, hint: "try a window of three" }, async () => {
    for (const seed of seeds(5)) {
      const start = seed % 10;
      const signal = [start, start + 1, start + 2, start + 3];
      expect(await call("slidingSums", signal, 3)).toEqualTensor([3 * start + 3, 3 * start + 6]);
    }
  });
  await test("a window as wide as the signal fits once", { points: 2, hint: "count the places" }, async () => {
    expect(await call("slidingSums", [2, -5, 4], 3)).toEqualTensor([1]);
  });
  // END HIDDEN TESTS
});`;

const manual = `There are L − W + 1 sums: the window starts at 0 and last at L − W.
<!-- BEGIN MARK SCHEME -->
3 points for L − W + 1, 2 points for saying why.
<!-- END MARK SCHEME -->`;

/** The master of a new lab. */
export function templateMaster(slug: string): Notebook {
  const title = titleOf(slug);
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      convlab: {
        slug,
        title,
        allowedImports: ["convlab/tensor", "convlab/check", "convlab/viz"],
        limits: { callMs: 2000, cellMs: 10000, runMs: 60000, memoryMb: 512 },
      },
      kernelspec: { name: "convlab", display_name: "TypeScript (Convlab)", language: "typescript" },
    },
    cells: [
      text("title", `# ${title}\nGoal: say in one sentence what a student can do afterwards.`),
      code("setup", setup, { locked: true }, ["setup"]),
      text("q1-task", task),
      code("q1", answer, { solution: true }),
      code("q1-tests", tests, { grade: true }), // release adds up the points
      text(
        "q2-task",
        "## 2. In words\nHow many sums are there for a signal of length L and a window of width W, and why?",
      ),
      text("q2", manual, { grade: true, solution: true, points: 5 }),
    ],
  };
}

/** Two mutants: one that only a hidden test finds, one that the public test finds too. */
export const templateMutants: Readonly<Record<string, JsonObject>> = {
  "adds-two-neighbours": {
    trap: "Adds two neighbours whatever the width is.",
    cap: 4,
    edits: [{ cell: "q1", replace: "offset < width", with: "offset < 2" }],
  },
  "stops-one-early": {
    trap: "Forgets the last place of the window.",
    cap: 0,
    edits: [{ cell: "q1", replace: "start + width <= signal", with: "start + width < signal" }],
  },
};

export const mutantsReadme = `# Mutants
Wrong solutions that must lose points; \`convlab lab check\` runs each of them. One file for each misunderstanding that you
have seen in students' work:

\`\`\`json
{
  "trap": "Adds two neighbours whatever the width is.",
  "cap": 4,
  "edits": [{ "cell": "q1", "replace": "offset < width", "with": "offset < 2" }]
}
\`\`\`

- \`trap\`: the misunderstanding, in one sentence.
- \`cap\`: the highest automatic score that it may reach.
- \`edits\`: what is wrong; each text must stand exactly once in the reference's cell. Or \`"cells": { "q1": ["line", …] }\`.

A mutant must type-check. At least half of them must pass all public tests: the others show nothing about the hidden ones.
`;

function titleOf(slug: string): string {
  const words = slug.replace(/^\d+-/, "").replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function text(id: string, source: string, role?: Partial<NbgraderMetadata>): NotebookCell {
  return { id, cell_type: "markdown", source, metadata: metadataOf(id, role) };
}

function code(
  id: string,
  source: string,
  role?: Partial<NbgraderMetadata>,
  tags?: readonly string[],
): NotebookCell {
  const metadata = { ...metadataOf(id, role), ...(tags ? { tags } : {}) };
  return { id, cell_type: "code", source, metadata, outputs: [], execution_count: null };
}

function metadataOf(id: string, role: Partial<NbgraderMetadata> | undefined): JsonObject {
  if (!role) return {};
  const flags = { grade: false, solution: false, locked: false, task: false };
  return { nbgrader: { schema_version: 3, ...flags, grade_id: id, ...role } };
}
