// Whether, and how, the process that runs the cells opens Node's own inspector port.
import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";

/**
 * The port is open on the loopback alone, and Node takes nobody who does not know its secret path: 122 random bits, told on
 * stderr only, which is a pipe to the server. (`http`, in the default, would tell every user of the machine.)
 */
const flags = (host: string): string => `--inspect=${host}:0 --inspect-publish-uid=stderr`;

/** Linux takes all of 127.x.x.x: on another address than Jupyter's, ours never takes a port that Jupyter has just chosen. */
const host = process.platform === "linux" ? "127.0.0.2" : "127.0.0.1";

/** A variable, so that nothing of it stands in `process.execArgv`, which forks of a cell and its threads inherit. */
export function inspected(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: own = "" } = env;
  return { ...env, NODE_OPTIONS: `${own} ${flags(host)}`.trimStart() };
}

/** False where a thread must do instead: on Windows, without a shell or a loopback, or where no port may be opened. */
export function hasInspectorPort(): boolean {
  if (process.platform === "win32" || process.env["CONVLAB_INSPECTOR"] === "thread") return false;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return existsSync("/bin/sh") && addresses.some(({ address }) => address === "127.0.0.1");
}
