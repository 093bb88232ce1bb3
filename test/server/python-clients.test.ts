// The clients that everybody else uses, against the installed kernel: jupyter_kernel_test and nbclient.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PythonClients } from "../support/python.ts";

let python: PythonClients;
beforeAll(async () => {
  python = await PythonClients.make();
});
afterAll(() => python?.remove());

interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string;
  readonly data?: Readonly<Record<string, string>>;
}

async function runNotebook(codes: readonly string[]): Promise<readonly (readonly Output[])[]> {
  const path = join(python.folder, "notebook.ipynb");
  const cells = codes.map((source, index) => ({
    id: `c${index}`,
    cell_type: "code",
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  }));
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  writeFileSync(path, JSON.stringify(notebook));
  const { cells: outputs } = (await python.run("run_notebook.py", [path], 100_000)) as {
    cells: Output[][];
  };
  return outputs;
}

test(
  "jupyter_kernel_test passes whole, 13 of 13, nothing skipped",
  { timeout: 120_000 },
  async () => {
    const results = (await python.run("conformance.py", [], 110_000)) as Record<string, string>;
    expect(Object.entries(results).filter(([, result]) => result !== "pass")).toEqual([]);
    expect(Object.keys(results)).toHaveLength(13);
  },
);

test(
  "nbclient runs a notebook of 50 cells and keeps every output",
  { timeout: 120_000 },
  async () => {
    const codes = [
      "let total: number = 0;",
      ...Array.from({ length: 49 }, (_, index) => `total += ${index + 1}; total`),
    ];
    const outputs = await runNotebook(codes);
    // after cell n: 1 + 2 + … + n = n(n + 1)/2
    const expected = Array.from({ length: 49 }, (_, n) => [String(((n + 1) * (n + 2)) / 2)]);
    expect(outputs.slice(1).map((cell) => cell.map(({ data }) => data?.["text/plain"]))).toEqual(
      expected,
    );
  },
);

test(
  "nbclient, which forgets messages beyond 1,000, gets all of 10,000 lines",
  { timeout: 120_000 },
  async () => {
    const [cell = []] = await runNotebook([
      "for (let line = 0; line < 10_000; line++) console.log(`line ${line}`);",
    ]);
    const text = cell.map(({ text = "" }) => text).join("");
    expect(text).toBe(Array.from({ length: 10_000 }, (_, line) => `line ${line}\n`).join(""));
  },
);

test(
  "nbclient runs widgets as cells of words, figures and bars at their true count",
  { timeout: 120_000 },
  async () => {
    const outputs = await runNotebook([
      'import { Dropdown, HBox, interact, IntSlider, progress } from "convlab/widgets";\nimport { heatmap } from "convlab/viz";',
      'new HBox([new IntSlider({ value: 3, description: "stride" }), new Dropdown({ options: ["same"] })])',
      "interact(({ n }) => heatmap([[n]]), { n: [1, 3] })",
      "let sum = 0;\nfor (const i of progress(1000)) sum += i;",
      "sum",
    ]);
    const [, [box] = [], [figure] = [], bars = [], [sum] = []] = outputs;
    const view = "application/vnd.jupyter.widget-view+json";
    expect(box?.data).toMatchObject({
      [view]: { version_major: 2 },
      "text/plain": 'IntSlider(description: "stride", value: 3)\nDropdown(value: "same")',
    });
    expect(Object.keys(figure?.data ?? {})).toContain("application/vnd.plotly.v1+json");
    expect(bars.map(({ data }) => data?.["text/plain"])).toEqual([
      expect.stringMatching(/1000\/1000/) as string,
    ]);
    expect(sum?.data?.["text/plain"]).toBe("499500"); // 999·1000/2
  },
);
