// A notebook that is worked in all day: neither its engine nor the process that starts it keeps more than the cells' own
// data. Heaps are counted after a collection, never times.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine, type Engine } from "../../kernel/engine/index.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const isLong = process.env["CONVLAB_LONG_TESTS"] === "1";
const runs = isLong ? 10_000 : 600;
const cells = isLong ? 1000 : 200;
if (!isLong)
  console.log(
    `long-run.test.ts: ${runs} runs and ${cells} cells, as more take minutes; CONVLAB_LONG_TESTS=1 makes them 10,000 and 1,000`,
  );
const LIMIT = 900_000; // ms

let directory: string;
let engine: Engine;
let result = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "convlab-long-"));
  engine = createEngine({ directory }, (event) => {
    if (event.type === "result") result = String(event.data["text/plain"]);
  });
});
afterEach(async () => {
  await engine.dispose();
  rmSync(directory, { recursive: true, force: true });
});

/** The figures of docs/measured.md. */
function tell(what: string, before: Heaps, after: Heaps, times: number): void {
  if (!isLong) return;
  const bytes = (name: keyof Heaps): string => ((after[name] - before[name]) / times).toFixed(0);
  console.log(
    `${what}, of ${times}: ${bytes("child")} bytes in the engine, ${bytes("own")} beside it`,
  );
}

let count = 0;
async function run(code: string): Promise<string> {
  result = "";
  count += 1;
  const request = { run: `run-${count}`, label: `Cell [${count}]`, showResult: true, code };
  const { status, checked, error } = await engine.execute(request);
  expect([status, checked, error?.message]).toEqual(["ok", true, undefined]);
  return result;
}

interface Heaps {
  readonly child: number;
  readonly own: number;
}

/** Bytes in use, after a collection: of the engine's process and of this one. */
async function heaps(): Promise<Heaps> {
  const child = Number(
    await run(
      `const { setFlagsFromString } = await import("node:v8");
       const { runInNewContext } = await import("node:vm");
       setFlagsFromString("--expose-gc");
       const collect = runInNewContext("gc") as () => void;
       for (let n = 0; n < 3; n++) collect();
       process.memoryUsage().heapUsed`,
    ),
  );
  for (let n = 0; n < 3; n += 1) collect();
  return { child, own: process.memoryUsage().heapUsed };
}

test("a cell that runs again and again costs a few words a run", { timeout: LIMIT }, async () => {
  const code = `const padding: number = 1;
function outSize(size: number, kernel: number): number { return size + 2 * padding - kernel + 1; }
class Layer { weights = new Float32Array(1000); }
const layer = new Layer();
outSize(28, 3)`; // 28 + 2·1 − 3 + 1 = 28
  for (let n = 0; n < 200; n += 1) expect(await run(code)).toBe("28");
  const before = await heaps();
  for (let n = 0; n < runs; n += 1) await run(code);
  const after = await heaps();
  tell("a run", before, after, runs);
  // the text alone is 250 bytes: kept twice for each run, as source and as script, it would pass the bound
  expect((after.child - before.child) / runs).toBeLessThan(2000);
  expect((after.own - before.own) / runs).toBeLessThan(2000);
});

test("a cell more costs its own data and no more", { timeout: LIMIT }, async () => {
  const cell = (n: number) =>
    `function step${n}(x: number): number { return x + ${n}; }
const total${n}: number = ${n === 0 ? "step0(0)" : `step${n}(total${n - 1})`};
total${n}`;
  for (let n = 0; n < 100; n += 1) await run(cell(n));
  const before = await heaps();
  for (let n = 100; n < 100 + cells; n += 1) {
    // 0 + 1 + … + n = n(n + 1)/2
    expect(await run(cell(n))).toBe(String((n * (n + 1)) / 2));
  }
  const after = await heaps();
  tell("a cell more", before, after, cells);
  expect((after.child - before.child) / cells).toBeLessThan(10_000);
  expect((after.own - before.own) / cells).toBeLessThan(20_000);
});
