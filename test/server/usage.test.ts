import { hostname, totalmem } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelProcess } from "../support/kernel-process.ts";

let kernel: KernelProcess;
beforeAll(async () => {
  kernel = await KernelProcess.start();
});
afterAll(() => kernel[Symbol.asyncDispose]());

interface Answer {
  readonly kernel_cpu: number;
  readonly kernel_memory: number;
  readonly host_virtual_memory: Readonly<Record<string, number>>;
}

async function usage(): Promise<Answer> {
  const { type, content } = await kernel.client.request("control", "usage_request");
  expect(type).toBe("usage_reply");
  return content as unknown as Answer;
}

const MB = 2 ** 20;

test("usage_request names the machine, the memory of all the kernel's processes, and the host's", async () => {
  const before = await usage();
  expect(before).toMatchObject({ hostname: hostname(), pid: kernel.pid });
  expect(before.host_virtual_memory["total"]).toBe(totalmem());
  await kernel.client.execute("const held = Buffer.alloc(300 * 2 ** 20, 1); held.length");
  const after = await usage();
  // held by the engine's process, not by the one that answers
  expect(after.kernel_memory - before.kernel_memory).toBeGreaterThan(250 * MB);
});

test("the processor time is that of the time between two requests, while a cell runs too", async () => {
  await usage();
  const id = await kernel.client.start("console.log('begun'); while (true) {}");
  await kernel.client.waitOutput(id, "begun");
  const start = performance.now();
  let busiest = 0;
  while (busiest < 20 && performance.now() - start < 20_000)
    busiest = Math.max(busiest, (await usage()).kernel_cpu);
  expect(busiest).toBeGreaterThanOrEqual(20); // percent of one core; a busy machine gives the loop less than all of it
  await kernel.client.request("control", "interrupt_request");
  await kernel.client.outcome(id);
});
