import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { groupFence } from "./cgroup-v2.ts";
import { mebibyte, type FenceLimits, type FenceMaker } from "./fence.ts";

const run = promisify(execFile);

/** For a user who is not root: each guest in a scope of the user's own systemd, which holds the limits. */
export async function systemdScope(): Promise<FenceMaker | undefined> {
  const { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: bus } = process.env;
  if (runtime === undefined || !existsSync(join(runtime, "systemd"))) return undefined;
  const environment = {
    PATH: "/usr/bin:/bin",
    XDG_RUNTIME_DIR: runtime,
    ...(bus === undefined ? {} : { DBUS_SESSION_BUS_ADDRESS: bus }),
  };
  const trial: FenceLimits = { memoryMb: 64, maxProcesses: 16 };
  try {
    // where the user's manager was not given memory and pids, it accepts the properties and does nothing
    const look =
      'cd "/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)" && cat memory.max pids.max';
    const { stdout } = await run(
      "systemd-run",
      [...scope("convlab-trial", trial), "--", "/bin/sh", "-c", look],
      { env: environment, timeout: 5000 },
    );
    if (stdout !== `${trial.memoryMb * mebibyte}\n${trial.maxProcesses}\n`) return undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined; // no systemd-run, or no manager answers
    throw error;
  }
  return {
    kind: "systemd scope",
    enforced: true,
    async create(name, limits) {
      let folder: string | undefined;
      return {
        ...groupFence(() => folder),
        prefix: ["systemd-run", ...scope(`convlab-${process.pid}-${name}`, limits), "--"],
        prefixEnvironment: environment,
        started(pid) {
          folder = groupFolder(readFileSync(`/proc/${pid}/cgroup`, "utf8"));
        },
        async remove() {}, // systemd removes a scope with its last process
      };
    },
    async close() {},
  };
}

function scope(unit: string, { memoryMb, maxProcesses }: FenceLimits): readonly string[] {
  const properties = [`MemoryMax=${memoryMb}M`, "MemorySwapMax=0", `TasksMax=${maxProcesses}`];
  return [
    "--user",
    "--scope",
    "--quiet",
    "--collect",
    `--unit=${unit}-${Date.now().toString(36)}`,
    ...properties.flatMap((property) => ["-p", property]),
  ];
}

/** `0::/user.slice/…/convlab.scope` → its folder, if the memory controller is at work there. */
function groupFolder(cgroup: string): string | undefined {
  const [, path] = /^0::(\/.*\.scope)$/m.exec(cgroup) ?? [];
  const folder = path === undefined ? undefined : join("/sys/fs/cgroup", path);
  return folder !== undefined && existsSync(join(folder, "memory.max")) ? folder : undefined;
}
