import { cgroupV1 } from "./cgroup-v1.ts";
import { cgroupV2 } from "./cgroup-v2.ts";
import type { FenceMaker } from "./fence.ts";
import { systemdScope } from "./systemd-scope.ts";
import { watchdog } from "./watchdog.ts";

/** The strongest fence that this machine lets us build. */
export async function chooseFence(): Promise<FenceMaker> {
  if (process.platform !== "linux") return watchdog();
  if (process.getuid?.() === 0) return (await cgroupV2()) ?? (await cgroupV1()) ?? watchdog();
  return (await systemdScope()) ?? watchdog();
}
