// What bounds a guest's whole tree of processes, and how we see it: a cgroup, or our own watch over the processes.

export interface FenceLimits {
  readonly memoryMb: number;
  readonly maxProcesses: number;
}

/** All that bounds one guest. */
export interface GuestLimits extends FenceLimits {
  readonly cpuSeconds: number;
  readonly outputLimit: number;
}

/** What a tree of processes used so far. */
export interface Usage {
  readonly memoryMb: number;
  readonly peakMemoryMb: number;
  readonly cpuSeconds: number;
  readonly processes: number;
  /** The kernel killed a member because the memory limit was reached. */
  readonly outOfMemory: boolean;
}

/** The fence round one guest. */
export interface Fence {
  /** Files into which the guest's first process writes its id before it becomes the guest. */
  readonly joinFiles: readonly string[];
  /** A command that the guest is started through. */
  readonly prefix: readonly string[];
  /** Environment that the prefix needs; the guest never sees it. */
  readonly prefixEnvironment: Readonly<Record<string, string>>;
  /** Told once the first process runs. */
  started(pid: number): void;
  usage(): Usage;
  /** Sends SIGKILL to all members; true when none was left. */
  killAll(): boolean;
  /** Takes the fence down once the members are gone. */
  remove(): Promise<void>;
}

/** Makes fences of one kind. */
export interface FenceMaker {
  readonly kind: "cgroup v1" | "cgroup v2" | "systemd scope" | "watchdog";
  /** True where the kernel itself enforces the limits; false: we look at intervals. */
  readonly enforced: boolean;
  create(name: string, limits: FenceLimits, user: number | undefined): Promise<Fence>;
  close(): Promise<void>;
}

export const mebibyte: number = 1024 * 1024;
