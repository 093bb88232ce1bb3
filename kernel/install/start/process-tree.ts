// Processes below a process. Kernels run in sessions of their own, so a process group does not hold them all.
import { readdir, readFile } from "node:fs/promises";
import { run } from "../command.mjs";

/** A process that we may have to end; `started` keeps a reused number from being taken for it. */
export interface Started {
  readonly pid: number;
  readonly parent: number;
  readonly started: string;
}

/** All processes below `pid`; empty on Windows, where JupyterLab's own shutdown has to do. */
export async function descendants(pid: number | undefined): Promise<readonly Started[]> {
  if (pid === undefined) return [];
  const all = await processes();
  const below = (parent: number): Started[] =>
    all.filter((entry) => entry.parent === parent).flatMap((entry) => [entry, ...below(entry.pid)]);
  return below(pid);
}

/** Kills those of the processes that still run. */
export async function killLeft(remembered: readonly Started[]): Promise<void> {
  const now = new Map((await processes()).map(({ pid, started }) => [pid, started]));
  for (const { pid, started } of remembered) {
    if (now.get(pid) === started) killIfThere(pid);
  }
}

/** Kills a process, or with a negative number its group; one that has just ended is no mistake. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function processes(): Promise<readonly Started[]> {
  if (process.platform === "linux") return fromProc(); // a small Debian has no ps
  return process.platform === "win32" ? Promise.resolve([]) : fromPs();
}

async function fromProc(): Promise<readonly Started[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(
    names.map(async (name): Promise<Started[]> => {
      const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => ""); // ended meanwhile
      // pid (name, which may hold spaces and brackets) state ppid … starttime is the 22nd field
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [state, parent] = fields;
      const started = fields[19];
      if (parent === undefined || started === undefined || state === "Z") return [];
      return [{ pid: Number(name), parent: Number(parent), started }];
    }),
  );
  return rows.flat();
}

async function fromPs(): Promise<readonly Started[]> {
  const { output } = await run("ps", ["-A", "-o", "pid=,ppid=,lstart="]);
  return output.split("\n").flatMap((line) => {
    const [, pid, parent, started] = /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line) ?? [];
    return started === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), started }];
  });
}
