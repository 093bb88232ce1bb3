import { constants } from "node:os";
import type { ExitKind, SandboxedProcess } from "../contract.ts";
import type { GuestLimits, Usage } from "./limits/fence.ts";

/** Why we ended a guest, if we did. */
export type EndReason = "caller" | "memory" | "cpu" | "processes";

export interface EndedGuest {
  readonly code: number | null;
  readonly signal: string | null;
  readonly reason: EndReason | undefined;
  readonly usage: Usage;
  readonly limits: GuestLimits;
  /** Last of what the guest wrote to stderr. */
  readonly stderrTail: string;
  readonly dropped: number;
}

/** Names how a guest ended, for the checker and for the TA's record. */
export function describeExit(ended: EndedGuest): Awaited<SandboxedProcess["exit"]> {
  const { usage, dropped } = ended;
  // bubblewrap hands on the signal of the guest as 128 + number, as a shell does
  const signal = ended.signal ?? signalOf(ended.code);
  const kind = kindOf(ended, signal);
  const code = signal === null ? ended.code : null;
  const detail = [
    detailOf(kind, ended, signal),
    `${Math.round(usage.peakMemoryMb)} MB at most, ${usage.cpuSeconds.toFixed(2)} s of CPU`,
    ...(dropped > 0 ? [`${dropped} bytes of output thrown away`] : []),
  ].join("; ");
  return { kind, code, signal, peakMemoryMb: usage.peakMemoryMb, droppedBytes: dropped, detail };
}

function kindOf(ended: EndedGuest, signal: string | null): ExitKind {
  const { reason, usage, stderrTail } = ended;
  if (usage.outOfMemory || reason === "memory") return "memory";
  // V8 gives up by itself a little before the fence; a student who prints this and aborts gains nothing by it
  if (signal !== null && /heap out of memory|Allocation failed/.test(stderrTail)) return "memory";
  if (reason === "cpu" || signal === "SIGXCPU") return "cpu";
  if (reason === "caller") return "killed-by-us";
  return reason === "processes" || signal !== null ? "crashed" : "exited";
}

function detailOf(kind: ExitKind, ended: EndedGuest, signal: string | null): string {
  switch (kind) {
    case "memory":
      return `needed more than ${ended.limits.memoryMb} MB`;
    case "cpu":
      return `needed more than ${ended.limits.cpuSeconds} s of CPU`;
    case "killed-by-us":
      return "ended by the grader";
    case "crashed":
      return ended.reason === "processes"
        ? `more than ${ended.limits.maxProcesses} processes and threads`
        : `ended by ${signal}`;
    case "exited":
      return `ended with code ${ended.code}`;
  }
}

function signalOf(code: number | null): string | null {
  const found = Object.entries(constants.signals).find(([, number]) => 128 + number === code);
  return found?.[0] ?? null;
}
