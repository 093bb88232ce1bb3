// Memory of a process and all that it has started, from Linux's /proc.
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** The process and its descendants; the process alone where there is no /proc. */
export function family(pid: number): readonly number[] {
  if (!existsSync("/proc/self/status")) return [pid];
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(
      (name) => [Number(name), Number(/^PPid:\s+(\d+)/m.exec(status(Number(name)))?.[1])] as const,
    );
  const found = [pid];
  for (const known of found)
    found.push(...parents.filter(([, parent]) => parent === known).map(([child]) => child));
  return found;
}

/** Summed resident memory in MB (2^20 bytes); undefined where it cannot be read. */
export function residentMegabytes(processes: readonly number[]): number | undefined {
  const sizes = processes.map((pid) => /^VmRSS:\s+(\d+) kB/m.exec(status(pid))?.[1]);
  const known = sizes.filter((size) => size !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, size) => sum + Number(size) / 1024, 0);
}

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return ""; // gone between listing and reading
  }
}
