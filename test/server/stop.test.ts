// Stop in all its forms, on the whole kernel: the cell ends, the variables stay, everything else answers meanwhile.
import { describe, expect, test } from "vitest";
import { isStatus } from "../support/client-messages.ts";
import { KernelProcess } from "../support/kernel-process.ts";
import type { KernelClient } from "../support/zmq-client.ts";

const LOOP = "console.log('looping'); while (true) {}";
const LOOP_AFTER_AWAIT = "await null; console.log('looping'); while (true) {}";
const WAITING =
  "console.log('looping'); await new Promise((resolve) => setTimeout(resolve, 600_000));";

/** A signal is heard when the server's loop comes round; a few answers later it has. */
async function signalsHeard(client: KernelClient): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await client.request("control", "kernel_info_request");
}

describe("Stop", () => {
  test.each([
    ["a loop", "message", LOOP],
    ["a loop", "signal", LOOP],
    ["a loop after an await", "message", LOOP_AFTER_AWAIT],
    ["a loop after an await", "signal", LOOP_AFTER_AWAIT],
    ["a waiting cell", "message", WAITING],
    ["a waiting cell", "signal", WAITING],
  ])("ends %s by %s and keeps the variables", async (_, how, code) => {
    await using kernel = await KernelProcess.start();
    const { client } = kernel;
    await client.execute("let kept = 41;");
    const loop = await client.start(code);
    await client.waitOutput(loop, "looping");
    if (how === "signal") kernel.signalGroup("SIGINT");
    else await client.request("control", "interrupt_request");
    const { reply } = await client.outcome(loop);
    expect(reply).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
    const { messages } = await client.execute("kept + 1");
    const result = messages.find(({ type }) => type === "execute_result");
    expect(result?.content["data"]).toMatchObject({ "text/plain": "42" });
  });

  test("twice, or while idle, does no harm", async () => {
    await using kernel = await KernelProcess.start();
    const { client } = kernel;
    kernel.signalGroup("SIGINT");
    kernel.signalGroup("SIGINT");
    await signalsHeard(client);
    expect(await client.execute("console.log('alive')")).toMatchObject({
      reply: { status: "ok" },
      stdout: "alive\n",
    });
    const loop = await client.start(LOOP);
    await client.waitOutput(loop, "looping");
    kernel.signalGroup("SIGINT");
    kernel.signalGroup("SIGINT");
    await signalsHeard(client);
    expect((await client.outcome(loop)).reply).toMatchObject({ ename: "KeyboardInterrupt" });
    expect(await client.execute("console.log('alive')")).toMatchObject({
      reply: { status: "ok" },
      stdout: "alive\n",
    });
  });
});

test("while a cell loops, heartbeat, kernel_info, completion and inspection answer", async () => {
  await using kernel = await KernelProcess.start();
  const { client } = kernel;
  await client.execute("const answer = 42;");
  const loop = await client.start(LOOP);
  await client.waitOutput(loop, "looping");
  await client.heartbeat();
  const info = await client.request("control", "kernel_info_request");
  expect(info.content["status"]).toBe("ok");
  const completion = await client.request("shell", "complete_request", {
    code: "answ",
    cursor_pos: 4,
  });
  expect(completion.content["matches"]).toContain("answer");
  const request = { code: "answer", cursor_pos: 2, detail_level: 0 };
  const inspection = await client.request("shell", "inspect_request", request);
  expect(inspection.content["found"]).toBe(true);
  expect(client.received.some((it) => it.parentId === loop && isStatus(it, "idle"))).toBe(false);
});
