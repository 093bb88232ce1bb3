import { readFileSync } from "node:fs";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { processTable, runsAs } from "../../../autograder/sandbox/limits/process-table.ts";
import { watchdog } from "../../../autograder/sandbox/limits/watchdog.ts";
import type { BuiltSandbox } from "../../../autograder/sandbox/sandbox.ts";
import { attack, attackSandbox, endure } from "./attack.ts";

/**
 * Every process of this sandbox that still lives: as root known by its users; else by bubblewrap's own command line, with
 * whose first process the kernel ends all others.
 */
function guestsAlive({ user }: BuiltSandbox): readonly number[] {
  const own = (pid: number): boolean =>
    user === undefined
      ? commandLine(pid).includes(`convlab-sandbox-${process.pid}-`)
      : Array.from({ length: 64 }, (_, index) => user + index).some((id) => runsAs(pid, id));
  return processTable()
    .map(({ pid }) => pid)
    .filter(own);
}

/** Empty for a process that ended while we looked. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch (error) {
    if (error instanceof Error && "code" in error) return "";
    throw error;
  }
}

const fences = [
  { fence: "the kernel's limits", own: undefined },
  { fence: "the watchdog, where no cgroup can be made", own: watchdog },
];

describe.each(fences)("with $fence", ({ own }) => {
  let sandbox: BuiltSandbox;
  beforeAll(async () => {
    sandbox = await attackSandbox({ fence: own?.() });
  });
  afterAll(() => sandbox.close());

  test.each(["bufferMemory", "heapMemory", "webAssemblyMemory", "sharedMemory"])(
    "%s ends as memory, and the next guest runs",
    async (name) => {
      const { end, said } = await endure(sandbox, name, { memoryMb: 200 });
      expect(end.kind).toBe("memory");
      expect(said.length).toBeGreaterThan(1); // it held something before it was stopped
      expect(end.peakMemoryMb).toBeGreaterThan(100);
      expect(end.peakMemoryMb).toBeLessThan(400);
      expect(await attack(sandbox, "print", { text: "on", times: 1 })).toBe(null);
    },
  );

  test("memory is counted over the whole tree of processes", async () => {
    const { end, said } = await endure(sandbox, "manyProcessesMemory", {
      memoryMb: 300,
      maxProcesses: 200,
    });
    expect(end.kind).toBe("memory");
    expect(said.length).toBeGreaterThan(2);
    expect(guestsAlive(sandbox)).toEqual([]);
  });

  test("a fork bomb stays small, is ended, and leaves nothing", async () => {
    const { end, said } = await endure(sandbox, "forkBomb", { cpuSeconds: 2, memoryMb: 1000 });
    expect(said).toContainEqual({ bomb: "lit" });
    expect(["cpu", "crashed"]).toContain(end.kind);
    expect(guestsAlive(sandbox)).toEqual([]);
  });

  test("an endless loop ends as cpu", async () => {
    const { end, said } = await endure(sandbox, "endlessLoop", { cpuSeconds: 1 });
    expect(said).toContainEqual({ looping: true });
    expect(end.kind).toBe("cpu");
  });

  test("a child in its own session dies with the guest", async () => {
    const guest = await sandbox.launch({ allowedImports: [], memoryMb: 400, cpuSeconds: 20 });
    const lines = createInterface({ input: guest.channel })[Symbol.asyncIterator]();
    guest.channel.write(`${JSON.stringify({ attack: "outlive" })}\n`);
    await lines.next();
    const said = JSON.parse(String((await lines.next()).value)) as { child: number };
    expect(said.child).toBeGreaterThan(0);
    expect(guestsAlive(sandbox).length).toBeGreaterThan(1);
    await guest.kill();
    expect(guestsAlive(sandbox)).toEqual([]);
    await guest.kill(); // a second time is nothing
  });
});

describe("with the kernel's limits", () => {
  let sandbox: BuiltSandbox;
  beforeAll(async () => {
    sandbox = await attackSandbox();
  });
  afterAll(() => sandbox.close());

  test("endless output is kept up to the limit, counted beyond it, and ended", async () => {
    const guest = await sandbox.launch({
      allowedImports: [],
      memoryMb: 200,
      cpuSeconds: 1,
      outputLimit: 100_000,
    });
    guest.channel.write(`${JSON.stringify({ attack: "endlessOutput" })}\n`);
    const [kept, end] = await Promise.all([text(guest.stdout), guest.exit]);
    expect(kept).toHaveLength(100_000);
    expect(end.kind).toBe("cpu");
    expect(end.droppedBytes).toBeGreaterThan(100_000);
    expect(end.detail).toContain("bytes of output thrown away");
  });

  test("what a well-behaved guest prints arrives whole", async () => {
    const guest = await sandbox.launch({ allowedImports: [], memoryMb: 200, cpuSeconds: 5 });
    const printed = text(guest.stdout);
    guest.channel.end(
      `${JSON.stringify({ attack: "print", input: { text: "ä".repeat(500), times: 200 } })}\n`,
    );
    guest.channel.resume();
    expect((await printed) === "ä".repeat(100_000)).toBe(true); // 200 kB would fill the report
    expect(await guest.exit).toMatchObject({
      kind: "exited",
      code: 0,
      signal: null,
      droppedBytes: 0,
    });
  });

  test("an exit keeps its code and an abort its signal", async () => {
    const start = async (what: object) => {
      const guest = await sandbox.launch({ allowedImports: [], memoryMb: 200, cpuSeconds: 5 });
      guest.channel.resume();
      guest.channel.write(`${JSON.stringify(what)}\n`);
      return guest.exit;
    };
    expect(await start({ attack: "exit", input: 7 })).toMatchObject({ kind: "exited", code: 7 });
    expect(await start({ attack: "abort" })).toMatchObject({ kind: "crashed", signal: "SIGABRT" });
  });

  test("a guest that waits can be killed, and says that we did it", async () => {
    const guest = await sandbox.launch({ allowedImports: [], memoryMb: 200, cpuSeconds: 5 });
    const gone = once(guest.channel, "close");
    guest.channel.resume();
    await guest.kill();
    expect(await guest.exit).toMatchObject({ kind: "killed-by-us" });
    await gone;
  });
});
