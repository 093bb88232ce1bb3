// A kernel process of any make, started as its kernelspec says.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionInfo } from "../../test/support/client-messages.ts";
import { makeConnection } from "../../test/support/kernel-process.ts";
import { type Arrival } from "./arrivals.ts";
import { Client, type Sent } from "./client.ts";
import { linkPackages, type Contender } from "./contenders.ts";
import { family, residentMegabytes } from "./memory.ts";

/** A running kernel; `await using` ends it and all that it started. */
export class KernelUnderTest {
  readonly contender: Contender;
  readonly client: Client;
  /** When the process was started, ms. */
  readonly startedAt: number;
  /** Where it runs. */
  readonly folder: string;
  #child: ChildProcess;
  #exited: Promise<unknown>;
  #isRestarting = false;

  private constructor(contender: Contender, folder: string, info: ConnectionInfo) {
    this.contender = contender;
    this.folder = folder;
    this.startedAt = performance.now();
    this.#child = this.#spawn();
    this.#exited = once(this.#child, "exit");
    this.client = new Client(info);
    this.#watch();
  }

  /** Starts a kernel and waits for nothing. */
  static async launch(contender: Contender, cwd?: string): Promise<KernelUnderTest> {
    const folder = cwd ?? mkdtempSync(join(tmpdir(), "convlab-bench-"));
    linkPackages(contender, folder);
    const info = await makeConnection();
    writeFileSync(join(folder, "connection.json"), JSON.stringify(info), { mode: 0o600 });
    return new KernelUnderTest(contender, folder, info);
  }

  /** Starts a kernel; when this resolves it has run a cell and nothing it says is missed. */
  static async ready(contender: Contender, cwd?: string): Promise<KernelUnderTest> {
    const kernel = await KernelUnderTest.launch(contender, cwd);
    const { client } = kernel;
    const isHeard = (all: readonly Arrival[]): boolean =>
      all.some(({ channel }) => channel === "iopub");
    for (let attempt = 0; attempt < 300; attempt++) {
      const probe = client.send("shell", "kernel_info_request", {});
      if (await client.until(probe, isHeard, 200)) break;
    }
    await kernel.run(contender.snippets.trivial);
    return kernel;
  }

  /** Runs a cell to its end. */
  async run(code: string, limit?: number): Promise<Sent> {
    const sent = this.client.cell(code);
    await this.client.over(sent, limit);
    return sent;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resident memory of all its processes, in MB; undefined where it cannot be read. */
  memory(): number | undefined {
    return residentMegabytes(family(this.pid));
  }

  /** SIGINT to the whole process group, as jupyter_client does it. */
  signal(): void {
    process.kill(-this.pid, "SIGINT");
  }

  /** Ends the process as JupyterLab's Restart does, and starts it again on the same ports. */
  async restart(): Promise<void> {
    this.#isRestarting = true;
    this.client.send("control", "shutdown_request", { restart: true });
    const timer = setTimeout(() => this.#kill(), 5000);
    await this.#exited;
    clearTimeout(timer);
    this.#child = this.#spawn();
    this.#exited = once(this.#child, "exit");
    this.#isRestarting = false;
    this.#watch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const processes = family(this.pid);
    this.client.close();
    this.#kill();
    for (const pid of processes) killQuietly(pid);
    await this.#exited;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  #spawn(): ChildProcess {
    const file = join(this.folder, "connection.json");
    const [program = "", ...args] = this.contender.argv.map((word) =>
      word.replace("{connection_file}", file),
    );
    return spawn(program, args, {
      cwd: this.folder,
      detached: true,
      stdio: "ignore",
      env: {
        ...process.env,
        ...this.contender.env,
        CONVLAB_DATA_DIR: join(this.folder, "data"),
        IPYTHONDIR: this.folder,
      },
    });
  }

  #watch(): void {
    this.#child.once("exit", () => {
      if (!this.#isRestarting && !this.isAlive) this.client.die("the kernel ended");
    });
  }

  #kill(): void {
    if (this.isAlive) killQuietly(-this.pid);
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // gone already
  }
}
