// A port that is taken is said before JupyterLab starts, with one that is free.
import { createServer } from "node:net";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Places } from "../home.mjs";
import type { StartOptions } from "../options.mjs";
import { SetupError } from "../trouble.mjs";
import { runtimeFolder } from "./folders.ts";

/** Why a port cannot be listened on, or undefined when it can. */
function problemOf(port: number, ip: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host: ip, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

/** The first free port above one that is taken. */
async function freePortAbove(port: number, ip: string): Promise<number | undefined> {
  for (let next = port + 1; next <= Math.min(port + 50, 65535); next += 1) {
    if ((await problemOf(next, ip)) === undefined) return next;
  }
  return undefined;
}

/** The address of a JupyterLab of this very installation on that port, or undefined. */
async function ownServer(port: number, places: Places): Promise<string | undefined> {
  const folder = runtimeFolder(places);
  const names = await readdir(folder).catch((): string[] => []); // never started here: no folder yet
  for (const name of names.filter((entry) => /^jpserver-\d+\.json$/.test(entry))) {
    const server: unknown = JSON.parse(await readFile(join(folder, name), "utf8"));
    if (typeof server !== "object" || server === null) continue;
    if (!("port" in server && "url" in server && "token" in server && server.port === port))
      continue;
    const address = `${String(server.url)}lab?token=${String(server.token)}`;
    const answers = await fetch(address, { signal: AbortSignal.timeout(3000) }).then(
      ({ ok }) => ok,
      () => false, // a file that a killed server left behind
    );
    if (answers) return address;
  }
  return undefined;
}

/** Throws a SetupError when the port is taken or not ours to take. */
export async function checkPort({ port, ip }: StartOptions, places: Places): Promise<void> {
  const problem = await problemOf(port, ip);
  if (problem === undefined) return;
  if (problem === "EADDRINUSE") {
    const own = await ownServer(port, places);
    const next = await freePortAbove(port, ip);
    throw new SetupError({
      code: "PORT_BUSY",
      summary: own
        ? `This Convlab is running already, on port ${port}.`
        : `Port ${port} is used by another program.`,
      given: own ?? `--port ${port}`,
      fix: own
        ? `open the address above; or start a second one: npm start -- --port ${next ?? port + 1}`
        : `npm start -- --port ${next ?? port + 1}`,
    });
  }
  throw new SetupError({
    code: "PORT_REFUSED",
    summary: `JupyterLab cannot listen on ${ip}, port ${port}.`,
    given: problem,
    expected: "a port above 1023 and an address of this machine",
    fix: "npm start -- --port 8888",
  });
}
