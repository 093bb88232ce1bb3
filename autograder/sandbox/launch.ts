// One guest behind the walls: started, watched, and ended with everything that it started.
import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Duplex, Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { once } from "node:events";
import type { SandboxedProcess } from "../contract.ts";
import { descriptor, inheritedDescriptors, type Command } from "./command.ts";
import { SandboxError } from "./errors.ts";
import { mendFor } from "./mend.ts";
import type { Fence, GuestLimits } from "./limits/fence.ts";
import { boundedOutput, type OutputBudget } from "./output.ts";
import { describeExit, type EndReason } from "./exit.ts";

export interface StartOptions {
  readonly command: Command;
  readonly fence: Fence;
  readonly enforced: boolean;
  readonly limits: GuestLimits;
  /** File with the compiled filter, where bubblewrap is used; it then reports over the status descriptor. */
  readonly seccompFile: string | undefined;
  /** An open /dev/null, put in place of descriptors that must not be inherited. */
  readonly nothing: number;
}

const interval = { kernel: 50, watchdog: 40 } as const; // ms between two looks at the fence

/**
 * Starts a guest; resolves when it stands behind the walls.
 *
 * @throws SandboxError GUEST_NOT_STARTED with what the wall's program said
 */
export async function startGuest(options: StartOptions): Promise<SandboxedProcess> {
  const { command, fence, limits } = options;
  const child = spawnGuest(options);
  const budget: OutputBudget = { left: limits.outputLimit, dropped: 0 };
  const [stdoutSource, stderrSource, channel] = streamsOf(child);
  let stderrTail = "";
  stderrSource.on("data", (chunk: Buffer) => {
    stderrTail = (stderrTail + chunk.toString("latin1")).slice(-4096);
  });
  const stdout = boundedOutput(stdoutSource, budget);
  const stderr = boundedOutput(stderrSource, budget);
  const drained = Promise.all([once(stdoutSource, "close"), once(stderrSource, "close")]);
  // a guest that dies breaks its end of the channel: `exit` tells why, a second report would only crash us
  channel.on("error", () => channel.destroy());
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;

  const status = options.seccompFile === undefined ? undefined : child.stdio[descriptor.status];
  if (status !== undefined && !(await reportsStart(status as Readable))) {
    await Promise.all([ended, drained]);
    await fence.remove();
    throw notStarted(command, stderrTail);
  }
  fence.started(child.pid ?? 0);

  let reason: EndReason | undefined;
  const end = (why: EndReason): void => {
    reason ??= why;
    signalGroup(child);
    fence.killAll();
  };
  const watch = setInterval(
    () => {
      const usage = fence.usage();
      if (usage.outOfMemory) end("memory");
      else if (!options.enforced && usage.memoryMb > limits.memoryMb) end("memory");
      else if (!options.enforced && usage.processes > limits.maxProcesses) end("processes");
      else if (usage.cpuSeconds > limits.cpuSeconds) end("cpu");
    },
    options.enforced ? interval.kernel : interval.watchdog,
  );

  const exit = (async () => {
    const [code, signal] = await ended;
    clearInterval(watch);
    signalGroup(child);
    while (!fence.killAll()) await delay(2);
    await drained;
    const usage = fence.usage();
    await fence.remove();
    const dropped = budget.dropped;
    return describeExit({ code, signal, reason, usage, limits, stderrTail, dropped });
  })();
  return {
    channel,
    stdout,
    stderr,
    exit,
    async kill() {
      end("caller");
      await exit;
    },
  };
}

function spawnGuest({ command, seccompFile, nothing }: StartOptions): ChildProcess {
  const stdio: (number | "pipe" | "ignore")[] = ["ignore", "pipe", "pipe"];
  for (const number of inheritedDescriptors()) {
    while (stdio.length < number) stdio.push("ignore");
    stdio[number] = nothing;
  }
  stdio[descriptor.channel] = "pipe";
  const seccomp = seccompFile === undefined ? undefined : openSync(seccompFile, "r");
  if (seccomp !== undefined) {
    stdio[descriptor.status] = "pipe";
    stdio[descriptor.seccomp] = seccomp;
  }
  try {
    return spawn(command.file, command.arguments, {
      stdio: stdio satisfies StdioOptions,
      env: command.environment,
      cwd: command.directory,
      detached: true, // Ctrl-C in a terminal is ours to handle
    });
  } finally {
    if (seccomp !== undefined) closeSync(seccomp);
  }
}

function streamsOf(child: ChildProcess): readonly [Readable, Readable, Duplex] {
  const channel = child.stdio[descriptor.channel];
  if (!child.stdout || !child.stderr || !channel) {
    throw new SandboxError({
      code: "GUEST_NOT_STARTED",
      summary: "sandbox: the guest was started without its streams.",
      fix: "report this",
    });
  }
  return [child.stdout, child.stderr, channel as Duplex];
}

/** Bubblewrap writes `{"child-pid": …}` once every wall stands, and nothing when one does not. */
function reportsStart(status: Readable): Promise<boolean> {
  return new Promise((resolve) => {
    let text = "";
    status.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (text.includes('"child-pid"')) resolve(true);
    });
    status.once("close", () => resolve(false));
  });
}

/** Ends our side of the tree at once: bubblewrap's death takes its process namespace with it. */
function signalGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") return void child.kill("SIGKILL");
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // ESRCH: nobody is left in the group; EPERM: what is left runs under another user (zombies on macOS)
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

function notStarted(command: Command, said: string): SandboxError {
  const given = said.trim() || "no message";
  return new SandboxError({
    code: "GUEST_NOT_STARTED",
    summary: "sandbox: a program could not be started behind the walls.",
    given,
    expected: "setpriv, prlimit and bubblewrap build every wall",
    fix: mendFor(given),
    details: { command: [command.file, ...command.arguments] },
  });
}
