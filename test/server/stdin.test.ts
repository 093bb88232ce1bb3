import { expect, test } from "vitest";
import { KernelProcess } from "../support/kernel-process.ts";

test("input() asks the client that sent the cell and gets its line, whatever the script", async () => {
  await using kernel = await KernelProcess.start("scripted");
  const { client } = kernel;
  const id = await client.start("ask your name?");
  const question = await client.wait("input_request", ({ type }) => type === "input_request");
  expect(question).toMatchObject({
    channel: "stdin",
    parentId: id,
    content: { prompt: "your name?", password: false },
  });
  await client.send("stdin", "input_reply", { value: "Ada 𝒙 é" }, {}, question.header);
  expect((await client.outcome(id)).stdout).toBe("got Ada 𝒙 é\n");
});

test("a client that takes no questions gets none, and the cell goes on", async () => {
  await using kernel = await KernelProcess.start("scripted");
  const { stdout } = await kernel.client.execute("ask name?", { allow_stdin: false });
  expect(stdout).toBe("got undefined\n");
  expect(kernel.client.received.some(({ type }) => type === "input_request")).toBe(false);
});

test("Stop ends a cell that waits for input", async () => {
  await using kernel = await KernelProcess.start("scripted");
  const { client } = kernel;
  const id = await client.start("ask name?");
  await client.wait("input_request", ({ type }) => type === "input_request");
  await client.request("control", "interrupt_request");
  expect((await client.outcome(id)).stdout).toBe("got undefined\n");
});
