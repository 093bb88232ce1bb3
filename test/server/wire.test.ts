// The server on real sockets, in front of a scripted engine: what it owes every client.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAlive, KernelProcess } from "../support/kernel-process.ts";
import { until } from "../support/wait.ts";
import { isStatus, KernelClient } from "../support/zmq-client.ts";

describe("a running kernel", () => {
  let kernel: KernelProcess;
  let client: KernelClient;
  beforeAll(async () => {
    kernel = await KernelProcess.start("scripted");
    client = kernel.client;
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  test("welcomes each subscriber with its first iopub message", async () => {
    const second = new KernelClient(kernel.info);
    try {
      await client.execute("print before");
      await second.wait("welcome", ({ type }) => type === "iopub_welcome");
      await second.request("shell", "kernel_info_request");
      const [first] = second.received.filter(({ channel }) => channel === "iopub");
      expect(first).toMatchObject({ type: "iopub_welcome", content: { subscription: "" } });
    } finally {
      second.close();
    }
  });

  test("tells its language so that JupyterLab colours cells as TypeScript", async () => {
    const { content } = await client.request("shell", "kernel_info_request");
    expect(content).toMatchObject({
      status: "ok",
      protocol_version: "5.5",
      implementation: "convlab",
      language_info: {
        name: "typescript",
        mimetype: "text/typescript",
        file_extension: ".ts",
        codemirror_mode: "typescript",
        nbconvert_exporter: "script",
      },
    });
  });

  test("sends input, outputs and result of a cell in order, between its busy and its idle", async () => {
    const { messages, reply } = await client.execute("print a\ndisplay d\nwarn w\nresult 42");
    expect(messages.map(({ type }) => type)).toEqual([
      "status",
      "execute_input",
      "stream",
      "display_data",
      "stream",
      "execute_result",
      "status",
    ]);
    expect(messages.at(1)?.content).toMatchObject({ execution_count: reply["execution_count"] });
    expect(messages.at(5)?.content).toMatchObject({ data: { "text/plain": "42" } });
    expect(reply).toMatchObject({ status: "ok", payload: [], user_expressions: {} });
  });

  test("gathers 10,000 lines into at most 50 messages and loses none", async () => {
    const { messages, stdout } = await client.execute("lines 10000");
    expect(stdout.split("\n").length).toBe(10_001);
    expect(messages.length).toBeLessThanOrEqual(50);
  });

  test("prints late output below the cell that started it", async () => {
    const first = await client.execute("late from the first");
    const second = await client.execute("print second");
    expect(second.stdout).toBe("second\n");
    const late = await client.waitOutput(first.id, "from the first");
    expect(late.parentId).toBe(first.id);
  });

  test("keeps a display's id, updates it and clears", async () => {
    const { messages } = await client.execute("display 1\nupdate 2\nclear");
    const [, , shown, updated, cleared] = messages;
    expect(shown?.content["transient"]).toEqual({ display_id: "d" });
    expect(updated).toMatchObject({
      type: "update_display_data",
      content: { transient: { display_id: "d" } },
    });
    expect(cleared).toMatchObject({ type: "clear_output", content: { wait: true } });
  });

  test("hands a page over in the reply", async () => {
    const { reply } = await client.execute("page help");
    expect(reply["payload"]).toEqual([
      { source: "page", data: { "text/plain": "help" }, start: 0 },
    ]);
  });

  test("evaluates user_expressions", async () => {
    const { reply } = await client.execute("", { user_expressions: { a: "1+1" } });
    expect(reply["user_expressions"]).toMatchObject({ a: { status: "ok" } });
  });

  test("a silent cell shows no input, counts for nothing and leaves no history", async () => {
    const before = await client.execute("print x");
    const silent = await client.execute("result 1", { silent: true });
    expect(silent.messages.map(({ type }) => type)).toEqual(["status", "status"]);
    expect(silent.reply["execution_count"]).toBe(before.reply["execution_count"]);
  });

  test("an error names itself on iopub and in the reply alike", async () => {
    const { reply, messages } = await client.execute("error boom");
    const error = messages.find(({ type }) => type === "error")?.content;
    expect(error).toEqual({ ename: "Error", evalue: "boom", traceback: ["Error: boom"] });
    expect(reply).toMatchObject({ status: "error", ...error });
  });

  test("after an error the cells sent with it are aborted, and the next one runs", async () => {
    const ids = [];
    for (const code of ["print 1", "error boom", "print 3", "print 4"]) {
      ids.push(await client.start(code));
    }
    const cells = await Promise.all(ids.map((id) => client.outcome(id)));
    expect(cells.map(({ reply }) => reply["status"])).toEqual([
      "ok",
      "error",
      "aborted",
      "aborted",
    ]);
    expect(cells.map(({ stdout }) => stdout)).toEqual(["1\n", "", "", ""]);
    expect((await client.execute("print 5")).stdout).toBe("5\n");
  });

  test("with stop_on_error false the cells behind a failed one run", async () => {
    const ids = [
      await client.start("error boom", { stop_on_error: false }),
      await client.start("print 2"),
    ];
    const [, second] = await Promise.all(ids.map((id) => client.outcome(id)));
    expect(second).toMatchObject({ reply: { status: "ok" }, stdout: "2\n" });
  });

  test("an engine that breaks its promise costs one cell, not the kernel", async () => {
    const { reply } = await client.execute("reject");
    expect(reply).toMatchObject({ status: "error", ename: "EngineError" });
    await kernel.logged("scripted mistake");
    expect((await client.execute("print on")).stdout).toBe("on\n");
  });

  test("a dead engine's reason stands below the cell that killed it", async () => {
    const { stderr } = await client.execute("die process.exit(1) was called");
    expect(stderr).toContain("process.exit(1) was called");
  });

  test("cursors count code points on the wire and UTF-16 units in the engine", async () => {
    const { content } = await client.request("shell", "complete_request", {
      code: "𝒙.ab",
      cursor_pos: 2,
    });
    expect(content).toMatchObject({ matches: ["ab"], cursor_start: 2, cursor_end: 4 });
    expect(content["metadata"]).toEqual({
      _jupyter_types_experimental: [
        { text: "ab", type: "const", signature: "const x: number", start: 2, end: 4 },
      ],
    });
    const inspected = await client.request("shell", "inspect_request", {
      code: "𝒙y",
      cursor_pos: 1,
      detail_level: 0,
    });
    expect(inspected.content).toMatchObject({ found: true, data: { "text/plain": "at 2" } });
  });

  test("a cursor one past the end is inspected as the end", async () => {
    const request = { code: "alpha", cursor_pos: 6, detail_level: 1 };
    const { content } = await client.request("shell", "inspect_request", request);
    expect(content).toMatchObject({ status: "ok", found: false, data: {} });
  });

  test("is_complete gives status and indent", async () => {
    const { content } = await client.request("shell", "is_complete_request", { code: "if (a) {" });
    expect(content).toEqual({ status: "incomplete", indent: "  " });
  });

  test("a comm for an unknown target is closed at once, so that the page does not wait", async () => {
    const id = await client.send("shell", "comm_open", {
      comm_id: "c1",
      target_name: "jupyter.widget.control",
      data: {},
    });
    const closed = await client.wait(
      "comm_close",
      ({ type, parentId }) => type === "comm_close" && parentId === id,
    );
    expect(closed.content).toMatchObject({ comm_id: "c1" });
    const info = await client.request("shell", "comm_info_request");
    expect(info.content).toEqual({ status: "ok", comms: {} });
  });

  test("a debug_request is answered: there is no debugger", async () => {
    const { content } = await client.request("control", "debug_request", {
      type: "request",
      seq: 4,
      command: "debugInfo",
    });
    expect(content).toMatchObject({ success: false, command: "debugInfo", request_seq: 4 });
  });
});

describe("while a cell loops", () => {
  test("heartbeat, kernel_info on both channels, completion, inspection and history answer", async () => {
    await using kernel = await KernelProcess.start("scripted");
    const { client } = kernel;
    const loop = await client.start("loop");
    await client.waitOutput(loop, "looping");
    await client.heartbeat(1000);
    const requests: readonly (readonly ["shell" | "control", string, object])[] = [
      ["control", "kernel_info_request", {}],
      ["shell", "kernel_info_request", {}],
      ["shell", "complete_request", { code: "a", cursor_pos: 1 }],
      ["shell", "inspect_request", { code: "a", cursor_pos: 0, detail_level: 0 }],
      ["shell", "is_complete_request", { code: "a" }],
      ["shell", "history_request", { hist_access_type: "tail", n: 1, raw: true, output: false }],
    ];
    for (const [channel, type, content] of requests) {
      const reply = await client.request(channel, type, { ...content }, 2000);
      expect(reply.content["status"]).toMatch(/^(ok|complete)$/);
    }
    expect(client.received.some((it) => it.parentId === loop && isStatus(it, "idle"))).toBe(false);
    // JupyterLab's indicator shows the newest status: it must still say busy.
    await until(
      () => {
        const last = client.received.findLast(({ type }) => type === "status");
        return last?.parentId === loop && isStatus(last, "busy");
      },
      2000,
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
      const loop = await client.start("loop");
      const behind = await client.start("print behind");
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
