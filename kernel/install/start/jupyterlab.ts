// Runs JupyterLab until it ends or we are told to stop; then nothing that it started is left.
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { venvProgram } from "../environment/environment.ts";
import type { Places } from "../home.mjs";
import type { StartOptions } from "../options.mjs";
import { step } from "../progress.mjs";
import { SetupError } from "../trouble.mjs";
import { jupyterEnvironment, runtimeFolder } from "./folders.ts";
import { descendants, killIfThere, killLeft } from "./process-tree.ts";

/** How long JupyterLab may take to answer for the first time, in ms: a cold disk on a small machine. */
const startLimit = 120_000;
/** How long JupyterLab may take to end its kernels and itself, in ms. */
const stopLimit = 10_000;

interface Server {
  readonly child: ChildProcess;
  readonly address: string;
  readonly logFile: string;
  /** Resolves to the exit code. */
  readonly ended: Promise<number>;
}

/** Starts JupyterLab on a folder, prints its address, stays until it ends; resolves to the exit code. */
export async function startJupyterLab(
  options: StartOptions,
  places: Places,
  folder: string,
): Promise<number> {
  await mkdir(runtimeFolder(places), { recursive: true });
  const server = launch(options, places, folder);
  const stopping = stopOnSignals(server);
  await step("JupyterLab", async () => {
    await untilReady(server, stopping);
    return undefined;
  });
  if (!stopping.aborted) process.stdout.write(welcome(options, server.address, folder));
  const code = await server.ended;
  if (stopping.aborted) process.stderr.write("Convlab has ended; nothing of it runs any more.\n");
  else
    process.stderr.write(
      `JupyterLab ended by itself (exit code ${code}); its log: ${server.logFile}\n`,
    );
  return stopping.aborted ? 0 : code;
}

function launch(options: StartOptions, places: Places, folder: string): Server {
  const token = randomBytes(24).toString("hex");
  const logFile = join(places.cache, "jupyterlab.log");
  const settings = [
    `--ServerApp.root_dir=${folder}`,
    `--ServerApp.ip=${options.ip}`,
    `--ServerApp.port=${options.port}`,
    "--ServerApp.port_retries=0",
    `--ServerApp.open_browser=${opensBrowser(options) ? "True" : "False"}`,
    // it would drop all that a cell prints beyond 3 MB in 3 s; the kernel itself bounds outputs by what a page can hold
    "--ServerApp.iopub_data_rate_limit=1000000000",
    "--ServerApp.iopub_msg_rate_limit=100000",
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
    ...options.handedOn,
  ];
  const child = spawn(venvProgram(places.venv, "python"), ["-m", "jupyterlab", ...settings], {
    cwd: folder,
    // a group of its own: Ctrl-C in the terminal must reach us alone, or JupyterLab would ask whether it is meant
    detached: process.platform !== "win32",
    windowsHide: true,
    stdio: ["ignore", "pipe", "pipe"],
    // by the environment, not as an argument that every user of this machine could list
    env: { ...jupyterEnvironment(places), JUPYTER_TOKEN: token },
  });
  const log = createWriteStream(logFile);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.pipe(log, { end: false });
    if (options.verbose) stream?.pipe(process.stderr, { end: false });
  }
  const ended = new Promise<number>((resolve) => {
    child.on("error", (error) => {
      log.end(`${error.message}\n`);
      resolve(127);
    });
    child.on("exit", (code) => resolve(code ?? 1));
  });
  const host = ["0.0.0.0", "::", "*", ""].includes(options.ip) ? "localhost" : options.ip;
  const address = `http://${host.includes(":") ? `[${host}]` : host}:${options.port}/lab?token=${token}`;
  return { child, address, logFile, ended };
}

/** A browser makes sense where there is a screen: not over ssh, not on a Linux machine without a display. */
function opensBrowser({ browser }: StartOptions): boolean {
  if (!browser || process.env["SSH_CONNECTION"]) return false;
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

/** Waits until the server answers; a SetupError with the end of its log when it does not come up. */
async function untilReady(server: Server, stopping: AbortSignal): Promise<void> {
  const status = new URL(server.address);
  status.pathname = "/api/status";
  const deadline = Date.now() + startLimit;
  let gone: number | undefined;
  void server.ended.then((code) => (gone = code));
  while (!stopping.aborted) {
    const answers = await fetch(status, { signal: AbortSignal.timeout(5000) }).then(
      ({ ok }) => ok,
      () => false, // not listening yet
    );
    if (answers) return;
    if (gone !== undefined || Date.now() > deadline) {
      if (gone === undefined) await stop(server);
      const log = await readFile(server.logFile, "utf8");
      throw new SetupError({
        code: "JUPYTERLAB_DID_NOT_START",
        summary:
          gone === undefined
            ? `JupyterLab did not answer within ${startLimit / 1000} s.`
            : `JupyterLab ended before it answered (exit code ${gone}).`,
        given: log.trim().split("\n").slice(-12).join("\n"),
        fix: `the whole log is in ${server.logFile}; a damaged .venv is built again by: rm -rf .venv && npm start`,
      });
    }
    await wait(100);
  }
}

/** Ends everything on Ctrl-C, on `kill`, and when the terminal closes; a second Ctrl-C does not wait. */
function stopOnSignals(server: Server): AbortSignal {
  const stopping = new AbortController();
  let first = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!stopping.signal.aborted) {
        first = Date.now();
        stopping.abort();
        process.stderr.write("\nEnding JupyterLab and its kernels …\n");
        void stop(server); // its end is what startJupyterLab waits for
      } else if (Date.now() - first > 1000) {
        killGroup(server); // not at once: the same signal may come twice, from the terminal and from npm
      }
    });
  }
  return stopping.signal;
}

/** Asks JupyterLab to end, which ends its kernels; what is left after the limit is killed. */
async function stop(server: Server): Promise<void> {
  const started = await descendants(server.child.pid);
  server.child.kill("SIGTERM");
  const limit = new AbortController();
  await Promise.race([
    server.ended,
    wait(stopLimit, undefined, { signal: limit.signal }).catch(() => undefined), // ended in time
  ]);
  limit.abort();
  killGroup(server);
  await killLeft(started);
}

/** Kills JupyterLab and what runs in its group. */
function killGroup({ child }: Server): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") child.kill("SIGKILL");
  else killIfThere(-child.pid);
}

function welcome(options: StartOptions, address: string, folder: string): string {
  const root = process.getuid?.() === 0 && !options.allowRoot;
  const note = root
    ? "  You are root: so is every cell that you run. A user of your own is safer (--allow-root hides this).\n"
    : "";
  const far =
    options.ip === "localhost"
      ? ""
      : `  It listens on ${options.ip}: whoever has the address can run code here.\n`;
  return `\n  JupyterLab with the TypeScript kernel, on ${folder}\n\n  ${address}\n\n${note}${far}  Ctrl-C ends it and everything that it started.\n\n`;
}
