import { killEach } from "./cgroup-files.ts";
import { mebibyte, type Fence, type FenceMaker, type Usage } from "./fence.ts";
import {
  ownMemory,
  processTable,
  runsAs,
  startedWith,
  treeOf,
  type ProcessRow,
} from "./process-table.ts";

/** The environment variable by which a guest's processes are known when they have no user of their own. */
export const markerName = "CONVLAB_GUEST";

/**
 * Where no cgroup can be made: we look at the whole tree of processes at intervals and add up what is resident. The
 * kernel's own limits (RLIMIT_DATA, RLIMIT_CPU, RLIMIT_NPROC) stand before it for each process.
 */
export function watchdog(): FenceMaker {
  return {
    kind: "watchdog",
    enforced: false,
    create: async (name, _limits, user) => createWatch(name, user),
    async close() {},
  };
}

function createWatch(name: string, user: number | undefined): Fence {
  let root: number | undefined;
  /** Seen as members once: they stay members when their parent ends and init adopts them. */
  const known = new Set<number>();
  let peak = 0;
  let cpu = 0;

  function look(): readonly ProcessRow[] {
    if (root === undefined) return [];
    const table = processTable();
    const alive = new Set(table.map(({ pid }) => pid));
    for (const pid of known) if (!alive.has(pid)) known.delete(pid);
    for (const { pid } of treeOf(root, table)) known.add(pid);
    for (const { pid } of table) {
      if (known.has(pid) || pid === process.pid) continue;
      if (user === undefined ? startedWith(pid, `${markerName}=${name}`) : runsAs(pid, user)) {
        known.add(pid);
      }
    }
    return table.filter(({ pid }) => known.has(pid));
  }

  return {
    joinFiles: [],
    prefix: [],
    prefixEnvironment: {},
    started(pid) {
      root = pid;
    },
    usage(): Usage {
      const rows = look();
      const memoryMb = rows.reduce((sum, { pid }) => sum + ownMemory(pid), 0) / mebibyte;
      peak = Math.max(peak, memoryMb);
      // a row holds the time of its ended children too, so that the sum over the living is the whole tree's
      const cpuSeconds = rows.reduce((sum, row) => sum + row.cpuSeconds, 0);
      cpu = Math.max(cpu, cpuSeconds);
      const processes = rows.reduce((sum, row) => sum + row.threads, 0);
      return { memoryMb, peakMemoryMb: peak, cpuSeconds: cpu, processes, outOfMemory: false };
    },
    killAll() {
      const rows = look();
      killEach(rows.map(({ pid }) => pid));
      return rows.length === 0;
    },
    async remove() {},
  };
}
