// Runs behind the walls at the start of grading and for `convlab doctor`: tries what a hostile cell would try, and says
// over the private channel what came of it. It needs nothing but Node.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { connect, Socket } from "node:net";

/** What the host asks: files that must not be readable, places that must not be writable, a port to knock at. */
export interface ProbeTask {
  readonly kind: "look" | "memory" | "processes";
  readonly secrets: readonly string[];
  readonly places: readonly string[];
  readonly port: number;
}

/** What the guest saw. */
export interface ProbeReport {
  readonly user: number;
  readonly environment: readonly string[];
  readonly secretsRead: readonly string[];
  readonly placesWritten: readonly string[];
  readonly scratchWritten: boolean;
  readonly network: string;
  readonly processes: readonly string[];
  /** CapEff, NoNewPrivs and Seccomp of /proc/self/status. */
  readonly status: Readonly<Record<string, string>>;
  readonly spawnErrors: readonly string[];
}

const task: ProbeTask = JSON.parse(process.argv[2] ?? "{}") as ProbeTask;
const channel = new Socket({ fd: 3, readable: true, writable: true });

/** True when the attempt succeeded; a wall's refusal is the answer we hope for. */
function succeeds(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function write(place: string): boolean {
  return succeeds(() => writeFileSync(place, "written by the probe"));
}

function readStatus(): Record<string, string> {
  let text = "";
  succeeds(() => (text = readFileSync("/proc/self/status", "utf8")));
  return Object.fromEntries(
    ["CapEff", "NoNewPrivs", "Seccomp"].map((name) => [
      name,
      new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(text)?.[1] ?? "unknown",
    ]),
  );
}

function knock(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve("connected");
    });
    socket.once("error", (error) =>
      resolve("code" in error ? String(error.code) : String(error.message)),
    );
  });
}

function readable(path: string): boolean {
  return succeeds(() => {
    const file = openSync(path, "r");
    readFileSync(file);
    closeSync(file);
  });
}

/**
 * Starts processes in their own sessions, until the system refuses one or `count` of them stand. They would outlive us:
 * the host sees to it that they do not.
 */
async function spawnMany(count: number): Promise<readonly string[]> {
  for (let index = 0; index < count; index++) {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      detached: true,
      stdio: "ignore",
    });
    if (child.pid !== undefined) continue;
    return new Promise((resolve) => {
      child.once("error", (error) => resolve(["code" in error ? String(error.code) : "refused"]));
    });
  }
  return [];
}

function fillMemory(): void {
  const kept: Buffer[] = [];
  for (;;) kept.push(Buffer.alloc(16 * 1024 * 1024, kept.length));
}

async function look(): Promise<ProbeReport> {
  const spawnErrors = task.kind === "processes" ? await spawnMany(64) : [];
  const report: ProbeReport = {
    user: process.getuid?.() ?? -1,
    environment: Object.keys(process.env),
    secretsRead: task.secrets.filter(readable),
    placesWritten: task.places.filter(write),
    scratchWritten: write("probe.txt"),
    network: await knock(task.port),
    processes: readdirSync("/").includes("proc")
      ? readdirSync("/proc").filter((name) => /^\d+$/.test(name))
      : [],
    status: readStatus(),
    spawnErrors,
  };
  return report;
}

if (task.kind === "memory") {
  channel.write("started\n", fillMemory);
} else {
  channel.end(`${JSON.stringify(await look())}\n`);
  if (task.kind === "processes") setInterval(() => {}, 1000); // stays, for the host to kill
}
