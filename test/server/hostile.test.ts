// Messages that no honest client sends: one log line each, and the kernel lives.
import { afterAll, beforeAll, expect, test } from "vitest";
import { sign } from "../support/client-messages.ts";
import { KernelProcess } from "../support/kernel-process.ts";

let kernel: KernelProcess;
beforeAll(async () => {
  kernel = await KernelProcess.start("scripted");
});
afterAll(() => kernel[Symbol.asyncDispose]());

/** The lines that the kernel logs until it has answered the next honest request. */
async function linesAfter(frames: readonly (string | Uint8Array)[]): Promise<string[]> {
  const before = kernel.log.length;
  await kernel.client.sendFrames("shell", frames);
  const { stdout } = await kernel.client.execute("print alive");
  expect(stdout).toBe("alive\n");
  await kernel.logged("\n");
  return kernel.log.slice(before).trim().split("\n");
}

function requestFrames(): string[] {
  return kernel.client.frames("execute_request", { code: "print forged" }).frames;
}

test("a bad signature is dropped with one line that shows neither key nor signature", async () => {
  const frames = requestFrames();
  const right = frames[1] ?? "";
  const lines = await linesAfter([frames[0] ?? "", "0".repeat(64), ...frames.slice(2)]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("BAD_SIGNATURE");
  expect(kernel.log).not.toContain(kernel.info.key);
  expect(kernel.log).not.toContain(right);
  expect(JSON.stringify(kernel.client.received)).not.toContain("forged");
});

test("a replayed message does not run twice", async () => {
  const frames = kernel.client.frames("execute_request", { code: "print once" }).frames;
  await kernel.client.sendFrames("shell", frames);
  const lines = await linesAfter(frames);
  expect(lines[0]).toContain("REPLAYED_SIGNATURE");
  const printed = kernel.client.received.filter(({ content }) => content["text"] === "once\n");
  expect(printed).toHaveLength(1);
});

test.each([
  ["BAD_JSON", () => sign(kernel.info.key, ["{", "{}", "{}", "{}"])],
  ["BAD_HEADER", () => sign(kernel.info.key, ["{}", "{}", "{}", "{}"])],
  ["NO_DELIMITER", () => ["hello"]],
  ["TOO_FEW_FRAMES", () => requestFrames().slice(0, 3)],
  ["unknown, dropped", () => kernel.client.frames("make_tea_request", {}).frames],
])("%s: one line, and the kernel lives", async (expected, makeFrames) => {
  const lines = await linesAfter(makeFrames());
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(expected);
});

test("a request whose content is wrong is told so, so that its client does not wait", async () => {
  const { content } = await kernel.client.request("shell", "complete_request", { code: 7 });
  expect(content).toMatchObject({ status: "error", ename: "ProtocolError" });
  expect(content["evalue"]).toContain("code is 7");
  const cell = await kernel.client.request("shell", "execute_request", { code: null });
  expect(cell.content).toMatchObject({ status: "error", ename: "ProtocolError" });
});

test("an answer that nobody asked for is dropped with a line", async () => {
  await kernel.client.send("stdin", "input_reply", { value: "x" });
  await kernel.logged("nothing was asked");
  expect((await kernel.client.execute("print on")).stdout).toBe("on\n");
});
