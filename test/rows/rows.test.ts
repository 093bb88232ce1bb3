import { stripTypeScriptTypes } from "node:module";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { tensor } from "../../kernel/helpers/tensor/index.ts";
import { functionOf } from "./break/own-function.ts";
import { reachOf } from "./break/reach.ts";
import { sitesOf } from "./break/sites.ts";
import { withMistake, withWatch } from "./break/trace.ts";
import { watchExports } from "./instrument.ts";
import { overview } from "./overview.ts";
import { readReport, runRows } from "./run.ts";
import { spoil } from "./spoil.ts";
import { rowsOf, rowsOfAll } from "./titles.ts";

const root = new URL("../..", import.meta.url).pathname;

test("a title names the rows that it begins with and the slides' errors in it, and only real ones", () => {
  expect(rowsOf("C3, C11, E1: the 6x6 example")).toEqual(["C3", "C11", "E1"]);
  expect(rowsOf("T1 C27 gradients of C4")).toEqual(["T1", "C27"]);
  expect(rowsOf("C6 bilinear (E8)")).toEqual(["C6", "E8"]);
  expect(rowsOf("A99 nothing")).toEqual([]);
  expect(rowsOf("SAME pads of C14")).toEqual([]);
  expect(rowsOfAll(["N1: overlap", "touching boxes"])).toEqual(["N1"]);
});

test("an exported function keeps its own name inside its module, and is watched outside", () => {
  const code = watchExports(
    "export function f() { return g(); }\nfunction g() {}\nf();",
    "kernel/helpers/a/b.ts",
  );
  expect(code).toContain("function f() { return g(); }");
  expect(code).not.toContain("export function");
  expect(code).toContain('__watch("a/b#f", f)');
  expect(code).toContain("export { __watched_f as f }");
});

const code = [
  "export function share(n: number, all: readonly number[]): number {",
  '  if (n < 0) throw new RangeError("n - 1");',
  "  return n > 0 && all.length >= n ? (all[0] ?? 7) / n : -1;",
  "}",
].join("\n");

test("places of a file are where a mistake changes what comes out: not refusals, texts, types and fillers", () => {
  const found = sitesOf(code).map(({ start, end, line, owner }) => [line, owner, code.slice(start, end)]); // prettier-ignore
  expect(found.map(([line, owner]) => `${line} ${owner}`)).toEqual(Array(found.length).fill("3 share")); // prettier-ignore
  const texts = found.map(([, , text]) => text);
  expect(texts).toEqual([
    "n > 0 && all.length >= n ? (all[0] ?? 7) / n : -1",
    "n > 0 && all.length >= n",
    "n > 0",
    "0",
    "all.length >= n",
    "(all[0] ?? 7) / n",
    "0",
    "-1",
  ]);
  expect(sitesOf(code)[4]?.mistakes).toEqual(["(all.length > n)", "(all.length < n)"]);
});

test("a mistake stands in the one place, and watched code notes its places and does the same", async () => {
  expect(withMistake(code, { site: 7, text: "(1)" })).toContain("/ n : (1);");
  expect(() => withMistake(code, { site: 99, text: "" })).toThrow("no place 99");
  const watched = stripTypeScriptTypes(withWatch(code, "rows/share"));
  const url = `data:text/javascript,${encodeURIComponent(watched.replace(/from "(.*)"/, (_, path) => `from ${JSON.stringify(pathToFileURL(String(path)).href)}`))}`; // prettier-ignore
  const { share } = (await import(/* @vite-ignore */ url)) as { share: (n: number, all: number[]) => number }; // prettier-ignore
  expect([share(2, [6, 8]), share(3, [1])]).toEqual([3, -1]);
});

test("what stands behind a function is found through its file's helpers, imports and indexes", () => {
  const reached = reachOf(`${root}kernel/helpers`, "ops/index#convolve2d");
  const names = reached.map(({ file, owner, steps }) => `${steps} ${file}#${owner}`);
  expect(names.slice(0, 2)).toEqual(["0 ops/one-channel#convolve2d", "0 ops/one-channel#slide"]);
  expect(names.some((name) => name.startsWith("0 tensor/"))).toBe(false);
});

test("a spoiled result is another in each of its numbers, claims and texts", () => {
  expect(spoil({ size: 3, isWhole: true, inner: [0.5] })).toEqual({
    size: 4,
    isWhole: false,
    inner: [expect.closeTo(0.56)],
  });
  const frozen = Object.freeze({ total: 7 });
  expect(spoil(frozen)).toEqual({ total: 8 });
  expect(frozen.total).toBe(7);
  const spoiled = tensor([[1, 2]]);
  spoil(spoiled);
  expect([spoiled.get(0, 0), spoiled.get(0, 1)]).toEqual([
    expect.closeTo(1.11),
    expect.closeTo(2.21),
  ]);
  expect(spoiled.shape).toEqual([1, 2]);
});

test("the overview lists each row with its tests, failed ones too, and what nothing shows", () => {
  const result = (title: string, status: string) => ({ title, fullName: title, status });
  const run = readReport({
    testResults: [
      {
        name: "a.test.ts",
        status: "failed",
        assertionResults: [result("C1 adds up", "passed"), result("C2 turns", "failed")],
      },
      { name: "b.test.ts", status: "failed", assertionResults: [] },
    ],
  });
  const rows = {
    C1: ["H", "sum"],
    C2: ["H", "turn"],
    C3: ["A", "count"],
    N10: ["F", "read"],
  } as const;
  const text = overview(rows, run);
  expect(text).toContain("passed  C1 adds up");
  expect(text).toContain("FAILED  C2 turns");
  expect(text).toMatch(/by hand or arithmetic \(H, A\):\nC3 /);
  expect(text).toMatch(/reading \(L, F\):\nN10 /);
  expect(text).toContain("2 of 4 rows are shown");
  expect(run.brokenFiles).toEqual(["b.test.ts"]);
});

test("a broken row is noticed by its own tests, and the function to break is the row's own", async () => {
  const files = ["test/helpers/optim/steps.test.ts"];
  const sound = await runRows(root, { files });
  expect(sound.shown.get("T6")?.failed).toEqual([]);
  expect(functionOf("T6", sound)).toBe("optim/steps#adam");
  const broken = await runRows(root, { files, broken: "optim/steps#adam" });
  expect(broken.shown.get("T6")?.passed).toEqual([]);
  expect(broken.shown.get("T3")?.failed).toEqual([]);
});
