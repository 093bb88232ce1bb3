// Memory and processor time of a process and all that it has started, from Linux's /proc.
import { readdirSync, readFileSync } from "node:fs";

/** One process. */
export interface ProcessUsage {
  readonly pid: number;
  /** Processor time since its start, ms. */
  readonly cpu: number;
  /** Bytes; memory that processes share is shared out among them. */
  readonly memory: number;
}

const KIB = 1024; // bytes
/** ms of one tick of /proc/PID/stat: 100 a second on every architecture that Node runs on. */
const TICK = 10;

/** The process and its descendants; this process alone where there is no /proc. */
export function familyUsage(pid: number): readonly ProcessUsage[] {
  const stats = readStats();
  if (!stats) {
    const { user, system } = process.cpuUsage();
    return [{ pid, cpu: (user + system) / 1000, memory: process.memoryUsage().rss }];
  }
  const family = stats.filter((each) => each.pid === pid);
  for (const { pid: parent } of family)
    family.push(...stats.filter((each) => each.parent === parent));
  return family.flatMap(({ pid, cpu }) => {
    const memory = memoryOf(pid);
    return memory === undefined ? [] : [{ pid, cpu, memory }];
  });
}

function readStats(): { pid: number; parent: number; cpu: number }[] | undefined {
  if (process.platform !== "linux") return undefined;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    const text = read(`/proc/${name}/stat`);
    if (text === undefined) return [];
    // "7 (a name, with anything) S 1 …": the third field is the first behind the last bracket
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]); // utime + stime
    return [{ pid: Number(name), parent: Number(fields[1]), cpu: ticks * TICK }];
  });
}

function memoryOf(pid: number): number | undefined {
  const shared = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? "")?.[1];
  const resident = shared ?? /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
  return resident === undefined ? undefined : Number(resident) * KIB;
}

/** Undefined: the process has ended since it was listed, or is not ours to look at. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
