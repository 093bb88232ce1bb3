import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../kernel/install/node24.mjs";
import { isAlive, makeConnection } from "../support/kernel-process.ts";
import { until } from "../support/wait.ts";
import { KernelClient } from "../support/zmq-client.ts";

/** Plays Jupyter: starts the kernel as its child, says the kernel's pid, and waits to be killed. */
const jupyter = `
  const { spawn } = require("node:child_process");
  const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
  const child = spawn(process.execPath, process.argv.slice(1), { env, stdio: "inherit", detached: true });
  process.send(child.pid);
  setInterval(() => undefined, 1000);
`;

test("a kernel whose Jupyter was killed without a word ends by itself", async () => {
  const folder = mkdtempSync(join(tmpdir(), "convlab-orphan-"));
  const info = await makeConnection();
  const file = join(folder, "connection.json");
  writeFileSync(file, JSON.stringify(info));
  const program = join(root, "test", "support", "scripted-kernel.ts");
  const parent = spawn(
    process.execPath,
    ["-e", jupyter, "--", "--conditions=development", program, file],
    {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: { ...process.env, CONVLAB_DATA_DIR: folder },
    },
  );
  const [pid] = (await once(parent, "message")) as [number];
  const client = new KernelClient(info);
  try {
    await client.ready();
    parent.kill("SIGKILL");
    await until(() => !isAlive(pid), 20_000, "end of the kernel");
    expect(isAlive(pid)).toBe(false);
  } finally {
    client.close();
    parent.kill("SIGKILL");
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
