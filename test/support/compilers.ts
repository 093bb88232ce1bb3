// The language servers of notebooks, as processes; Linux only.
import { readdirSync, readFileSync } from "node:fs";

/** The processes of TypeScript's language server below a process. */
export function compilersOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === parent && statOf(pid)?.name === "tsc");
}

/** Name, parent and group of a process that lives. */
export function statOf(pid: number): { name: string; parent: number; group: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    return { name, parent: Number(parent), group: Number(group) };
  } catch {
    return undefined; // it ended while we looked
  }
}

/** Does something while the compilers of this process stand still: what needs one of them does not end. */
export async function whileCompilersStand<T>(work: () => Promise<T>): Promise<T> {
  const pids = compilersOf(process.pid);
  if (pids.length === 0) throw new Error("no compiler runs");
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  try {
    return await work();
  } finally {
    for (const pid of pids) process.kill(pid, "SIGCONT");
  }
}
