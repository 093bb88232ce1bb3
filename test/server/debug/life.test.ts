// The debugger's life: on, off, beside Stop, restarts and everything else that a page asks while a cell stands still.
import { describe, expect, test } from "vitest";
import { murmur2 } from "../../../kernel/server/debug/murmur2.ts";
import { DebugClient } from "../../support/debug-client.ts";
import { debugged } from "../../support/debugged.ts";
import { KernelProcess } from "../../support/kernel-process.ts";

const CODE = "console.log('before');\nlet a = 1;\na += 1;\nconsole.log('after');\na";

describe("the paths of cells", () => {
  test("are JupyterLab's own: prefix, MurmurHash2 of the text, suffix", async () => {
    await using kernel = await KernelProcess.start();
    const page = new DebugClient(kernel.client);
    const info = await page.ask<{ hashSeed: number; tmpFilePrefix: string; tmpFileSuffix: string }>(
      "debugInfo",
    );
    expect(info.hashSeed).toBe(3339675911);
    const code = "const image = 1;\nconst k: number = 2;\nprint hello";
    const { sourcePath } = await page.ask<{ sourcePath: string }>("dumpCell", { code });
    expect(sourcePath).toBe(`${info.tmpFilePrefix}1602739036${info.tmpFileSuffix}`); // as JupyterLab sent it
    expect(await page.ask("source", { source: { path: sourcePath } })).toMatchObject({
      content: code,
    });
  });

  test("count bytes, whatever their number is modulo four", () => {
    const hash = (text: string): number => murmur2(new TextEncoder().encode(text), 0xc70f6907);
    // by a second implementation, in Python, of Appleby's published steps; it gives JupyterLab's number above too
    expect(["", "a", "ab", "abc", "abcd", "é😀", "const é = '😀';\n"].map(hash)).toEqual([
      3990065800, 2167009006, 2805137849, 3350977461, 804720481, 3108303181, 2741640616,
    ]);
  });
});

describe("while a cell stands still", () => {
  test("what it printed before is there, and completion, inspection and kernel_info answer", async () => {
    const { kernel, client, page } = await debugged(["const answer = 42;"]);
    await using _ = kernel;
    await page.breakAt(CODE, 3);
    const cell = await client.start(CODE);
    await page.stopped();
    await client.waitOutput(cell, "before");
    const completion = await client.request("shell", "complete_request", {
      code: "answ",
      cursor_pos: 4,
    });
    expect(completion.content["matches"]).toContain("answer");
    const request = { code: "answer", cursor_pos: 2, detail_level: 0 };
    const inspection = await client.request("shell", "inspect_request", request);
    expect(inspection.content["found"]).toBe(true);
    for (const channel of ["shell", "control"] as const)
      expect((await client.request(channel, "kernel_info_request")).content["status"]).toBe("ok");
    await client.heartbeat();
    expect((await page.notebook()).get("answer")?.value).toBe("42");
    expect(await page.ask("debugInfo")).toMatchObject({ isStarted: true, stoppedThreads: [1] });
    await page.go("continue");
    expect((await client.outcome(cell)).stdout).toBe("before\nafter\n");
  });

  test.each(["message", "signal"])("Stop by %s ends it and keeps the variables", async (how) => {
    const { kernel, client, page } = await debugged(["let kept = 41;"]);
    await using _ = kernel;
    await page.breakAt(CODE, 3);
    const cell = await client.start(CODE);
    await page.stopped();
    if (how === "signal") kernel.signalGroup("SIGINT");
    else await client.request("control", "interrupt_request");
    const { reply, stdout } = await client.outcome(cell);
    expect(reply).toMatchObject({ ename: "KeyboardInterrupt" });
    expect(stdout).toBe("before\n");
    await page.event("continued");
    const { messages } = await client.execute("kept + 1");
    const result = messages.find(({ type }) => type === "execute_result");
    expect(result?.content["data"]).toEqual({ "text/plain": "42" });
    // and the next run stops again
    const again = await client.start(CODE);
    await page.stopped();
    await page.go("continue");
    await client.outcome(again);
  });

  test("Stop ends a loop with breakpoints in it, and a waiting cell, with the debugger on", async () => {
    const { kernel, client } = await debugged(["const kept = 41;"]);
    await using _ = kernel;
    for (const code of [
      "console.log('looping'); while (true) {}",
      "await null; console.log('looping'); while (true) {}",
      "console.log('looping'); await new Promise((resolve) => setTimeout(resolve, 600_000));",
      "await new Promise(() => setTimeout(() => { console.log('looping'); while (true) {} }, 5));",
    ]) {
      const loop = await client.start(code);
      await client.waitOutput(loop, "looping");
      await client.request("control", "interrupt_request");
      expect((await client.outcome(loop)).reply).toMatchObject({ ename: "KeyboardInterrupt" });
    }
    expect((await client.execute("kept")).reply).toMatchObject({ status: "ok" });
  });

  test("a page that is loaded again finds it stopped, with its breakpoints", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(CODE, 3);
    const cell = await client.start(CODE);
    await page.stopped();
    const fresh = new DebugClient(client);
    const info = await fresh.ask<{
      isStarted: boolean;
      stoppedThreads: number[];
      breakpoints: { source: string; breakpoints: { line: number }[] }[];
    }>("debugInfo");
    expect(info).toMatchObject({ isStarted: true, stoppedThreads: [1] });
    expect(info.breakpoints).toMatchObject([{ breakpoints: [{ line: 3 }] }]);
    // as the page does: the breakpoints again, by path, without the text
    const [known] = info.breakpoints;
    await fresh.ask("setBreakpoints", {
      source: { path: known?.source },
      breakpoints: known?.breakpoints,
      sourceModified: false,
    });
    expect((await fresh.frames())[0]).toMatchObject({ line: 3 });
    await fresh.go("continue");
    await client.outcome(cell);
  });

  test("shutdown ends the kernel and leaves no process", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(CODE, 3);
    await client.start(CODE);
    await page.stopped();
    await client.request("control", "shutdown_request", { restart: false });
    await kernel.exited;
    expect(kernel.child.exitCode).toBe(0);
  });
});

