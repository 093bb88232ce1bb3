// What the server owes its clients while a cell runs and when it ends, in front of a scripted engine.
import { describe, expect, test } from "vitest";
import { isStatus } from "../support/client-messages.ts";
import { isAlive, KernelProcess } from "../support/kernel-process.ts";
import { until } from "../support/wait.ts";

describe("while a cell loops", () => {
  test("heartbeat, kernel_info on both channels, completion, inspection and history answer", async () => {
    await using kernel = await KernelProcess.start("scripted");
    const { client } = kernel;
    const loop = await client.start("loop");
    await client.waitOutput(loop, "looping");
    await client.heartbeat();
    const requests: readonly (readonly ["shell" | "control", string, object])[] = [
      ["control", "kernel_info_request", {}],
      ["shell", "kernel_info_request", {}],
      ["shell", "complete_request", { code: "a", cursor_pos: 1 }],
      ["shell", "inspect_request", { code: "a", cursor_pos: 0, detail_level: 0 }],
      ["shell", "is_complete_request", { code: "a" }],
      ["shell", "history_request", { hist_access_type: "tail", n: 1, raw: true, output: false }],
    ];
    for (const [channel, type, content] of requests) {
      const reply = await client.request(channel, type, { ...content });
      expect(reply.content["status"]).toMatch(/^(ok|complete)$/);
    }
    expect(client.received.some((it) => it.parentId === loop && isStatus(it, "idle"))).toBe(false);
    // JupyterLab's indicator shows the newest status: it must still say busy.
    await until(
      () => {
        const last = client.received.findLast(({ type }) => type === "status");
        return last?.parentId === loop && isStatus(last, "busy");
      },
      20_000,
      "busy of the cell as the newest status",
    );
    await client.request("control", "interrupt_request");
    expect((await client.outcome(loop)).reply).toMatchObject({ ename: "KeyboardInterrupt" });
  });

  test.each(["message", "signal"])(
    "Stop by %s ends the cell and aborts the ones behind it",
    async (how) => {
      await using kernel = await KernelProcess.start("scripted");
      const { client } = kernel;
      const [loop, behind] = await Promise.all([
        client.start("loop"),
        client.start("print behind"),
      ]);
      await client.waitOutput(loop, "looping");
      if (how === "signal") kernel.signalGroup("SIGINT");
      else await client.request("control", "interrupt_request");
      const [stopped, aborted] = await Promise.all([client.outcome(loop), client.outcome(behind)]);
      expect(stopped.reply).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
      expect(aborted).toMatchObject({ reply: { status: "aborted" }, stdout: "" });
    },
  );

  test("SIGINT while idle changes nothing", async () => {
    await using kernel = await KernelProcess.start("scripted");
    kernel.signalGroup("SIGINT");
    kernel.signalGroup("SIGINT");
    await kernel.client.request("control", "kernel_info_request"); // the signals have been handled by then
    expect((await kernel.client.execute("print alive")).stdout).toBe("alive\n");
  });
});

describe("the end", () => {
  test.each(["idle", "busy"])(
    "shutdown while %s replies, says idle and leaves no process",
    async (state) => {
      await using kernel = await KernelProcess.start("scripted");
      const { client } = kernel;
      if (state === "busy") await client.waitOutput(await client.start("loop"), "looping");
      const family = kernel.family();
      const reply = await client.request("control", "shutdown_request", { restart: true });
      expect(reply.content).toEqual({ status: "ok", restart: true });
      await client.wait("idle", (it) => it.parentId === reply.parentId && isStatus(it, "idle"));
      await kernel.exited;
      expect(family.filter(isAlive)).toEqual([]);
      expect(kernel.child.exitCode).toBe(0);
    },
  );

  test("SIGTERM ends the kernel with code 0", async () => {
    await using kernel = await KernelProcess.start("scripted");
    kernel.child.kill("SIGTERM");
    await kernel.exited;
    expect(kernel.child.exitCode).toBe(0);
  });
});
