// Programs that others run notebooks and scripts with: papermill, jupyter run, nbconvert.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installTranslator } from "../../kernel/install/environment/papermill.ts";
import { root } from "../../kernel/install/node24.mjs";
import { languageInfo } from "../../kernel/protocol/index.ts";
import { PythonClients } from "../support/python.ts";

const LIMIT = 100_000; // ms

let python: PythonClients;
beforeAll(async () => {
  python = await PythonClients.make();
  mkdirSync(join(python.folder, "modules"));
  await installTranslator(root, join(python.folder, "modules"));
});
afterAll(() => python?.remove());

interface Cell {
  readonly source: string;
  readonly tags?: readonly string[];
}

interface SavedCell {
  readonly source: readonly string[];
  /** Of code cells alone. */
  readonly outputs?: readonly { readonly text?: readonly string[]; readonly ename?: string }[];
}

function write(name: string, cells: readonly Cell[]): string {
  const path = join(python.folder, name);
  const metadata = {
    kernelspec: { name: "convlab", display_name: "TypeScript (Convlab)", language: "typescript" },
    language_info: languageInfo,
  };
  const written = cells.map(({ source, tags = [] }, index) => ({
    id: `c${index}`,
    cell_type: "code",
    source,
    metadata: { tags },
    outputs: [],
    execution_count: null,
  }));
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: written }));
  return path;
}

function cellsOf(path: string): readonly SavedCell[] {
  return (JSON.parse(readFileSync(path, "utf8")) as { cells: SavedCell[] }).cells;
}

test(
  "papermill's parameters replace those of the notebook, whatever their kind and type",
  { timeout: LIMIT },
  async () => {
    const path = write("in.ipynb", [
      {
        tags: ["parameters"],
        source: `const epochs = 5; // passes over the data
let rate: number = 0.1;
const optimiser = "sgd";
let sizes: number[] = [];
const options = { shuffle: true };
let seed: bigint | null = null;
let more: number[] = [1];
let note: string | null = "none";`,
      },
      {
        source: `const letters = optimiser.split("").map((letter) => letter.toUpperCase());
console.log(JSON.stringify([epochs, rate, letters, sizes.map((size) => size * 2), options, String(seed)]));
console.log(more.map((each) => each + 1).length, note);`,
      },
    ]);
    const output = join(python.folder, "out.ipynb");
    const yaml = JSON.stringify({
      epochs: 7,
      rate: 1e-3,
      optimiser: "adam",
      sizes: [1, 2],
      options: { shuffle: false, 'quo"te \u2028é😀': null },
      more: [],
      note: null,
      seed: 12_345_678_901_234_567_000n.toString(),
    })
      .replace('"12345678901234567000"', "12345678901234567000")
      .replaceAll("\u2028", String.raw`\u2028`);
    const parameters = join(python.folder, "parameters.yaml");
    writeFileSync(parameters, yaml);
    const { code, stderr } = await python.program(
      "papermill",
      [path, output, "-f", parameters, "--no-progress-bar"],
      LIMIT,
    );
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    const [, injected, used] = cellsOf(output);
    expect(injected?.source.join("")).toContain("let epochs = 7;");
    const text = used?.outputs?.[0]?.text?.join("") ?? ""; // nbformat ends lines at U+2028, too
    const [printed = "", second] = text.split("\n");
    expect(second).toBe("0 null");
    expect(JSON.parse(printed)).toEqual([
      7,
      0.001,
      ["A", "D", "A", "M"],
      [2, 4],
      { shuffle: false, 'quo"te \u2028é😀': null },
      "12345678901234567000",
    ]);
  },
);

test(
  "papermill lists a notebook's parameters with type, default and comment",
  { timeout: LIMIT },
  async () => {
    const path = write("described.ipynb", [
      {
        tags: ["parameters"],
        source: "const epochs: number = 5; // passes over the data\nlet name = 'a';",
      },
    ]);
    const { stdout } = await python.program("papermill", ["--help-notebook", path], LIMIT);
    expect(stdout).toMatch(/epochs: number \(default 5\)\s+passes over the data/);
    expect(stdout).toMatch(/name: Unknown type \(default 'a'\)/);
  },
);

test("papermill stops at a failing cell and saves its error", { timeout: LIMIT }, async () => {
  const path = write("failing.ipynb", [
    { source: "throw new RangeError('too deep')" },
    { source: "1" },
  ]);
  const output = join(python.folder, "failed.ipynb");
  const { code } = await python.program("papermill", [path, output, "--no-progress-bar"], LIMIT);
  expect(code).not.toBe(0);
  const errors = cellsOf(output).flatMap(({ outputs = [] }) =>
    outputs.flatMap(({ ename = [] }) => ename),
  );
  expect(errors).toEqual(["RangeError"]);
});

test("jupyter run runs a script of TypeScript, and fails with it", { timeout: LIMIT }, async () => {
  const script = join(python.folder, "script.ts");
  writeFileSync(script, "const sizes: number[] = [1, 2, 3];\nconsole.log(`😀 ${sizes.length}`);\n");
  const good = await python.program(
    "jupyter_client.runapp",
    ["--kernel", "convlab", script],
    LIMIT,
  );
  expect([good.code, good.stdout]).toEqual([0, "😀 3\n"]);
  writeFileSync(script, "const size: number = 'three';\n");
  const bad = await python.program("jupyter_client.runapp", ["--kernel", "convlab", script], LIMIT);
  expect(bad.code).not.toBe(0);
  expect(bad.stderr).toContain("TypeScript 2322");
});

test("nbconvert writes a notebook as a .ts script", { timeout: LIMIT }, async () => {
  const path = write("exported.ipynb", [
    { source: "const kept: number = 1;" },
    { source: "kept + 1" },
  ]);
  const { code, stderr } = await python.program("nbconvert", ["--to", "script", path], LIMIT);
  expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
  const script = readFileSync(path.replace(".ipynb", ".ts"), "utf8");
  expect(script).toContain("const kept: number = 1;");
  expect(script).toContain("kept + 1");
});
