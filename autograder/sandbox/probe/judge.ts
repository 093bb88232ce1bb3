import type { SandboxedProcess, WallReport } from "../../contract.ts";
import type { BuiltSandbox } from "../sandbox.ts";
import type { ProbeReport } from "./guest.ts";

/** What the self-test's guests reported, and how the one that filled its memory ended. */
export interface Evidence {
  readonly look: ProbeReport;
  /** Of the guest that started more processes than it may. */
  readonly processes: { readonly refused: boolean; readonly ended: boolean };
  readonly memoryEnd: Awaited<SandboxedProcess["exit"]>;
}

type Judgement = Omit<WallReport, "mend"> & { readonly mend: string };

/** One line for each wall that the sandbox's mode promises. */
export function judge(sandbox: BuiltSandbox, evidence: Evidence): readonly WallReport[] {
  const { mode } = sandbox;
  if (mode === "none") return [];
  const walls = [
    user(sandbox, evidence.look),
    files(evidence.look),
    ...(mode === "full" ? inner(evidence.look) : []),
    environment(evidence.look),
    memory(sandbox, evidence),
    processes(sandbox, evidence.processes),
  ];
  return walls.map((wall) => ({ ...wall, mend: wall.holds ? undefined : wall.mend }));
}

function user({ user: expected }: BuiltSandbox, look: ProbeReport): Judgement {
  const root = look.user === 0;
  const detail =
    expected === undefined
      ? "your own user without its rights: only root can change the user"
      : `a user of its own (${expected} and on)`;
  return {
    name: "user",
    holds: !root,
    detail: root ? "a guest runs as root" : detail,
    mend: "install util-linux (setpriv), or grade as a user who is not root",
  };
}

function files(look: ProbeReport): Judgement {
  const reached = [...look.secretsRead, ...look.placesWritten];
  const holds = reached.length === 0 && look.scratchWritten;
  return {
    name: "files",
    holds,
    detail: holds
      ? "the runtime can be read, one scratch folder written, nothing else"
      : reached.length > 0
        ? `a guest reached ${reached.join(", ")}`
        : "a guest cannot write its scratch folder",
    mend: "close these paths to other users (chmod -R o-rwx), or use the full sandbox",
  };
}

function inner(look: ProbeReport): readonly Judgement[] {
  const { CapEff, NoNewPrivs, Seccomp } = look.status;
  const filtered = CapEff?.replaceAll("0", "") === "" && NoNewPrivs === "1" && Seccomp === "2";
  const alone = look.processes.length > 0 && look.processes.length <= 4;
  return [
    {
      name: "network",
      holds: look.network !== "connected",
      detail: look.network === "connected" ? "a guest reached the host" : `none (${look.network})`,
      mend: "install bubblewrap 0.8 or newer",
    },
    {
      name: "processes of others",
      holds: alone,
      detail: alone ? "not visible" : `a guest sees ${look.processes.length} processes`,
      mend: "install bubblewrap 0.8 or newer",
    },
    {
      name: "system calls",
      holds: filtered,
      detail: filtered
        ? "filtered, no capabilities, no new privileges"
        : `CapEff ${CapEff}, NoNewPrivs ${NoNewPrivs}, Seccomp ${Seccomp}`,
      mend: "a kernel with seccomp filters (CONFIG_SECCOMP_FILTER)",
    },
  ];
}

function environment(look: ProbeReport): Judgement {
  const extra = look.environment.filter((name) => !["PWD", "PATH", "CONVLAB_GUEST"].includes(name));
  return {
    name: "environment",
    holds: extra.length === 0,
    detail: extra.length === 0 ? "empty" : `a guest sees ${extra.join(", ")}`,
    mend: "report this",
  };
}

function memory({ fence }: BuiltSandbox, { memoryEnd }: Evidence): Judgement {
  const holds = memoryEnd.kind === "memory";
  return {
    name: "memory",
    holds,
    detail: holds
      ? fence.enforced
        ? `bounded by the kernel (${fence.kind})`
        : "bounded by RLIMIT_DATA and by a watch over the processes: no cgroup can be made here"
      : `a guest that filled its memory ${memoryEnd.detail}`,
    mend: "grade as root, or with a systemd user session that was given memory and pids",
  };
}

function processes({ fence }: BuiltSandbox, seen: Evidence["processes"]): Judgement {
  const holds = seen.refused || seen.ended;
  return {
    name: "number of processes",
    holds,
    detail: holds
      ? `bounded (${fence.kind}); what outlives its parent is killed with it`
      : "a guest started more than it was allowed",
    mend: "grade as root, or with a systemd user session that was given memory and pids",
  };
}
