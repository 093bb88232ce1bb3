import { readFileSync, writeFileSync } from "node:fs";
import { readdir, rmdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { makerOf } from "../stage/abandoned.ts";

/** A number in a file of the cgroup file system; undefined where the kernel has no such file. */
export function readNumber(path: string): number | undefined {
  const text = readText(path);
  return text === undefined ? undefined : Number(text.trim());
}

/** The number behind `key` in a file of lines `key number`. */
export function readKey(path: string, key: string): number | undefined {
  const line = readText(path)
    ?.split("\n")
    .find((text) => text.startsWith(`${key} `));
  return line === undefined ? undefined : Number(line.slice(key.length + 1));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The processes in a cgroup folder; none when the folder is gone. */
export function members(folder: string): readonly number[] {
  const text = readText(join(folder, "cgroup.procs")) ?? "";
  return text.split("\n").flatMap((line) => (line === "" ? [] : Number(line)));
}

/** SIGKILL to each; a process that ended meanwhile is what we want. */
export function killEach(pids: Iterable<number>): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/** Writes a limit; false where the kernel has no such file or refuses. */
export function tryWrite(path: string, value: string | number): boolean {
  if (!existsSync(path)) return false;
  try {
    writeFileSync(path, String(value));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error) return false; // EBUSY, EACCES, EROFS: the caller says which wall is missing
    throw error;
  }
}

/** Removes an empty cgroup; its last process may need a moment to be taken off. */
export async function removeGroup(folder: string): Promise<void> {
  for (let tries = 0; existsSync(folder); tries++) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (isGone(error)) return;
      if (tries >= 200) throw error;
      killEach(members(folder));
      await delay(5);
    }
  }
}

/** Ends and removes the groups that killed graders left in a folder. */
export async function removeAbandonedGroups(parent: string): Promise<void> {
  for (const entry of await readdir(parent, { withFileTypes: true })) {
    const maker = makerOf(entry.name);
    if (!entry.isDirectory() || maker === undefined || existsSync(`/proc/${maker}`)) continue;
    const folder = join(parent, entry.name);
    for (const inner of await readdir(folder, { withFileTypes: true })) {
      if (inner.isDirectory()) await removeGroup(join(folder, inner.name));
    }
    await removeGroup(folder);
  }
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENODEV" || code === "ESRCH";
}
