import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findPython } from "../../kernel/install/environment/python.ts";
import { run } from "../../kernel/install/command.mjs";
import { root } from "../../kernel/install/node24.mjs";
import { descendants, type Started } from "../../kernel/install/start/process-tree.ts";
import { freePort, startLab, type RunningLab } from "../support/jupyterlab.ts";

let folder: string;
let lab: RunningLab | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convlab-start-"));
});
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const start = (...args: readonly string[]): ReturnType<typeof run> =>
  run(process.execPath, [join(root, "kernel", "start.mjs"), ...args], { cwd: root });

/** Asks the running server for one of its API's answers. */
async function ask(address: string, path: string): Promise<unknown> {
  const url = new URL(address);
  url.pathname = path;
  const answer = await fetch(url);
  expect(answer.ok).toBe(true);
  return answer.json();
}

/** Those of the processes that still run. */
async function left(processes: readonly Started[]): Promise<readonly number[]> {
  const now = await descendants(1);
  const orphans = await descendants(process.pid);
  const alive = new Map([...now, ...orphans].map(({ pid, started }) => [pid, started]));
  return processes.filter(({ pid, started }) => alive.get(pid) === started).map(({ pid }) => pid);
}

test("--help names every option and installs nothing", async () => {
  const { code, output } = await start("--help");
  expect(code).toBe(0);
  for (const word of ["--port", "--no-browser", "--ip", "--allow-root"])
    expect(output).toContain(word);
});

test("a set-up folder starts JupyterLab with our kernel as the only and default one", async () => {
  lab = await startLab([folder]);
  expect(await ask(lab.address, "/api/kernelspecs")).toMatchObject({
    default: "convlab",
    kernelspecs: {
      convlab: { spec: { display_name: "TypeScript (Convlab)", language: "typescript" } },
    },
  });
});

test("a port that another program uses is named, with a free one to take instead", async () => {
  const other = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, "localhost", resolve));
  const { code, output } = await start(folder, "--no-browser", "--port", String(port));
  await new Promise((resolve) => other.close(resolve));
  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} is used by another program`);
  expect(Number(/npm start -- --port (\d+)/.exec(output)?.[1])).toBeGreaterThan(port);
  expect(output).not.toMatch(/^ +at /m);
});

test("a second start on the same port gives the address of the first", async () => {
  lab = await startLab([folder]);
  const { port } = new URL(lab.address);
  const { code, output } = await start(folder, "--no-browser", "--port", port);
  expect(code).toBe(1);
  expect(output).toContain("running already");
  expect(output).toContain(lab.address);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "%s to npm ends JupyterLab and every kernel",
  async (signal) => {
    lab = await startLab([folder]);
    const url = new URL(lab.address);
    url.pathname = "/api/kernels";
    const made = await fetch(url, { method: "POST", body: JSON.stringify({ name: "convlab" }) });
    expect(made.status).toBe(201);
    const started = await descendants(lab.pid);
    expect(started.length).toBeGreaterThan(3); // shell, two halves of start, JupyterLab, the kernel
    process.kill(lab.pid, signal);
    await expect.poll(() => left(started), { timeout: 20_000, interval: 200 }).toEqual([]);
  },
);

test("Ctrl-C in a terminal ends everything and says so", async () => {
  const port = await freePort();
  // `script` gives it a terminal, whose Ctrl-C (0x03) goes to every process in the foreground; a shell that stayed
  // between would end by the signal itself, and give that as the exit code
  const command = `exec node ${join(root, "kernel", "start.mjs")} ${folder} --no-browser --port ${port}`;
  const terminal = spawn("script", ["-qfec", command, "/dev/null"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let text = "";
  let started: readonly Started[] = [];
  const ended = new Promise<number>((resolve) => terminal.on("exit", (code) => resolve(code ?? 1)));
  await new Promise<void>((resolve, reject) => {
    terminal.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (/token=\w+/.test(text)) resolve();
    });
    void ended.then(() => reject(new Error(text)));
  });
  started = await descendants(terminal.pid);
  terminal.stdin.write("\u0003");
  expect(await ended).toBe(0);
  expect(text).toContain("nothing of it runs any more");
  expect(await left(started)).toEqual([]);
});

test("a Python that is too old is named, with what to do", async () => {
  const old = join(folder, "python3");
  writeFileSync(
    old,
    `#!/bin/sh\necho '{"path":"/usr/bin/python3.8","version":"3.8.10","hasPip":true}'\n`,
  );
  chmodSync(old, 0o755);
  process.env["CONVLAB_PYTHON"] = old;
  try {
    await expect(findPython()).rejects.toMatchObject({ code: "PYTHON_TOO_OLD" });
    process.env["CONVLAB_PYTHON"] = join(folder, "none");
    await expect(findPython()).rejects.toMatchObject({ code: "PYTHON_MISSING" });
  } finally {
    delete process.env["CONVLAB_PYTHON"];
  }
});
