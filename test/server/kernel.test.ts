// The whole kernel as it is installed, both processes of it: one test per promise, by a real ZeroMQ client.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isStatus } from "../support/client-messages.ts";
import { KernelProcess } from "../support/kernel-process.ts";
import type { KernelClient } from "../support/zmq-client.ts";

describe("a running kernel", () => {
  let kernel: KernelProcess;
  let client: KernelClient;
  beforeAll(async () => {
    kernel = await KernelProcess.start();
    client = kernel.client;
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  test("runs a cell: output, result, busy before and idle after", async () => {
    const { messages, stdout, reply } = await client.execute("console.log('hi'); 6 * 7");
    expect(reply["status"]).toBe("ok");
    expect(stdout).toBe("hi\n");
    expect(messages.map(({ type }) => type)).toEqual([
      "status",
      "execute_input",
      "stream",
      "execute_result",
      "status",
    ]);
    expect(messages[3]?.content["data"]).toMatchObject({ "text/plain": "42" });
  });

  test("loses none of 10,000 lines, and all come before idle in at most 50 messages", async () => {
    const { messages, stdout } = await client.execute(
      "for (let line = 0; line < 10_000; line++) console.log(`${line}`);",
    );
    expect(stdout).toBe(Array.from({ length: 10_000 }, (_, line) => `${line}\n`).join(""));
    expect(messages.length).toBeLessThanOrEqual(50);
    const last = messages.at(-1);
    expect(last && isStatus(last, "idle")).toBe(true);
  });

  test("loses none of 1,000 updates of a display, and all come before idle", async () => {
    const { messages } = await client.execute(
      `import { newDisplay } from "tslab";
       const place = newDisplay();
       for (let step = 0; step <= 1000; step++) place.html(\`<b>\${step}</b>\`);`,
    );
    const shown = messages.filter(({ type }) => type.endsWith("display_data"));
    expect(shown.map(({ content }) => content["data"])).toEqual(
      Array.from({ length: 1001 }, (_, step) => ({ "text/html": `<b>${step}</b>` })),
    );
    expect(shown.map(({ type }) => type)).toEqual([
      "display_data",
      ...Array.from({ length: 1000 }, () => "update_display_data"),
    ]);
    const last = messages.at(-1);
    expect(last && isStatus(last, "idle")).toBe(true);
  });

  test("prints a late timer's output below the cell that started it", async () => {
    const first = await client.execute(
      "setTimeout(() => console.log('late'), 50); console.log('first')",
    );
    const second = await client.execute("console.log('second')");
    await client.waitOutput(first.id, "late");
    expect(second.stdout).toBe("second\n");
  });

  test("shows a type error before anything runs, and aborts what was sent behind it", async () => {
    const ids = await Promise.all([
      client.start("console.log('ran'); const n: number = 'text';"),
      client.start("console.log('behind')"),
    ]);
    const [failed, behind] = await Promise.all(ids.map((id) => client.outcome(id)));
    expect(failed).toMatchObject({ reply: { status: "error" }, stdout: "" });
    expect(String(failed?.reply["traceback"])).toContain("not assignable");
    expect(behind).toMatchObject({ reply: { status: "aborted" }, stdout: "" });
  });

  test("counts the cursor in code points behind 𝒙", async () => {
    await client.execute("const 𝒙 = { width: 3 };");
    const code = "'😀'; 𝒙.wid";
    const { content } = await client.request("shell", "complete_request", {
      code,
      cursor_pos: Array.from(code).length,
    });
    // '😀'; 𝒙. is 3 + 1 + 1 + 1 + 1 = 7 code points and 9 UTF-16 units
    expect(content).toMatchObject({ matches: ["width"], cursor_start: 7, cursor_end: 10 });
  });

  test("inspects what the user declared, at a code-point cursor", async () => {
    await client.execute("/** Pixels per side. */ const padding: number = 2;");
    const code = "'😀'; padding";
    const { content } = await client.request("shell", "inspect_request", {
      code,
      cursor_pos: 8,
      detail_level: 0,
    });
    expect(content["found"]).toBe(true);
    expect(JSON.stringify(content["data"])).toContain("Pixels per side");
  });

  test("evaluates user_expressions in the cell's scope", async () => {
    const { reply } = await client.execute("let side = 4;", {
      user_expressions: { area: "side * side", broken: "nothingLikeThis" },
    });
    expect(reply["user_expressions"]).toMatchObject({
      area: { status: "ok", data: { "text/plain": "16" } },
      broken: { status: "error" },
    });
  });

  test("keeps what cells were and what came of them for history_request", async () => {
    await client.execute("const seven = 7; seven * 6");
    await client.execute("'silently'", { silent: true });
    await client.execute("throw new Error('no result')");
    const { content } = await client.request("shell", "history_request", {
      hist_access_type: "tail",
      n: 2,
      output: true,
      raw: true,
    });
    const entries = content["history"] as readonly (readonly unknown[])[];
    expect(entries.map(([, , entry]) => entry)).toEqual([
      ["const seven = 7; seven * 6", "42"],
      ["throw new Error('no result')", null],
    ]);
  });

  test.each(["?dilation", "dilation?", " ??dilation;"])(
    "%s shows what is known of a name in the pager",
    async (code) => {
      await client.execute("/** Pixels between two taps. */ const dilation: number = 1;");
      const complete = await client.request("shell", "is_complete_request", { code });
      expect(complete.content).toMatchObject({ status: "complete" });
      const { reply, messages } = await client.execute(code);
      expect(reply).toMatchObject({ status: "ok", payload: [{ source: "page" }] });
      expect(JSON.stringify(reply["payload"])).toContain("Pixels between two taps");
      expect(messages.some(({ type }) => type === "error")).toBe(false);
    },
  );

  test("?name says so where nothing has that name; a conditional is no question", async () => {
    expect((await client.execute("?nothingLikeIt")).stdout).toBe(
      "Nothing here is called nothingLikeIt.\n",
    );
    const { messages } = await client.execute("true ? 1 : 2");
    expect(messages.some(({ type }) => type === "execute_result")).toBe(true);
  });

  test("asks for a line by input()", async () => {
    const id = await client.start("const name = await input('name? '); console.log(`hi ${name}`)");
    const question = await client.wait(
      "input_request",
      ({ type, parentId }) => type === "input_request" && parentId === id,
    );
    expect(question.content).toEqual({ prompt: "name? ", password: false });
    await client.send("stdin", "input_reply", { value: "Ada 𝒙" }, {}, question.header);
    expect((await client.outcome(id)).stdout).toContain("hi Ada 𝒙\n");
  });
});
