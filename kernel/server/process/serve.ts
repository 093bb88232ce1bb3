// A kernel as a process: connection file in, signals handled, gone when Jupyter is gone.
import { homedir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { convlabDataFolder, jupyterRuntimeFolder } from "../../core/folders.ts";
import { CourseError } from "../../core/index.ts";
import type { CreateEngine, Engine } from "../../engine/contract.ts";
import { readConnectionFile } from "../../protocol/connection/connection-file.ts";
import { shareConnection, warnWhenExposed } from "./connection-files.ts";
import type { Kernel } from "../kernel.ts";
import { explain, makeLog, writeToStderr } from "./log.ts";
import { readAllowedImports } from "./notebook-settings.ts";

/** ms between looks at whether Jupyter still lives. */
const PARENT_CHECK = 1000;

/** Runs a kernel until it is shut down; the process's exit code comes back. */
export async function serve(
  connectionFile: string | undefined,
  createEngine: CreateEngine,
): Promise<number> {
  const log = makeLog();
  let engine: Engine | undefined;
  let kernel: Kernel | undefined;
  let unshare = (): void => undefined;
  // Before all else: JupyterLab's Restart begins with an interrupt, which must not end a kernel that just starts.
  process.on("SIGINT", () => kernel?.interrupt());
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (kernel) void kernel.stop();
      else process.exit(0); // the engine's process ends when ours does
    });
  }
  process.on("uncaughtException", (error) => log("error", explain(error)));
  process.on("unhandledRejection", (error) => log("error", explain(error)));
  try {
    const connection = readConnectionFile(connectionFile ?? "");
    warnWhenExposed(connectionFile ?? "", log);
    const allowedImports = readAllowedImports(
      process.env["JPY_SESSION_NAME"] ?? connection.notebook,
    );
    const options = { directory: process.cwd(), ...(allowedImports ? { allowedImports } : {}) };
    engine = createEngine(options, (event) => kernel?.hear(event));
    // Loaded while the engine and the compiler start: the compiler is the one that a first cell waits for, and the engine
    // starts it within this turn. ZeroMQ and what signs messages take 10 ms.
    await nextTurn();
    const { Kernel } = await import("../kernel.ts");
    const machine = { platform: process.platform, env: process.env, home: homedir() };
    const historyFile = join(convlabDataFolder(machine), "history.sqlite");
    kernel = new Kernel({ connection, engine, historyFile, log });
    const bound = await kernel.start();
    if (bound.registrationPort !== undefined)
      unshare = shareConnection(bound, jupyterRuntimeFolder(machine), log);
  } catch (error) {
    writeToStderr(`${error instanceof CourseError ? error.message : explain(error)}\n`);
    await (kernel?.stop() ?? engine?.dispose());
    return 1;
  }
  const watch = watchParent(() => void kernel.stop());
  await kernel.closed;
  clearInterval(watch);
  unshare();
  return 0;
}

/** Calls `onGone` when the Jupyter server that started this kernel has died without a word. */
function watchParent(onGone: () => void): NodeJS.Timeout | undefined {
  const parent = Number(process.env["JPY_PARENT_PID"]);
  if (!Number.isInteger(parent) || parent <= 1 || parent !== process.ppid) return undefined;
  return setInterval(() => {
    if (process.ppid !== parent || !lives(parent)) onGone();
  }, PARENT_CHECK).unref();
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // alive, another user's
  }
}
