import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

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
