import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine, type TestEngine } from "../support/engine.ts";
import { within } from "../support/wait.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine();
});
afterAll(() => notebook.close());

/** Starts the cell, waits for its "on", interrupts, and gives how it ended. */
async function stop(code: string): Promise<Awaited<ReturnType<TestEngine["run"]>>> {
  const { run, ended } = notebook.start(
    `kept = (globalThis.kept ?? 0) + 1; console.log('on')\n${code}`,
  );
  await notebook.heard((event) => event.type === "stream" && event.run === run);
  await notebook.engine.interrupt();
  return within(ended, 2000, "the interrupted cell");
}

const loops: Record<string, readonly [code: string, line: number]> = {
  "a plain loop": ["while (true) {}", 2],
  "a loop in a function": ["function spin9() {\n  while (true) {}\n}\nspin9()", 3],
  "a loop after an await": ["await 1\nwhile (true) {}", 3],
  "a loop in a timer, awaited": [
    "await new Promise(() => setTimeout(() => {\n  while (true) {}\n}))",
    3,
  ],
  "a waiting cell": ["await new Promise((r) => setTimeout(r, 1e6))", 2],
  "a cell that waits for ever": ["1\nawait new Promise(() => {})", 3],
  "a for await over what never comes": [
    "1\nfor await (const x of { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }) {}",
    3,
  ],
  "a for await over ticks": [
    "async function* ticks9() { for (;;) yield await new Promise((r) => setTimeout(r, 1)) }\nfor await (const x of ticks9()) {}",
    3,
  ],
  "a loop that prints": ["while (true) console.log('flood')", 2],
  "a loop of short waits": ["while (true) await new Promise((r) => setTimeout(r, 1))", 2],
  "a loop of nothing but microtasks": ["while (true) await 1", 2],
  "a cell that stands in prompt()": ["prompt('?')", 2],
  "a blocking native call": [
    "while (true) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)",
    2,
  ],
};
for (const [what, [code, line]] of Object.entries(loops))
  test(`${what} is stopped with its line, and the variables are kept`, async () => {
    await notebook.run("kept = 0");
    const ran = await stop(code);
    expect(ran.error).toMatchObject({ name: "KeyboardInterrupt" });
    // on a busy machine the interrupt may come before the first line is done
    expect([1, line]).toContain(ran.error?.position?.line);
    expect((await notebook.run("kept")).text).toBe("1");
    expect(
      (await notebook.run("await new Promise((r) => setTimeout(() => r('timers'), 5))")).text,
    ).toBe("'timers'");
    expect(notebook.events.some(({ type }) => type === "restarted")).toBe(false);
  });

test("what an earlier cell left looping is stopped, and the next cell runs", async () => {
  const first = await notebook.run(
    "setTimeout(() => { console.log('on'); while (true) {} }, 5); 0",
  );
  await notebook.heard((event) => event.type === "stream" && event.run === first.run);
  const { ended } = notebook.start("'free'");
  await new Promise((resolve) => setImmediate(resolve)); // until the cell is on its way
  await notebook.engine.interrupt();
  expect((await within(ended, 2000, "the next cell")).text).toBe("'free'");
});

test("what a stopped cell has left waiting never goes on", async () => {
  await stop(
    "const step9 = async () => { for (;;) { await new Promise((r) => setTimeout(r, 1)); globalThis.steps9 = (globalThis.steps9 ?? 0) + 1 } }; await step9()",
  );
  await notebook.run("globalThis.steps9 = 0");
  expect((await notebook.run("await new Promise((r) => setTimeout(r, 30)); steps9")).text).toBe(
    "0",
  );
});

test("an input that nobody answers is stopped", async () => {
  const { run, ended } = notebook.start("await input('still there? ')");
  await notebook.heard((event) => event.type === "input" && event.run === run);
  await notebook.engine.interrupt();
  expect((await within(ended, 2000, "the interrupted cell")).error?.name).toBe("KeyboardInterrupt");
});

test("an interrupt while nothing runs changes nothing", async () => {
  await notebook.engine.interrupt();
  expect((await notebook.run("2 + 2")).text).toBe("4");
});

test("two interrupts at once stop one cell", async () => {
  const { run, ended } = notebook.start("console.log('on'); while (true) {}");
  await notebook.heard((event) => event.type === "stream" && event.run === run);
  await Promise.all([notebook.engine.interrupt(), notebook.engine.interrupt()]);
  expect((await within(ended, 2000, "the interrupted cell")).error?.name).toBe("KeyboardInterrupt");
  expect((await notebook.run("3 + 3")).text).toBe("6");
});

test("user code cannot catch the interrupt", async () => {
  const ran = await stop("while (true) { try { while (true) {} } catch { } finally { } }");
  expect(ran.error).toMatchObject({ name: "KeyboardInterrupt" });
});

test("cells that stand in prompt() or Atomics.wait are stopped one after the other", async () => {
  for (let round = 0; round < 12; round++) {
    const ran = await stop(
      round % 2 === 0
        ? "prompt('?')"
        : "while (true) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)",
    );
    expect(ran.error?.name).toBe("KeyboardInterrupt");
  }
});

test("stopping again and again leaves an engine that works", async () => {
  for (let round = 0; round < 6; round++) {
    const ran = await stop(round % 2 === 0 ? "while (true) {}" : "await 1; while (true) {}");
    expect(ran.error).toMatchObject({ name: "KeyboardInterrupt" });
  }
  expect((await notebook.run("import 'node:os'; await Promise.resolve('well')")).text).toBe(
    "'well'",
  );
});
