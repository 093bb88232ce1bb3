import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BuiltSandbox } from "../../../autograder/sandbox/sandbox.ts";
import { attack, attackSandbox } from "./attack.ts";

let sandbox: BuiltSandbox;
let bare: BuiltSandbox;
let server: Server;
let victim: ChildProcess;

beforeAll(async () => {
  process.env["COURSE_SECRET"] = "the key of the course";
  [sandbox, bare] = await Promise.all([attackSandbox(), attackSandbox({ mode: "none" })]);
  server = createServer((socket) => socket.end("hello from the host"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  victim = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    env: { COURSE_SECRET: "the key of the course" },
  });
  await once(victim, "spawn");
});
afterAll(async () => {
  delete process.env["COURSE_SECRET"];
  victim.kill("SIGKILL");
  server.close();
  await Promise.all([sandbox.close(), bare.close()]);
});

test("a guest's environment is empty", async () => {
  const seen = (await attack(sandbox, "environment")) as { own: object };
  expect(Object.keys(seen.own)).toEqual(["PWD"]);
  expect(JSON.stringify(seen)).not.toContain("the key of the course");
});

test("a guest sees no process but its own", async () => {
  const seen = (await attack(sandbox, "processes")) as string[];
  expect(seen).toHaveLength(2); // bubblewrap's first process, and the guest
  expect(seen.some((line) => line.includes("node"))).toBe(true);
});

test("another process's memory, environment and root cannot be read, which they can without the walls", async () => {
  const pid = victim.pid;
  const open = (await attack(bare, "readProc", pid)) as Record<string, { value?: string }>;
  expect(open["environ"]?.value).toContain("the key of the course");
  const seen = (await attack(sandbox, "readProc", pid)) as Record<string, { refused?: string }>;
  expect(Object.values(seen).map(({ refused }) => refused)).toEqual(Array(4).fill("ENOENT"));
});

test("another process cannot be signalled, which it can without the walls", async () => {
  expect(await attack(bare, "kill", victim.pid)).toEqual({ value: true });
  expect(await attack(sandbox, "kill", victim.pid)).toEqual({ refused: "ESRCH" });
});

test("there is no network, not even to this machine", async () => {
  const target = { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
  expect(await attack(bare, "knock", target)).toEqual({ value: "hello from the host" });
  expect(await attack(sandbox, "knock", target)).toEqual({ refused: "EAFNOSUPPORT" });
  expect(await attack(sandbox, "knock", { ...target, host: "::1" })).toEqual({
    refused: "EAFNOSUPPORT",
  });
});

test("there is no program to run but Node", async () => {
  for (const program of ["/bin/sh", "/usr/bin/env", "/usr/bin/python3"]) {
    expect(await attack(sandbox, "run", [program])).toMatchObject({ error: "ENOENT" });
  }
});

test("a guest makes no user namespace, with the system's own tool staged for it", async () => {
  const armed = await attackSandbox({ programs: ["/usr/bin/unshare"] });
  try {
    const command = ["/usr/bin/unshare", "--user", "--map-root-user", "/runtime/bin/node", "-v"];
    expect(await attack(armed, "run", ["/usr/bin/unshare", "--version"])).toMatchObject({
      status: 0,
    });
    const seen = await attack(armed, "run", command);
    expect(seen).toMatchObject({ status: 1, stdout: "" });
    expect((seen as { stderr: string }).stderr).toContain(
      "unshare failed: Operation not permitted",
    );
  } finally {
    await armed.close();
  }
});
