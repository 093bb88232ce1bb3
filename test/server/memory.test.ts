import { afterAll, beforeAll, expect, test } from "vitest";
import { familyUsage } from "../../kernel/server/usage/processes.ts";
import { KernelProcess } from "../support/kernel-process.ts";
import { until } from "../support/wait.ts";

let kernel: KernelProcess;
beforeAll(async () => {
  kernel = await KernelProcess.start();
});
afterAll(() => kernel[Symbol.asyncDispose]());

const MB = 2 ** 20;
/** V8 by itself tidies up after 8 s and more. */
const soon = 6000; // ms

/** Memory of all the kernel's processes, bytes. */
function memory(): number {
  return familyUsage(kernel.pid).reduce((sum, { memory: bytes }) => sum + bytes, 0);
}

test("of two hundred megabytes that cells printed less than sixty are kept", async () => {
  await kernel.client.execute("1 + 1");
  const before = memory();
  for (let count = 0; count < 2; count++) {
    const { stdout } = await kernel.client.execute("console.log('x'.repeat(100 * 1024 * 1024))");
    expect(stdout.length).toBe(100 * MB + 1);
  }
  await until(() => memory() - before < 60 * MB, soon, "less than 60 MB kept");
  expect(memory() - before).toBeLessThan(60 * MB);
});

test("what many small cells leave behind is tidied up, too, once they are over", async () => {
  const { client } = kernel;
  await client.execute(
    "const swept = new FinalizationRegistry(() => console.log('swept')); swept.register(new Uint8Array(9), 1)",
  );
  for (let n = 0; n < 140; n++) await client.execute(`${n}`);
  const last = await client.start("'over'");
  await client.outcome(last);
  await client.waitOutput(last, "swept", soon); // nobody's output is the last cell's
  expect((await client.execute("'well'")).reply).toMatchObject({ status: "ok" });
});

test("tidying up leaves nothing that a cell could find", async () => {
  const printing = await kernel.client.start(
    "const tidied = new FinalizationRegistry(() => console.log('tidied')); tidied.register(new Uint8Array(9), 1); console.log('x'.repeat(20 * 1024 * 1024))",
  );
  await kernel.client.outcome(printing);
  await kernel.client.waitOutput(printing, "tidied", soon);
  const { stdout } = await kernel.client.execute(
    "import { runInNewContext } from 'node:vm'; console.log(typeof Reflect.get(globalThis, 'gc'), runInNewContext('typeof gc'), process.env['MALLOC_MMAP_THRESHOLD_'])",
  );
  expect(stdout).toBe("undefined undefined undefined\n");
});
