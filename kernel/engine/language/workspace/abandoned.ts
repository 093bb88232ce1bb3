// Private folders in the system's temporary folder. A process that is killed leaves its own behind; the next one that starts
// removes it.
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** `convlab-language-<process>-<where its number counts>-<six characters>` */
const name = /^convlab-language-(\d+)-(?:([0-9a-f]{8})-)?\w{6}$/;
const day = 24 * 60 * 60 * 1000; // ms

/** Makes a folder whose name tells whose it is. */
export function makePrivateFolder(parent: string = tmpdir()): string {
  return mkdtempSync(join(parent, `convlab-language-${process.pid}-${processNumbers()}-`));
}

/**
 * Removes folders whose process is gone. Where process numbers are not ours (containers share a temporary folder sooner than
 * their numbers) nobody can tell: such a folder is removed when it is a day old and the number is free here, too.
 */
export function removeAbandonedFolders(parent: string = tmpdir()): void {
  for (const entry of readdirSync(parent)) {
    const [, pid, numbers] = name.exec(entry) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = join(parent, entry);
    const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (numbers !== processNumbers() && Date.now() - changed < day) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      continue; // another user's folder: theirs to remove
    }
  }
}

let known: string | undefined;

/** Eight hexadecimal digits that are the same where a process number means the same process: one system, one container. */
function processNumbers(): string {
  known ??= digest(
    process.platform === "linux"
      ? `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8")} ${readlinkSync("/proc/self/ns/pid")}`
      : hostname(),
  );
  return known;
}

/** FNV-1a of 32 bits: node:crypto takes longer to load than all this. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
