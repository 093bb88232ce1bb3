import { expect, test } from "vitest";
import { Notices } from "../../../kernel/engine/inspector/notices.ts";

const url = "ws://127.0.0.1:4711/6cb7e28a-fcd1-49a4-872d-947c8be9b779";
const help = "For help, see: https://nodejs.org/learn/getting-started/debugging\n";

test("the address is learned, and Node's words are taken out between what cells print", async () => {
  const notices = new Notices();
  expect(notices.strip(`Debugger listening on ${url}\n`)).toBe("");
  expect(notices.strip(`before${help}after`)).toBe("beforeafter");
  expect((await notices.address).href).toBe(url);
  notices.opened();
  expect(notices.strip("half a Debugger attached.\nline")).toBe("half a line");
  expect(notices.strip("Waiting for the debugger to disconnect...\n")).toBe("");
  expect(notices.strip(`Debugger ending on ${url}\n${help}`)).toBe("");
});

test("what another process says of its own inspector stays", () => {
  const notices = new Notices();
  notices.strip(`Debugger listening on ${url}\n${help}`);
  const other = `Debugger listening on ws://127.0.0.1:9229/other\n${help}Debugger attached.\n`;
  expect(notices.strip(other)).toBe(other);
  expect(notices.strip("a debugger is a program\n")).toBe("a debugger is a program\n");
});

test("a process that ends without a word refuses its address", async () => {
  const notices = new Notices();
  notices.end();
  await expect(notices.address).rejects.toThrow("ended");
});
