// JEP 66: the kernel takes free ports itself and registers them with whoever started it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Reply } from "zeromq";
import { root } from "../../kernel/install/node24.mjs";
import {
  type ConnectionInfo,
  type Message,
  readMessage,
  sign,
} from "../support/client-messages.ts";
import { KernelProcess, makeConnection } from "../support/kernel-process.ts";
import { within } from "../support/wait.ts";
import { KernelClient } from "../support/zmq-client.ts";

const LIMIT = 20_000; // ms
const KEY = "a-key-of-this-test";

let folder: string;
let launcher: Reply;
let child: ChildProcess | undefined;
let log: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "convlab-handshake-"));
  launcher = new Reply({ linger: 0 });
  await launcher.bind("tcp://127.0.0.1:*");
  log = "";
});
afterEach(async () => {
  launcher.close();
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a kernel with a registration file and takes its registration. */
async function startRegistering(): Promise<{ process: ChildProcess; request: Message }> {
  const file = join(folder, "registration.json");
  const registration_port = Number(/\d+$/.exec(launcher.lastEndpoint ?? "")?.[0]);
  const registration = { transport: "tcp", ip: "127.0.0.1", registration_port, key: KEY };
  const content = JSON.stringify({ ...registration, signature_scheme: "hmac-sha256" });
  writeFileSync(file, content, { mode: 0o600 });
  const env = { ...process.env, CONVLAB_DATA_DIR: folder, JUPYTER_RUNTIME_DIR: runtime() };
  const stdio = ["ignore", "inherit", "pipe"] as const;
  const started = spawn(process.execPath, [join(root, "dist", "server.cjs"), file], {
    cwd: folder,
    env,
    stdio: [...stdio],
  });
  child = started;
  started.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const frames = await within(launcher.receive(), LIMIT, "handshake_request");
  return { process: started, request: readMessage(KEY, "shell", frames) };
}

function runtime(): string {
  return join(folder, "runtime");
}

async function answer({ header }: Message, status: string): Promise<void> {
  const own = { msg_id: "r1", msg_type: "handshake_reply", session: "launcher", version: "5.5" };
  const json = [own, header, {}, { status }].map((part) => JSON.stringify(part));
  await launcher.send(sign(KEY, json));
}

test("a kernel that is given a registration port tells its own ports, signed, and serves on them", async () => {
  const { process: kernel, request } = await startRegistering();
  expect(request.type).toBe("handshake_request");
  const ports = request.content as Record<string, number>;
  expect(Object.keys(ports).sort()).toEqual([
    "control_port",
    "hb_port",
    "iopub_port",
    "shell_port",
    "stdin_port",
  ]);
  await answer(request, "ok");
  const base = { transport: "tcp", ip: "127.0.0.1", signature_scheme: "hmac-sha256", key: KEY };
  const client = new KernelClient({ ...base, ...ports } as ConnectionInfo);
  try {
    await client.ready();
    expect((await client.execute("console.log('registered')")).stdout).toBe("registered\n");
    await client.heartbeat();
    // other clients find it by a file of its own, which only the owner may read and which goes with the kernel
    const [name = ""] = readdirSync(runtime());
    const file = join(runtime(), name);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ ...base, ...ports });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await client.request("control", "shutdown_request", { restart: false });
    await within(once(kernel, "exit"), LIMIT, "end of the kernel");
    expect(existsSync(file)).toBe(false);
  } finally {
    client.close();
  }
});

test("a kernel whose registration is refused ends and says so, without the key", async () => {
  const { process: kernel, request } = await startRegistering();
  await answer(request, "error");
  const [code] = await within(once(kernel, "close"), LIMIT, "end of the kernel");
  expect(code).toBe(1);
  expect(log).toContain("refused");
  expect(log).not.toContain(KEY);
});

test("a connection file that others may read is warned of, and the kernel runs", async () => {
  await using kernel = await KernelProcess.start();
  expect(kernel.log).toBe("");
  const file = join(folder, "open.json");
  writeFileSync(file, JSON.stringify(await makeConnection()));
  chmodSync(file, 0o644);
  const open = spawn(process.execPath, [join(root, "dist", "server.cjs"), file], {
    cwd: folder,
    env: { ...process.env, CONVLAB_DATA_DIR: folder },
    stdio: ["ignore", "inherit", "pipe"],
  });
  child = open;
  const [line] = (await within(once(open.stderr, "data"), LIMIT, "a log line")) as [Buffer];
  expect(line.toString()).toContain("chmod 600");
});
