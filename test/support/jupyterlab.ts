// Starts JupyterLab as a user does, by `npm start`, on a port of its own.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { root } from "../../kernel/install/node24.mjs";

/** A JupyterLab that runs. */
export interface RunningLab {
  /** Address with its token, as printed. */
  readonly address: string;
  /** Everything that `npm start` printed so far. */
  readonly printed: () => string;
  /** Number of the process that `npm start` is. */
  readonly pid: number;
  /** Ends npm, as `kill` does; resolves to the exit code when it is gone. */
  stop(): Promise<number>;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Runs `npm start -- --no-browser --port N ARG…` until it prints its address. */
export async function startLab(
  args: readonly string[],
  folder: string = root,
): Promise<RunningLab> {
  const port = await freePort();
  const words = ["start", "--", "--no-browser", "--port", String(port), ...args];
  const child = spawn("npm", words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  const ended = new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: string): void => {
      text += chunk;
      const found = /^ *(http:\/\/\S+token=\w+)/m.exec(text)?.[1];
      if (found) resolve(found);
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    void ended.then((code) => reject(new Error(`npm start ended with ${code}:\n${text}`)));
  });
  return {
    address,
    printed: () => text,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
