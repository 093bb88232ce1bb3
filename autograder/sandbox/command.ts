// The command line that puts a guest behind the walls, from the outermost to the guest itself.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { SandboxMode } from "../contract.ts";
import { markerName } from "./limits/watchdog.ts";
import type { Fence, GuestLimits } from "./limits/fence.ts";
import { inside } from "./stage/stage.ts";

/** Descriptors of the guest's side: the private channel stays, the other two are bubblewrap's and closed by it. */
export const descriptor = { channel: 3, status: 4, seccomp: 5 } as const;

export interface CommandOptions {
  readonly mode: SandboxMode;
  /** Name of the guest, unique on this machine. */
  readonly name: string;
  /** The staged tree, as a folder of the host. */
  readonly tree: string;
  /** A writable folder of the host, used where there is no bubblewrap to make a private one. */
  readonly scratch: string;
  readonly fence: Fence;
  /** True where the fence is the kernel's own. */
  readonly enforced: boolean;
  /** The user that the guest runs as; undefined: our own, because only root can change it. */
  readonly user: number | undefined;
  readonly limits: GuestLimits;
  readonly program: keyof typeof inside;
  readonly programArguments: readonly string[];
}

export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
}

const scratchBytes = 128 * 1024 * 1024;
/** Puts itself into the cgroups named first, then becomes the rest of its arguments. */
const joinScript =
  'n=$1; shift; while [ "$n" -gt 0 ]; do echo $$ >"$1" || exit 125; shift; n=$((n-1)); done; exec "$@"';

export function guestCommand(options: CommandOptions): Command {
  const { mode, fence, name, tree, scratch } = options;
  const bare = mode !== "full";
  const at = (path: string): string => (bare ? join(tree, path) : path);
  const guest = [
    mode === "none" ? process.execPath : at(inside.node),
    // the collector must feel the limit before the kernel does: a third is left for the compiler and for buffers
    `--max-old-space-size=${Math.floor(options.limits.memoryMb * 0.7)}`,
    "--no-warnings",
    at(inside[options.program]),
    ...options.programArguments,
  ];
  const environment = { [markerName]: name, ...fence.prefixEnvironment };
  const directory = bare ? scratch : "/";
  if (process.platform !== "linux") {
    return { file: guest[0] ?? "", arguments: guest.slice(1), environment, directory };
  }
  const whole = [
    ...fence.prefix,
    ...(options.user === undefined || mode === "none" ? [] : dropUser(options.user)),
    ...resourceLimits(options),
    ...(bare ? [] : bubblewrap(tree)),
    ...guest,
  ];
  const join_ = [String(fence.joinFiles.length), ...fence.joinFiles];
  return {
    file: "/bin/sh",
    arguments: ["-c", joinScript, "sh", ...join_, ...whole],
    environment: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", ...environment },
    directory,
  };
}

/** Before bubblewrap, never by it: started by root, it still lets the process write host-wide kernel settings. */
function dropUser(user: number): readonly string[] {
  return [
    "setpriv",
    `--reuid=${user}`,
    `--regid=${user}`,
    "--clear-groups",
    "--inh-caps=-all",
    "--ambient-caps=-all",
    "--bounding-set=-all",
    "--no-new-privs",
  ];
}

function resourceLimits(options: CommandOptions): readonly string[] {
  const { enforced, user, mode } = options;
  const { memoryMb, cpuSeconds, maxProcesses } = options.limits;
  const ownUser = user !== undefined && mode !== "none";
  // below 1 GiB of RLIMIT_DATA Node 24 does not start; RLIMIT_AS would break WebAssembly
  const dataBytes = Math.max(1024, memoryMb) * 1024 * 1024;
  return [
    "prlimit",
    "--core=0",
    "--nofile=1024",
    "--msgqueue=0",
    `--fsize=${scratchBytes}`,
    `--cpu=${Math.ceil(cpuSeconds)}:${Math.ceil(cpuSeconds) + 2}`,
    ...(enforced ? [] : [`--data=${dataBytes}`]),
    ...(ownUser ? [`--nproc=${maxProcesses + 8}`] : []), // counted per user: never lower our own
    "--",
  ];
}

function bubblewrap(tree: string): readonly string[] {
  return [
    "bwrap",
    ...["--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent"],
    ...["--new-session", "--clearenv", "--cap-drop", "ALL"],
    ...["--uid", "1000", "--gid", "1000", "--hostname", "sandbox"],
    ...["--ro-bind", tree, "/", "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"],
    ...["--size", String(scratchBytes), "--tmpfs", "/tmp"],
    ...["--size", String(scratchBytes), "--tmpfs", inside.scratch],
    ...["--chdir", inside.scratch],
    ...["--seccomp", String(descriptor.seccomp)],
    ...["--json-status-fd", String(descriptor.status)],
    "--",
  ];
}

const closeOnExec = 0o2000000; // O_CLOEXEC in /proc/PID/fdinfo

/**
 * Descriptors of ours beyond stderr that a child would inherit, because whoever started us left them open: a terminal
 * multiplexer's pipe, a log, a secret. A guest must get none of them.
 */
export function inheritedDescriptors(): readonly number[] {
  if (!existsSync("/proc/self/fdinfo")) return [];
  return readdirSync("/proc/self/fdinfo").flatMap((name) => {
    const path = `/proc/self/fdinfo/${name}`;
    if (Number(name) < 3 || !existsSync(path)) return []; // the listing's own descriptor is gone by now
    const [, flags = "0"] = /^flags:\s+([0-7]+)$/m.exec(readFileSync(path, "latin1")) ?? [];
    return (parseInt(flags, 8) & closeOnExec) === 0 ? Number(name) : [];
  });
}