describe("on and off", () => {
  test("disconnect lets a stopped cell go on, and breakpoints stop nothing any more", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(CODE, 3);
    const cell = await client.start(CODE);
    await page.stopped();
    await page.ask("disconnect", { restart: false, terminateDebuggee: false });
    expect((await client.outcome(cell)).stdout).toBe("before\nafter\n");
    expect(await page.ask("debugInfo")).toMatchObject({ isStarted: false, breakpoints: [] });
    expect((await client.execute(CODE)).reply).toMatchObject({ status: "ok" });
    // and on again
    await page.enable();
    await page.breakAt(CODE, 3);
    const again = await client.start(CODE);
    await page.stopped();
    await page.go("continue");
    await client.outcome(again);
  });

  test("two pages may attach, twice", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.enable();
    await Promise.all([new DebugClient(client).enable(), new DebugClient(client).enable()]);
    expect(await page.ask("debugInfo")).toMatchObject({ isStarted: true });
    expect((await client.execute("1")).reply).toMatchObject({ status: "ok" });
  });

  test("it can be turned on while a cell loops, and its breakpoint then stops the loop", async () => {
    await using kernel = await KernelProcess.start();
    const { client } = kernel;
    const code = "let n = 0;\nconsole.log('looping');\nwhile (true) {\n  n += 1;\n}";
    const loop = await client.start(code);
    await client.waitOutput(loop, "looping");
    const page = new DebugClient(client);
    await page.enable();
    await page.breakAt(code, 4);
    expect((await page.stopped())[0]).toMatchObject({ line: 4 });
    await client.request("control", "interrupt_request");
    expect((await client.outcome(loop)).reply).toMatchObject({ ename: "KeyboardInterrupt" });
  });

  test("after process.exit() the debugger follows to the fresh engine, with its breakpoints", async () => {
    const { kernel, client, page } = await debugged();
    await using _ = kernel;
    await page.breakAt(CODE, 3);
    expect((await client.execute("process.exit(3)")).reply).toMatchObject({
      ename: "EngineRestarted",
    });
    const cell = await client.start(CODE);
    expect((await page.stopped())[0]).toMatchObject({ line: 3 });
    await page.go("continue");
    expect((await client.outcome(cell)).reply).toMatchObject({ status: "ok" });
  });

  test("what cannot be answered is refused with a reason, and the kernel lives", async () => {
    await using kernel = await KernelProcess.start();
    const { client } = kernel;
    const page = new DebugClient(client);
    expect(await page.request("stackTrace")).toMatchObject({
      success: false,
      message: expect.stringContaining("off"),
    });
    expect(await page.request("nonsense")).toMatchObject({ success: false });
    await page.enable();
    expect(await page.request("setBreakpoints", {})).toMatchObject({ success: false });
    expect(await page.request("variables", { variablesReference: 987654 })).toMatchObject({
      body: { variables: [] },
    });
    expect(await page.request("scopes", { frameId: 99 })).toMatchObject({ body: { scopes: [] } });
    expect(await page.request("source", { source: { path: "/etc/passwd" } })).toMatchObject({
      success: false,
    });
    expect((await client.execute("1")).reply).toMatchObject({ status: "ok" });
  });
});
