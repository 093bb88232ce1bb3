import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
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
import { mebibyte, type Fence, type FenceLimits, type FenceMaker } from "./fence.ts";

const controllers = ["memory", "pids", "cpuacct"] as const;

/** Fences made of one group each in the memory, pids and cpuacct trees; undefined where we may not make them. */
export async function cgroupV1(): Promise<FenceMaker | undefined> {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8");
  const own = readFileSync("/proc/self/cgroup", "utf8");
  const places = controllers.map((controller) => ownGroup(mounts, own, controller));
  if (places.some((place) => place === undefined)) return undefined;
  const parents = places.flatMap((place) => place ?? []);
  const base = `convlab-sandbox-${process.pid}-cgroup`;
  try {
    for (const parent of parents) {
      await removeAbandonedGroups(parent);
      await mkdir(join(parent, base), { recursive: true });
    }
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined; // EACCES, EROFS: not ours to write
    throw error;
  }
  const folders = parents.map((parent) => join(parent, base));
  return {
    kind: "cgroup v1",
    enforced: true,
    create: async (name, limits) =>
      createFence(
        folders.map((folder) => join(folder, name)),
        limits,
      ),
    async close() {
      for (const folder of folders) await removeGroup(folder);
    },
  };
}

/** The folder of the group that we are in ourselves, so that our own limits stay above the guest's. */
function ownGroup(mounts: string, own: string, controller: string): string | undefined {
  const mount = mounts
    .split("\n")
    .map((line) => line.split(" "))
    .find((fields) => {
      const [type, , options = ""] = fields.slice(fields.indexOf("-") + 1);
      return type === "cgroup" && options.split(",").includes(controller);
    })?.[4];
  if (mount === undefined) return undefined;
  const path = own
    .split("\n")
    .map((line) => line.split(":"))
    .find(([, names = ""]) => names.split(",").includes(controller))?.[2];
  const folder = join(mount, path ?? "");
  return existsSync(folder) ? folder : mount; // in a container the path may be the host's
}

async function createFence(
  folders: readonly string[],
  { memoryMb, maxProcesses }: FenceLimits,
): Promise<Fence> {
  for (const folder of folders) await mkdir(folder);
  const [memory = "", pids = "", cpu = ""] = folders;
  const bytes = memoryMb * mebibyte;
  tryWrite(join(memory, "memory.limit_in_bytes"), bytes);
  tryWrite(join(memory, "memory.memsw.limit_in_bytes"), bytes); // there only where swap is counted
  tryWrite(join(memory, "memory.swappiness"), 0);
  tryWrite(join(pids, "pids.max"), maxProcesses);
  return {
    joinFiles: folders.map((folder) => join(folder, "cgroup.procs")),
    prefix: [],
    prefixEnvironment: {},
    started() {},
    usage: () => ({
      memoryMb: (readNumber(join(memory, "memory.usage_in_bytes")) ?? 0) / mebibyte,
      peakMemoryMb: (readNumber(join(memory, "memory.max_usage_in_bytes")) ?? 0) / mebibyte,
      cpuSeconds: (readNumber(join(cpu, "cpuacct.usage")) ?? 0) / 1e9, // ns
      processes: readNumber(join(pids, "pids.current")) ?? 0,
      outOfMemory: (readKey(join(memory, "memory.oom_control"), "oom_kill") ?? 0) > 0,
    }),
    killAll() {
      const left = members(pids);
      killEach(left);
      return left.length === 0;
    },
    async remove() {
      for (const folder of folders) await removeGroup(folder);
    },
  };
}
