import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  killEach,
  members,
  readKey,
  readNumber,
  removeAbandonedGroups,
  removeGroup,
  tryWrite,
} from "./cgroup-files.ts";
import { mebibyte, type Fence, type FenceLimits, type FenceMaker, type Usage } from "./fence.ts";

/**
 * Fences made of one group each below `mount`; undefined where memory and pids cannot be handed down: not root, no
 * controllers, or a container whose top group holds processes.
 */
export async function cgroupV2(mount = "/sys/fs/cgroup"): Promise<FenceMaker | undefined> {
  const base = join(mount, `convlab-sandbox-${process.pid}-cgroup`);
  try {
    const offered = (await readFile(join(mount, "cgroup.controllers"), "utf8")).trim().split(" ");
    if (!offered.includes("memory") || !offered.includes("pids")) return undefined;
    await removeAbandonedGroups(mount);
    if (!(await handsDown(mount))) return undefined;
    await mkdir(base, { recursive: true });
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined; // ENOENT, EACCES, EROFS: not ours to write
    throw error;
  }
  if (!(await handsDown(base))) {
    await removeGroup(base);
    return undefined;
  }
  return {
    kind: "cgroup v2",
    enforced: true,
    async create(name, limits) {
      const folder = join(base, name);
      await mkdir(folder);
      writeLimits(folder, limits);
      return {
        ...groupFence(() => folder),
        joinFiles: [join(folder, "cgroup.procs")],
      };
    },
    close: () => removeGroup(base),
  };
}

async function handsDown(folder: string): Promise<boolean> {
  const control = join(folder, "cgroup.subtree_control");
  const on = async () => (await readFile(control, "utf8")).trim().split(" ");
  if (["memory", "pids"].every((name) => tryWrite(control, `+${name}`))) return true;
  const enabled = await on();
  return enabled.includes("memory") && enabled.includes("pids");
}

function writeLimits(folder: string, { memoryMb, maxProcesses }: FenceLimits): void {
  tryWrite(join(folder, "memory.max"), memoryMb * mebibyte);
  tryWrite(join(folder, "memory.swap.max"), 0);
  tryWrite(join(folder, "memory.oom.group"), 1);
  tryWrite(join(folder, "pids.max"), maxProcesses);
}

/** What a fence reads and does in a group's folder, once that is known. */
export function groupFence(folderOf: () => string | undefined): Fence {
  let last: Usage = {
    memoryMb: 0,
    peakMemoryMb: 0,
    cpuSeconds: 0,
    processes: 0,
    outOfMemory: false,
  };
  return {
    joinFiles: [],
    prefix: [],
    prefixEnvironment: {},
    started() {},
    usage() {
      const folder = folderOf();
      if (folder === undefined) return last;
      const memory = readNumber(join(folder, "memory.current"));
      if (memory === undefined) return last; // a scope ends with its last process
      const now = memory / mebibyte;
      // memory.peak came with Linux 5.19; before, the highest that we saw
      const peak = (readNumber(join(folder, "memory.peak")) ?? 0) / mebibyte;
      last = {
        memoryMb: now,
        peakMemoryMb: Math.max(peak, last.peakMemoryMb, now),
        cpuSeconds: (readKey(join(folder, "cpu.stat"), "usage_usec") ?? 0) / 1e6, // µs
        processes: readNumber(join(folder, "pids.current")) ?? 0,
        outOfMemory: (readKey(join(folder, "memory.events"), "oom_kill") ?? 0) > 0,
      };
      return last;
    },
    killAll() {
      const folder = folderOf();
      if (folder === undefined) return true;
      const left = members(folder);
      if (left.length > 0 && !tryWrite(join(folder, "cgroup.kill"), 1)) killEach(left);
      return left.length === 0;
    },
    async remove() {
      const folder = folderOf();
      if (folder !== undefined) await removeGroup(folder);
    },
  };
}
