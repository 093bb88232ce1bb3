// Both processes of the kernel: none stays behind, and a dead engine costs the variables alone.
import { expect, test } from "vitest";
import { isAlive, KernelProcess } from "../support/kernel-process.ts";
import { until } from "../support/wait.ts";

const LOOP = "console.log('looping'); while (true) {}";

test("process.exit() in a cell costs the variables, says so, and the kernel goes on", async () => {
  await using kernel = await KernelProcess.start();
  const { client } = kernel;
  const { reply, messages } = await client.execute("process.exit(3)");
  expect(reply["status"]).toBe("error");
  expect(JSON.stringify(messages.map(({ content }) => content))).toMatch(/exit|variables/i);
  expect((await client.execute("console.log('on')")).stdout).toBe("on\n");
});

test.each(["idle", "looping"])("shutdown while %s leaves no process", async (state) => {
  await using kernel = await KernelProcess.start();
  const { client } = kernel;
  await client.execute("1");
  if (state === "looping") await client.waitOutput(await client.start(LOOP), "looping");
  const family = kernel.family();
  expect(family.length).toBeGreaterThan(1);
  const reply = await client.request("control", "shutdown_request", { restart: false });
  expect(reply.content).toEqual({ status: "ok", restart: false });
  await kernel.exited;
  await until(() => !family.some(isAlive), 20_000, "all processes gone");
});

test.each(["idle", "looping"])("a server killed while %s leaves no orphan", async (state) => {
  await using kernel = await KernelProcess.start();
  const { client } = kernel;
  await client.execute("1");
  if (state === "looping") await client.waitOutput(await client.start(LOOP), "looping");
  const family = kernel.family();
  expect(family.length).toBeGreaterThan(1);
  kernel.child.kill("SIGKILL");
  await until(() => !family.some(isAlive), 20_000, "all processes gone");
});
