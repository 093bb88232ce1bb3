// Runs a command to its end and keeps what it printed. Dependency-free.
import { spawn } from "node:child_process";

/** Result of a command: exit code (1 when a signal ended it, 127 when it could not start) and both streams' text. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      ...options,
    });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    const stop = () => {
      child.kill("SIGTERM");
      process.exit(143); // told to end: what the command says about it is no news
    };
    process.on("SIGTERM", stop);
    child.on("error", (error) => {
      process.off("SIGTERM", stop);
      resolve({ code: 127, output: `${output}${error.message}` });
    });
    child.on("close", (code) => {
      process.off("SIGTERM", stop);
      resolve({ code: code ?? 1, output });
    });
  });
}
