// Requests beside execute, in front of a scripted engine.
import { afterAll, beforeAll, expect, test } from "vitest";
import { KernelProcess } from "../support/kernel-process.ts";
import type { KernelClient } from "../support/zmq-client.ts";

let kernel: KernelProcess;
let client: KernelClient;
beforeAll(async () => {
  kernel = await KernelProcess.start("scripted");
  client = kernel.client;
});
afterAll(() => kernel[Symbol.asyncDispose]());

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

test("a comm for texts that are being typed answers with what is wrong with them", async () => {
  await client.send("shell", "comm_open", {
    comm_id: "typed",
    target_name: "convlab.diagnostics",
    data: {},
  });
  const data = { id: 7, code: "let x", above: ["a", "b"] };
  const id = await client.send("shell", "comm_msg", { comm_id: "typed", data });
  const answer = await client.wait(
    "comm_msg",
    ({ type, parentId }) => type === "comm_msg" && parentId === id,
  );
  const problem = { start: 0, end: 5, severity: "error", message: "below 2 cells" };
  expect(answer.content).toEqual({ comm_id: "typed", data: { id: 7, problems: [problem] } });
  const info = await client.request("shell", "comm_info_request");
  expect(info.content).toEqual({
    status: "ok",
    comms: { typed: { target_name: "convlab.diagnostics" } },
  });
  const others = await client.request("shell", "comm_info_request", { target_name: "other" });
  expect(others.content).toEqual({ status: "ok", comms: {} });
  await client.send("shell", "comm_close", { comm_id: "typed", data: {} });
  const closed = await client.request("shell", "comm_info_request");
  expect(closed.content).toEqual({ status: "ok", comms: {} });
});

test("a malformed question about a text is logged, and the kernel lives", async () => {
  await client.send("shell", "comm_open", {
    comm_id: "wrong",
    target_name: "convlab.diagnostics",
    data: {},
  });
  await client.send("shell", "comm_msg", { comm_id: "wrong", data: { code: 5 } });
  await kernel.logged("A question about a text that is being typed is malformed");
  const { content } = await client.request("shell", "comm_info_request");
  expect(content).toMatchObject({ status: "ok" });
  await client.send("shell", "comm_close", { comm_id: "wrong", data: {} });
});

test("a debug_request is answered before anything is attached", async () => {
  const { content } = await client.request("control", "debug_request", {
    type: "request",
    seq: 4,
    command: "debugInfo",
  });
  expect(content).toMatchObject({
    success: true,
    command: "debugInfo",
    request_seq: 4,
    body: { isStarted: false, stoppedThreads: [], hashMethod: "Murmur2" },
  });
});
