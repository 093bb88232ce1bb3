// What this kernel uses of the machine: jupyter-resource-usage shows it beside the notebook.
import { now } from "../../core/clock.ts";
import { availableParallelism, cpus, freemem, hostname, totalmem } from "node:os";
import { readFileSync } from "node:fs";
import type { ReplyContent } from "../../protocol/index.ts";
import { familyUsage } from "./processes.ts";

/** Measures from one request to the next. */
export class Usage {
  #before: { readonly at: number; readonly cpu: ReadonlyMap<number, number> } | undefined;
  #hostBefore: { readonly busy: number; readonly all: number } | undefined;

  /** Percent of one core since the last call (of all cores for the host), bytes of memory. */
  measure(): ReplyContent["usage_reply"] {
    const family = familyUsage(process.pid);
    const at = now();
    const before = this.#before;
    this.#before = { at, cpu: new Map(family.map(({ pid, cpu }) => [pid, cpu])) };
    const spent = family.map(({ pid, cpu }) => cpu - (before?.cpu.get(pid) ?? (before ? 0 : cpu)));
    const host = this.#hostPercent();
    return {
      hostname: hostname(),
      pid: process.pid,
      // as psutil's: 0 at the first call, which has nothing to compare with
      kernelCpu: before ? round((100 * sum(spent)) / (at - before.at)) : 0,
      kernelMemory: sum(family.map(({ memory }) => memory)),
      ...(host === undefined ? {} : { hostCpuPercent: host }),
      cpuCount: availableParallelism(),
      hostVirtualMemory: hostMemory(),
    };
  }

  #hostPercent(): number | undefined {
    const times = cpus().map((core) => core.times);
    const all = sum(times.flatMap((each) => Object.values(each)));
    const now = { all, busy: all - sum(times.map(({ idle }) => idle)) };
    const before = this.#hostBefore;
    this.#hostBefore = now;
    if (!before || now.all === before.all) return undefined;
    return round((100 * (now.busy - before.busy)) / (now.all - before.all));
  }
}

/** As psutil's virtual_memory(), the fields that are the same on every system. */
function hostMemory(): Readonly<Record<string, number>> {
  const total = totalmem();
  const free = freemem();
  const available = availableMemory() ?? free;
  const percent = round((100 * (total - available)) / total);
  return { total, available, percent, used: total - available, free };
}

function availableMemory(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const [, kib] = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync("/proc/meminfo", "utf8")) ?? [];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
