// A real kernel process with its connection file, and a client that is connected to it.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelCommand, kernelEnvironment } from "../../kernel/install/kernelspec.ts";
import { root } from "../../kernel/install/node24.mjs";
import type { ConnectionInfo } from "./client-messages.ts";
import { until, within } from "./wait.ts";
import { KernelClient } from "./zmq-client.ts";

/** Which engine the process has: the real one, from dist/ as a kernelspec starts it, or a scripted one. */
export type Program = "kernel" | "scripted";

const programs: Readonly<Record<Program, readonly string[]>> = {
  kernel: kernelCommand({ node: "", server: join(root, "dist", "server.cjs") }).slice(1, -1),
  scripted: ["--conditions=development", join(root, "test", "support", "scripted-kernel.ts")],
};

/** One kernel, alone in its folder, its history too. `using` it ends it. */
export class KernelProcess {
  readonly folder: string;
  readonly info: ConnectionInfo;
  readonly child: ChildProcess;
  readonly client: KernelClient;
  readonly exited: Promise<void>;
  /** What it wrote to stderr, its log. */
  log = "";

  private constructor(folder: string, info: ConnectionInfo, child: ChildProcess) {
    this.folder = folder;
    this.info = info;
    this.child = child;
    this.client = new KernelClient(info);
    this.exited = once(child, "exit").then(() => undefined);
    child.stderr?.on("data", (chunk: Buffer) => (this.log += chunk.toString()));
  }

  /** Starts a kernel and waits until it answers and its iopub is heard. */
  static async start(
    program: Program = "kernel",
    env: Readonly<Record<string, string>> = {},
    fields: Partial<ConnectionInfo> = {},
  ): Promise<KernelProcess> {
    const kernel = await KernelProcess.spawn(program, env, fields);
    const failed = kernel.exited.then(() => {
      throw new Error(`the kernel ended at its start: ${kernel.log}`);
    });
    failed.catch(() => undefined); // an exit after the start is the test's affair
    await Promise.race([kernel.client.ready(), failed]);
    return kernel;
  }

  /** Starts a kernel and waits for nothing. */
  static async spawn(
    program: Program = "kernel",
    env: Readonly<Record<string, string>> = {},
    fields: Partial<ConnectionInfo> = {},
  ): Promise<KernelProcess> {
    const folder = mkdtempSync(join(tmpdir(), "convlab-kernel-"));
    const info = { ...(await makeConnection()), ...fields };
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(info), { mode: 0o600 });
    const child = spawn(process.execPath, [...programs[program], file], {
      cwd: folder,
      detached: true, // its own process group, as jupyter_client starts kernels
      stdio: ["ignore", "inherit", "pipe"],
      env: {
        ...process.env,
        ...kernelEnvironment,
        CONVLAB_DATA_DIR: join(folder, "data"),
        ...env,
      },
    });
    return new KernelProcess(folder, info, child);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error("the kernel did not start");
    return this.child.pid;
  }

  /** Interrupts as jupyter_client does: SIGINT to the whole process group. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Waits until the log holds `text`. */
  logged(text: string, limit: number = 20_000): Promise<void> {
    return until(() => this.log.includes(text), limit, `log line with ${JSON.stringify(text)}`);
  }

  /** The process ids of the kernel and of everything that it has started, children's children too. */
  family(): number[] {
    return descendants(this.pid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.close();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGTERM");
      try {
        await within(this.exited, 20_000, "end of the kernel");
      } catch {
        this.child.kill("SIGKILL"); // a test that broke the kernel must not leave it behind
        await this.exited;
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** True while the process exists and is not a zombie. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

function descendants(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name): [pid: number, parent: number] => [Number(name), parentOf(Number(name))]);
  const found = [pid];
  for (const known of found) {
    found.push(...parents.filter(([, parent]) => parent === known).map(([child]) => child));
  }
  return found;
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return -1; // gone between listing and reading
  }
}

/** A connection file's content with five free ports and a key. */
export async function makeConnection(): Promise<ConnectionInfo> {
  const servers = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  const [shell_port = 0, control_port = 0, stdin_port = 0, iopub_port = 0, hb_port = 0] = ports;
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port,
    control_port,
    stdin_port,
    iopub_port,
    hb_port,
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
  };
}
