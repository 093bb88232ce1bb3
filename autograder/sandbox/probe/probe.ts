// The self-test: three guests try the walls, and each wall gets one line for `convlab doctor`.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { SandboxedProcess, WallReport } from "../../contract.ts";
import { SandboxError } from "../errors.ts";
import type { BuiltSandbox } from "../sandbox.ts";
import type { ProbeReport, ProbeTask } from "./guest.ts";
import { judge, type Evidence } from "./judge.ts";

const answerLimit = 20_000; // ms; on a busy machine three guests start in well below one second
const limits = { allowedImports: [], cpuSeconds: 20, memoryMb: 160, maxProcesses: 40 } as const;

/**
 * Tries every wall from inside.
 *
 * @param sandbox   the sandbox to try
 * @param secrets   files that a guest must never read, for example the master notebooks
 */
export async function probe(
  sandbox: BuiltSandbox,
  secrets: readonly string[] = [],
): Promise<readonly WallReport[]> {
  const folder = await mkdtemp(join(tmpdir(), "convlab-probe-"));
  const canary = join(folder, "canary");
  // readable for everybody, so that only the walls stand before it
  await writeFile(canary, randomUUID(), { mode: 0o644 });
  const server = createServer((socket) => socket.end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = (server.address() as AddressInfo).port;
  const task: Omit<ProbeTask, "kind"> = {
    // a container's own files are its user's affair: there only what we name must stay closed
    secrets: [...(sandbox.mode === "full" ? [canary, "/etc/shadow", "/bin/sh"] : []), ...secrets],
    places: sandbox.mode === "full" ? ["/probe", "/runtime/probe", "/dev/shm/probe"] : [],
    port,
  };
  try {
    const [look, processes, memory] = await Promise.all([
      runLook(sandbox, { ...task, kind: "look" }),
      runProcesses(sandbox, { ...task, kind: "processes" }),
      runMemory(sandbox, { ...task, kind: "memory" }),
    ]);
    return judge(sandbox, { look, processes, ...memory });
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runLook(sandbox: BuiltSandbox, task: ProbeTask): Promise<ProbeReport> {
  const guest = await sandbox.launch(limits, "probe", [JSON.stringify(task)]);
  return withLimit(guest, readReport(guest));
}

async function runProcesses(
  sandbox: BuiltSandbox,
  task: ProbeTask,
): Promise<Evidence["processes"]> {
  const guest = await sandbox.launch(limits, "probe", [JSON.stringify(task)]);
  // where the kernel does not refuse, our watch ends the guest, before it can answer
  const answer = await withLimit(guest, text(guest.channel));
  if (answer.endsWith("}\n")) await guest.kill();
  const { kind } = await guest.exit;
  const refused = answer.endsWith("}\n") && toReport(answer).spawnErrors.length > 0;
  return { refused, ended: kind === "crashed" || kind === "memory" };
}

async function runMemory(
  sandbox: BuiltSandbox,
  task: ProbeTask,
): Promise<Pick<Evidence, "memoryEnd">> {
  const guest = await sandbox.launch(limits, "probe", [JSON.stringify(task)]);
  return { memoryEnd: await withLimit(guest, guest.exit) };
}

async function readReport(guest: SandboxedProcess): Promise<ProbeReport> {
  const answer = await text(guest.channel);
  if (!answer.endsWith("}\n")) {
    const [said, end] = await Promise.all([text(guest.stderr), guest.exit]);
    throw new SandboxError({
      code: "PROBE_SILENT",
      summary: "sandbox: the self-test got no answer from behind the walls.",
      given: `${end.detail}\n${said}`.trim(),
      expected: "a report over the private channel",
      fix: "convlab doctor; report this when it stays",
    });
  }
  return toReport(answer);
}

/** Our own program's words, which no student has touched. */
const toReport = (answer: string): ProbeReport => JSON.parse(answer) as ProbeReport;

async function withLimit<T>(guest: SandboxedProcess, answer: Promise<T>): Promise<T> {
  const timer = setTimeout(() => void guest.kill(), answerLimit);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}
