import { accessSync, constants, existsSync, statSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Where stages are made: the folder for temporary files, or the one that outlives a restart, whichever lies on Node's own
 * file system, so that links do and nothing is copied; failing both, the second, which is never in memory.
 */
export function stageParents(): readonly [chosen: string, ...others: string[]] {
  const folders = [tmpdir(), "/var/tmp"].filter(isWritable);
  const device = statSync(process.execPath).dev;
  const chosen = folders.find((folder) => statSync(folder).dev === device) ?? folders.at(-1);
  return [chosen ?? tmpdir(), ...folders.filter((folder) => folder !== chosen)];
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error) return false; // not there, or not ours to write
    throw error;
  }
}

/** The process that a name like `convlab-sandbox-1234-x` says made it; undefined for any other name. */
export function makerOf(name: string): number | undefined {
  const [, pid] = /^convlab-sandbox-(\d+)-/.exec(name) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

/** Removes what killed graders left in a folder: their stages, known by the process id in the name. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const maker = makerOf(name);
    if (maker === undefined || maker === process.pid || existsSync(`/proc/${maker}`)) continue;
    // another user's stage stays: it is theirs to remove
    await rm(join(folder, name), { recursive: true, force: true }).catch((error: unknown) => {
      if (!isNotOurs(error)) throw error;
    });
  }
}

function isNotOurs(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^E(PERM|ACCES)$/.test(String(error.code));
}
