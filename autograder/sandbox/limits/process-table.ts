import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";

/** One process of the host, from /proc/PID/stat. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly threads: number;
  readonly cpuSeconds: number;
}

const ticksPerSecond = 100; // USER_HZ, the same on every Linux machine

/** Every process that can be seen now; none where the system has no /proc. */
export function processTable(): readonly ProcessRow[] {
  if (!existsSync("/proc/self/stat")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readRow(Number(name)) ?? []);
}

function readRow(pid: number): ProcessRow | undefined {
  const text = whileItLives(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  if (text === undefined) return undefined;
  // the name stands in parentheses and may hold blanks and parentheses; fields count from the state, which is the third
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3] ?? 0);
  if (fields[0] === "Z") return undefined;
  return {
    pid,
    parent: field(4),
    threads: field(20),
    cpuSeconds: (field(14) + field(15) + field(16) + field(17)) / ticksPerSecond,
  };
}

/** Bytes that a process holds by itself: what it shares with others through files, Node's own text first, is not its. */
export function ownMemory(pid: number): number {
  const text = whileItLives(() => readFileSync(`/proc/${pid}/status`, "latin1")) ?? "";
  const kibibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
  return (kibibytes("RssAnon") + kibibytes("RssShmem")) * 1024;
}

/** A process, its children, theirs, and so on, as far as the table shows them. */
export function treeOf(root: number, table: readonly ProcessRow[]): readonly ProcessRow[] {
  const tree = new Set(table.filter(({ pid }) => pid === root));
  for (let size = -1; size !== tree.size;) {
    size = tree.size;
    const pids = new Set([...tree].map(({ pid }) => pid));
    for (const row of table) if (pids.has(row.parent)) tree.add(row);
  }
  return [...tree];
}

/** True for a process that runs under this user id. */
export function runsAs(pid: number, user: number): boolean {
  return whileItLives(() => statSync(`/proc/${pid}`).uid) === user;
}

/** True for a process that was started with this text in its environment. */
export function startedWith(pid: number, marker: string): boolean {
  return (
    whileItLives(() => readFileSync(`/proc/${pid}/environ`, "latin1"))?.includes(marker) ?? false
  );
}

function whileItLives<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ESRCH" || code === "EACCES") return undefined; // ended, or not ours
    throw error;
  }
}
