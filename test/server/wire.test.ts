// The server on real sockets, in front of a scripted engine: what it owes every client.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelProcess } from "../support/kernel-process.ts";
import { KernelClient } from "../support/zmq-client.ts";

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
    const codes = ["print 1", "error boom", "print 3", "print 4"];
    const ids = await Promise.all(codes.map((code) => client.start(code)));
    const cells = await Promise.all(ids.map((id) => client.outcome(id)));
    expect(cells.map(({ reply }) => reply["status"])).toEqual([
      "ok",
      "error",
      "aborted",
      "aborted",
    ]);
    expect(cells.map(({ stdout }) => stdout)).toEqual(["1\n", "", "", ""]);
    // the page would print the number of the failed cell beside cells that never ran
    expect(cells[2]?.reply).not.toHaveProperty("execution_count");
    expect((await client.execute("print 5")).stdout).toBe("5\n");
  });

  test("with stop_on_error false the cells behind a failed one run", async () => {
    const ids = await Promise.all([
      client.start("error boom", { stop_on_error: false }),
      client.start("print 2"),
    ]);
    const [, second] = await Promise.all(ids.map((id) => client.outcome(id)));
    expect(second).toMatchObject({ reply: { status: "ok" }, stdout: "2\n" });
  });

  test("an engine that breaks its promise costs one cell, not the kernel", async () => {
    const { reply } = await client.execute("reject");
    expect(reply).toMatchObject({ status: "error", ename: "EngineError" });
    await kernel.logged("scripted mistake");
    expect((await client.execute("print on")).stdout).toBe("on\n");
  });

  test("the error of a cell that killed the engine says why, once", async () => {
    const { messages, stderr } = await client.execute("die process.exit(1) was called");
    const error = messages.find(({ type }) => type === "error");
    expect(error?.content["evalue"]).toBe("process.exit(1) was called");
    expect(stderr).toBe("");
  });

  test("an engine that died between two cells says so below the last one", async () => {
    const { id } = await client.execute("die-later process.exit(4) was called");
    const notice = await client.waitOutput(id, "process.exit(4) was called");
    expect(notice.content).toMatchObject({
      name: "stderr",
      text: expect.stringContaining("variables are lost"),
    });
  });
});
