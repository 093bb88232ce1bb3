// Comms and subshells of the real kernel, as a page uses them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Content, isStatus, type Message } from "../support/client-messages.ts";
import { KernelProcess } from "../support/kernel-process.ts";
import type { KernelClient } from "../support/zmq-client.ts";

let kernel: KernelProcess;
let client: KernelClient;
beforeAll(async () => {
  kernel = await KernelProcess.start();
  client = kernel.client;
  await client.execute(
    'const host = (globalThis as any)[Symbol.for("convlab.comms")]; const heard: any[] = [];',
  );
});
afterAll(() => kernel[Symbol.asyncDispose]());

/** Says something as the page's half; the message's id comes back when the kernel is idle again. */
async function say(type: string, content: Content, header: Content = {}): Promise<string> {
  const id = await client.send("shell", type, content, header);
  await idleAfter(id);
  return id;
}

function idleAfter(id: string): Promise<Message> {
  return client.wait("idle", (it) => it.parentId === id && isStatus(it, "idle"));
}

function outputsOf(id: string, type: string): Message[] {
  return client.received.filter((it) => it.parentId === id && it.type === type);
}

async function value(expression: string): Promise<string> {
  const { messages } = await client.execute(expression);
  const data = messages.find(({ type }) => type === "execute_result")?.content["data"];
  return String((data as Content | undefined)?.["text/plain"]);
}

describe("a comm that a cell opens", () => {
  test("reaches the page with its target, data, metadata and bytes, and closes", async () => {
    const { messages } = await client.execute(`
      const first = host.open("page.target", { data: { a: 1 }, metadata: { version: "2.1.0" }, buffers: [new Uint8Array([1, 2, 255])] }, "first");
      first.send({ data: { b: "é" } });
      first.close({ data: { c: null } });
      first.send({ data: { never: true } });`);
    const comms = messages.filter(({ type }) => type.startsWith("comm_"));
    expect(comms.map(({ type, content }) => [type, content])).toEqual([
      ["comm_open", { comm_id: "first", target_name: "page.target", data: { a: 1 } }],
      ["comm_msg", { comm_id: "first", data: { b: "é" } }],
      ["comm_close", { comm_id: "first", data: { c: null } }],
    ]);
    expect(comms[0]?.metadata).toEqual({ version: "2.1.0" });
    expect(comms[0]?.buffers).toEqual([new Uint8Array([1, 2, 255])]);
  });

  test("hears the page, bytes too; what its listener says has that message as parent, before idle", async () => {
    await client.execute(`
      const second = host.open("page.target", { data: {} }, "second");
      second.onMessage = ({ data, metadata, buffers }: any) => {
        console.log("heard", data.text, metadata.m, [...buffers[0]].join());
        second.send({ data: { answer: data.text.length }, buffers });
      };`);
    const content = { comm_id: "second", data: { text: "𝒙" } };
    const { frames, id } = client.frames("comm_msg", content, { m: 5 });
    await client.sendFrames("shell", [...frames, new Uint8Array([7, 8])]);
    await idleAfter(id);
    expect(outputsOf(id, "stream").map((it) => it.content["text"])).toEqual(["heard 𝒙 5 7,8\n"]);
    const [answer] = outputsOf(id, "comm_msg");
    expect(answer?.content).toEqual({ comm_id: "second", data: { answer: 2 } });
    expect(answer?.buffers).toEqual([new Uint8Array([7, 8])]);
  });

  test("is listed by comm_info until the page closes it, which its half hears", async () => {
    await client.execute(`
      const third = host.open("listed", { data: {} }, "third");
      third.onClose = ({ data }: any) => void heard.push("closed " + data.why);`);
    const listed = await client.request("shell", "comm_info_request", { target_name: "listed" });
    expect(listed.content).toEqual({ status: "ok", comms: { third: { target_name: "listed" } } });
    await say("comm_close", { comm_id: "third", data: { why: "reload" } });
    const after = await client.request("shell", "comm_info_request", { target_name: "listed" });
    expect(after.content["comms"]).toEqual({});
    expect(await value("heard.at(-1)")).toBe("'closed reload'");
  });

  test("shows what its listener throws at that message, and goes on", async () => {
    await client.execute(`
      const fourth = host.open("page.target", { data: {} }, "fourth");
      fourth.onMessage = async ({ data }: any) => {
        if (data.bad) throw new RangeError("no such step");
        await null;
        console.log("fine");
      };`);
    const bad = await say("comm_msg", { comm_id: "fourth", data: { bad: true } });
    expect(outputsOf(bad, "error").map((it) => it.content["evalue"])).toEqual(["no such step"]);
    const good = await say("comm_msg", { comm_id: "fourth", data: {} });
    expect(outputsOf(good, "stream")).toHaveLength(1);
  });
});

describe("a comm that the page opens", () => {
  test("reaches the handler of its target", async () => {
    await client.execute(`
      host.onOpen("cell.target", (comm: any, { data }: any) => {
        comm.onMessage = ({ data }: any) => comm.send({ data: { twice: 2 * data.n } });
        comm.send({ data: { hello: data.name } });
      });`);
    const opened = { comm_id: "p1", target_name: "cell.target", data: { name: "Ada" } };
    const open = await say("comm_open", opened);
    expect(outputsOf(open, "comm_msg").map((it) => it.content["data"])).toEqual([{ hello: "Ada" }]);
    const id = await say("comm_msg", { comm_id: "p1", data: { n: 21 } });
    expect(outputsOf(id, "comm_msg").map((it) => it.content["data"])).toEqual([{ twice: 42 }]);
  });

  test("is closed at once where nobody knows its target, while a cell loops too", async () => {
    const loop = await client.start('console.log("looping"); while (true) {}');
    await client.waitOutput(loop, "looping");
    const open = { comm_id: "p2", target_name: "jupyter.widget.control", data: {} };
    const id = await say("comm_open", open);
    expect(outputsOf(id, "comm_close").map((it) => it.content["comm_id"])).toEqual(["p2"]);
    await client.request("control", "interrupt_request");
    await client.outcome(loop);
  });
});

