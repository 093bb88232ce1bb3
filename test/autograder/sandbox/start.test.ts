import { closeSync, openSync, readdirSync } from "node:fs";
import { devNull } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guestCommand } from "../../../autograder/sandbox/command.ts";
import { startGuest } from "../../../autograder/sandbox/launch.ts";
import { watchdog } from "../../../autograder/sandbox/limits/watchdog.ts";
import type { BuiltSandbox } from "../../../autograder/sandbox/sandbox.ts";
import { attack, attackSandbox } from "./attack.ts";

let sandbox: BuiltSandbox;
const nothing = openSync(devNull, "r+");
beforeAll(async () => {
  sandbox = await attackSandbox();
});
afterAll(async () => {
  closeSync(nothing);
  await sandbox.close();
});

test("a missing bubblewrap is named, with the line that installs it", async () => {
  const limits = { memoryMb: 200, cpuSeconds: 5, maxProcesses: 64, outputLimit: 1000 };
  const fence = await watchdog().create("missing", limits, undefined);
  const command = guestCommand({
    mode: "full",
    name: "missing",
    tree: "/",
    scratch: "",
    fence,
    enforced: false,
    user: undefined,
    limits,
    program: "guest",
    programArguments: [],
  });
  const bare = { ...command, environment: { PATH: "/nonexistent" } };
  const start = startGuest({
    command: bare,
    fence,
    enforced: false,
    limits,
    seccompFile: devNull,
    nothing,
  });
  await expect(start).rejects.toMatchObject({
    code: "GUEST_NOT_STARTED",
    given: expect.stringContaining("not found"),
    fix: expect.stringContaining("apt install bubblewrap"),
  });
});

test("twenty guests one after the other leave no descriptor behind", async () => {
  await attack(sandbox, "print", { text: "", times: 1 });
  const before = readdirSync("/proc/self/fd").length;
  for (let index = 0; index < 20; index++) await attack(sandbox, "print", { text: "", times: 1 });
  expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before + 1);
});
