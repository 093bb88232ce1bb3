// Where no inspector port may be opened, a thread of the engine does the same.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DebugClient } from "../../support/debug-client.ts";
import { openEngine, type TestEngine } from "../../support/engine.ts";
import { isAlive, KernelProcess } from "../../support/kernel-process.ts";
import { until, within } from "../../support/wait.ts";

let notebook: TestEngine;
beforeAll(() => {
  vi.stubEnv("CONVLAB_INSPECTOR", "thread");
  notebook = openEngine();
  vi.unstubAllEnvs();
});
afterAll(() => notebook.close());

test("no port is open", async () => {
  const url = "process.getBuiltinModule('node:inspector').url()";
  expect((await notebook.run(url)).result).toBeUndefined();
});

const cells = {
  "a loop": "while (true) {}",
  "a loop after an await": "await 1; while (true) {}",
  "a waiting cell": "await new Promise(() => {})",
  "a cell that stands in prompt()": "prompt('?')",
  "a loop that prints": "while (true) console.log('flood')",
};
for (const [what, code] of Object.entries(cells))
  test(`${what} is stopped and the variables are kept`, async () => {
    const { run, ended } = notebook.start(
      `globalThis.kept = '${what}'; console.log('on'); ${code}`,
    );
    await notebook.heard((event) => event.type === "stream" && event.run === run);
    await notebook.engine.interrupt();
    expect((await within(ended, 4000, "the cell")).error?.name).toBe("KeyboardInterrupt");
    expect((await notebook.run("kept")).text).toBe(`'${what}'`);
    expect(notebook.events.some(({ type }) => type === "restarted")).toBe(false);
  });

const CODE = "let a = 1;\na += 1;\nconsole.log('after');\na";

test("the debugger stops at a breakpoint, Stop ends a loop, and a killed server leaves no orphan", async () => {
  await using kernel = await KernelProcess.start("kernel", { CONVLAB_INSPECTOR: "thread" });
  const { client } = kernel;
  const page = new DebugClient(client);
  await page.enable();
  await page.breakAt(CODE, 2);
  const cell = await client.start(CODE);
  expect((await page.stopped())[0]).toMatchObject({ line: 2 });
  await page.go("continue");
  expect((await client.outcome(cell)).stdout).toBe("after\n");
  const loop = await client.start("console.log('looping'); while (true) {}");
  await client.waitOutput(loop, "looping");
  await client.request("control", "interrupt_request");
  expect((await client.outcome(loop)).reply).toMatchObject({ ename: "KeyboardInterrupt" });
  await client.waitOutput(await client.start("console.log('looping'); while (true) {}"), "looping");
  const family = kernel.family();
  kernel.child.kill("SIGKILL");
  await until(() => !family.some(isAlive), 20_000, "all processes gone");
});
