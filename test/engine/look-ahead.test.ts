// The next cell is made ready while this one runs: nobody may see a difference but in time.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEngine, type TestEngine } from "../support/engine.ts";

let notebook: TestEngine;
beforeAll(() => {
  notebook = openEngine({ typeCheck: true });
});
afterAll(() => notebook.close());

/** Runs a cell that waits, says what comes next meanwhile, lets it go on, and runs what comes. */
async function runBehind(first: string, next: string, comes = next) {
  const running = notebook.start(
    `${first}\nconsole.log("begun"); await new Promise((r) => setTimeout(r, 30))`,
  );
  await notebook.heard((event) => event.type === "stream" && event.run === running.run);
  notebook.engine.expect?.(next);
  await running.ended;
  return notebook.run(comes);
}

test("a cell that was expected knows what the running cell declares", async () => {
  const ran = await runBehind("const a1: number = 20", "a1 + 1");
  expect(ran).toMatchObject({ status: "ok", checked: true, text: "21" });
});

test("a cell that was expected is refused for its type error, with its own place", async () => {
  const ran = await runBehind("const a2 = 'text'", "1;\nconst b2: number = a2");
  expect(ran).toMatchObject({ status: "error", checked: true });
  expect(ran.error).toMatchObject({ name: "TypeCheckError", position: { line: 2, column: 7 } });
  expect((await notebook.run("typeof b2")).status).toBe("error");
});

test("another cell than the expected one is checked itself", async () => {
  const ran = await runBehind("const a3 = 'text'", "a3.length", "const b3: number = a3");
  expect(ran.error?.name).toBe("TypeCheckError");
});

test("what was expected behind a cell that failed is checked anew", async () => {
  const failing = notebook.start(
    "let a4 = 1; console.log('on'); await Promise.reject(new Error('no'))",
  );
  await notebook.heard((event) => event.type === "stream" && event.run === failing.run);
  notebook.engine.expect?.("a4.toFixed()");
  expect((await failing.ended).status).toBe("error");
  await notebook.run("const a4 = 'now text'");
  expect((await notebook.run("a4.toFixed()")).error?.name).toBe("TypeCheckError");
});

test("a cell that names what it needs before the engine was restarted is refused after it", async () => {
  const running = notebook.start(
    "const a5 = 1; console.log('on'); await new Promise((r) => setTimeout(r, 30)); process.exit(1)",
  );
  await notebook.heard((event) => event.type === "stream" && event.run === running.run);
  notebook.engine.expect?.("a5 + 1");
  expect((await running.ended).error?.name).toBe("EngineRestarted");
  expect((await notebook.run("a5 + 1")).error?.name).toBe("TypeCheckError");
});

test("an expected cell with a wrong syntax says so at its turn", async () => {
  const ran = await runBehind("1", "let x = )");
  expect(ran.error?.name).toBe("SyntaxError");
});

test("the same cell may be expected behind itself", async () => {
  await notebook.run("let a7 = 0");
  const code = "a7 = a7 + 1; console.log(a7); await new Promise((r) => setTimeout(r, 20)); a7";
  const runs = [notebook.start(code)];
  notebook.engine.expect?.(code);
  for (let count = 0; count < 3; count++) {
    await runs.at(-1)?.ended;
    runs.push(notebook.start(code));
    notebook.engine.expect?.(code);
  }
  const texts = await Promise.all(runs.map(async ({ ended }) => (await ended).text));
  expect(texts).toEqual(["1", "2", "3", "4"]);
});

test("Stop before an expected cell begins stops it, and the next one runs", async () => {
  const first = notebook.start("console.log('on'); await new Promise((r) => setTimeout(r, 30))");
  await notebook.heard((event) => event.type === "stream" && event.run === first.run);
  notebook.engine.expect?.("'never'");
  await first.ended;
  const second = notebook.start("'never'");
  const stopping = notebook.engine.interrupt();
  const ran = await second.ended;
  await stopping;
  expect(["ok", "error"]).toContain(ran.status); // it may have run before the interrupt came
  expect(await notebook.run("'after'")).toMatchObject({ status: "ok", text: "'after'" });
});
