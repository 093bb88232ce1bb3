import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../../kernel/install/node24.mjs";

/** `convlab start …`: the very program that `npm start` runs; Ctrl-C and the exit code are its own. */
export function startCommand(args: readonly string[]): Promise<number> {
  const script = join(root, "kernel", "start.mjs");
  const child = spawn(process.execPath, [script, ...args], { stdio: "inherit" });
  process.on("SIGINT", () => undefined); // the terminal tells the child itself
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}
