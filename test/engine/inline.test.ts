import { afterEach, expect, test } from "vitest";
import {
  scopeSymbol,
  type EngineOptions,
  type NotebookScope,
} from "../../kernel/engine/contract.ts";
import { createInlineEngine } from "../../kernel/engine/index.ts";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine | undefined;
afterEach(() => notebook?.close());

function open(options: Partial<EngineOptions> = {}): TestEngine {
  notebook = openEngine(options, createInlineEngine);
  return notebook;
}

test("cells run in this process, and their names are in the published scope", async () => {
  const { run } = open();
  expect(
    (
      await run(
        "const inlineAnswer = 41; function inlineAdd(n: number) { return inlineAnswer + n }; inlineAdd(1)",
      )
    ).text,
  ).toBe("42");
  const scope = Reflect.get(globalThis, scopeSymbol) as NotebookScope;
  expect(scope.has("inlineAdd")).toBe(true);
  expect((scope.get("inlineAdd") as (n: number) => number)(2)).toBe(43);
  expect(scope.has("Math")).toBe(false);
  expect(scope.get("Math")).toBeUndefined();
});

test("output, errors and imports are those of the engine with two processes", async () => {
  const { run } = open();
  const ran = await run(
    "import { sep } from 'node:path'; console.log('in' + sep); display('d'); null.x",
    { label: "Cell [2]" },
  );
  expect(ran.stdout).toBe("in/\n");
  expect(ran.error?.position).toEqual({ line: 1, column: 78 });
});

test("what the engine changed is put back when it is disposed", async () => {
  const before = [
    console,
    process.stdout,
    globalThis.setTimeout,
    Error.prepareStackTrace,
    Math.random,
    Date,
  ];
  const engine = open({ seed: "s" });
  await engine.run("1");
  expect(console).not.toBe(before[0]);
  await engine.engine.dispose();
  expect([
    console,
    process.stdout,
    globalThis.setTimeout,
    Error.prepareStackTrace,
    Math.random,
    Date,
  ]).toEqual(before);
});

test("with a seed, chance and clock repeat; with another they differ", async () => {
  const draw = async (seed: string): Promise<string | undefined> => {
    const engine = open({ seed });
    const ran = await engine.run(
      "[Math.random(), Math.random(), Date.now(), new Date().getFullYear(), performance.now()].join(' ')",
    );
    await engine.engine.dispose();
    return ran.text;
  };
  const first = await draw("student-1");
  expect(await draw("student-1")).toBe(first);
  expect(await draw("student-2")).not.toBe(first);
  const values = (first ?? "").slice(1).split(" ").map(Number);
  expect(values.slice(0, 2).every((value) => value >= 0 && value < 1)).toBe(true);
});

test("a seeded clock still makes the dates it is asked for", async () => {
  const engine = open({ seed: "s" });
  expect(
    (
      await engine.run(
        "new Date(0).toISOString() + (new Date() instanceof Date) + Date.UTC(1970, 0, 1)",
      )
    ).text,
  ).toBe("'1970-01-01T00:00:00.000Ztrue0'");
});