test("a comm's id that is open cannot be opened again: the first one stays", async () => {
  await client.execute(`
    host.onOpen("greedy", () => console.log("taken"));
    const mine = host.open("page.target", { data: {} }, "mine");
    mine.onMessage = () => console.log("still mine");`);
  const again = await say("comm_open", { comm_id: "mine", target_name: "greedy", data: {} });
  expect(outputsOf(again, "stream")).toEqual([]);
  await kernel.logged("COMM_ALREADY_OPEN");
  const id = await say("comm_msg", { comm_id: "mine", data: {} });
  expect(outputsOf(id, "stream").map((it) => it.content["text"])).toEqual(["still mine\n"]);
});

describe("while cells run", () => {
  test("a listener hears its message while a cell awaits, and between queued cells", async () => {
    await client.execute(`
      const fifth = host.open("page.target", { data: {} }, "fifth");
      let release = () => {};
      fifth.onMessage = ({ data }: any) => { heard.push(data.n); release(); };`);
    const waiting = await client.start(
      'await new Promise<void>((done) => { release = done; console.log("waits"); }); heard.at(-1)',
    );
    const behind = await client.start("heard.push('behind')");
    await client.waitOutput(waiting, "waits");
    await say("comm_msg", { comm_id: "fifth", data: { n: 8 } });
    expect((await client.outcome(waiting)).reply["status"]).toBe("ok");
    expect((await client.outcome(behind)).reply["status"]).toBe("ok");
    expect(await value("heard.slice(-2)")).toContain("8");
  });

  test("Stop ends a listener that loops, and the variables stay", async () => {
    await client.execute(`
      const sixth = host.open("page.target", { data: {} }, "sixth");
      const kept = 3;
      sixth.onMessage = ({ data }: any) => {
        console.log("begins");
        while (data.loop) {}
      };`);
    const id = await client.send("shell", "comm_msg", { comm_id: "sixth", data: { loop: true } });
    await client.waitOutput(id, "begins");
    await client.request("control", "interrupt_request");
    await idleAfter(id);
    expect(outputsOf(id, "error").map((it) => it.content["ename"])).toEqual(["KeyboardInterrupt"]);
    expect(await value("kept")).toBe("3");
    const again = await say("comm_msg", { comm_id: "sixth", data: {} });
    expect(outputsOf(again, "stream")).toHaveLength(1);
  });
});

describe("subshells", () => {
  test("are offered, made, listed and deleted on control", async () => {
    const info = await client.request("control", "kernel_info_request");
    expect(info.content["supported_features"]).toContain("kernel subshells");
    const made = await client.request("control", "create_subshell_request");
    const id = made.content["subshell_id"];
    expect(made.content).toEqual({ status: "ok", subshell_id: expect.any(String) as string });
    const listed = await client.request("control", "list_subshell_request");
    expect(listed.content["subshell_id"]).toEqual([id]);
    const deleted = await client.request("control", "delete_subshell_request", { subshell_id: id });
    expect(deleted.content).toEqual({ status: "ok" });
    const again = await client.request("control", "delete_subshell_request", { subshell_id: id });
    expect(again.content).toMatchObject({ status: "error", ename: "ProtocolError" });
  });

  test("carry comm messages by shell while a cell awaits; answers name the subshell in their parent", async () => {
    const made = await client.request("control", "create_subshell_request");
    const subshell = { subshell_id: made.content["subshell_id"] };
    await client.execute(`
      let letGo = () => {};
      const seventh = host.open("page.target", { data: {} }, "seventh");
      seventh.onMessage = ({ data }: any) => { console.log("value", data.n); if (data.n === 2) letGo(); };`);
    const waiting = await client.start(
      'await new Promise<void>((done) => { letGo = done; console.log("waits here"); });',
    );
    await client.waitOutput(waiting, "waits here");
    for (const [n, header] of [
      [1, {}],
      [2, subshell],
    ] as const) {
      const id = await say("comm_msg", { comm_id: "seventh", data: { n } }, header);
      const [printed] = outputsOf(id, "stream");
      expect(printed?.content["text"]).toBe(`value ${n}\n`);
      expect(printed?.parent["subshell_id"]).toBe(n === 1 ? null : subshell.subshell_id);
    }
    await client.outcome(waiting);
    const wrong = await client.send("shell", "comm_info_request", {}, { subshell_id: "gone" });
    const reply = await client.wait(
      "reply",
      (it) => it.channel === "shell" && it.parentId === wrong,
    );
    expect(reply.content).toMatchObject({ status: "error" });
  });
});

test("comms of an engine that died are forgotten: their messages are dropped without a word", async () => {
  await client.execute('host.open("page.target", { data: {} }, "lost")');
  await client.execute("process.exit(3)");
  const id = await say("comm_msg", { comm_id: "lost", data: {} });
  expect(outputsOf(id, "stream")).toEqual([]);
  const info = await client.request("shell", "comm_info_request");
  expect(info.content["comms"]).toEqual({});
  expect(kernel.log).not.toContain("unknown comm lost");
});
