// What the engine's two processes say to each other.
import type { CommMessage, EngineOptions } from "../contract.ts";
import type { Job, JobEvent, JobOutcome } from "../run/job.ts";

/** Descriptors of the child, beside its standard ones. */
export const descriptors: {
  readonly events: 3;
  readonly requests: 4;
  readonly control: 5;
  /** Both ways: the debugger's relay. */
  readonly debug: 6;
} = { events: 3, requests: 4, control: 5, debug: 6 };

/** What the child is started with (its one argument, as JSON). */
export interface ChildSetup extends Pick<EngineOptions, "directory" | "allowedImports" | "seed"> {
  /** Secret word that ends what was written to the child's own stdout and stderr by the end of a run; see raw-output.ts. */
  readonly marker?: string;
}

/** To the child's main thread, as frames. */
export type Request =
  | { readonly type: "run"; readonly job: Job }
  /** Its buffers come as the frame's. */
  | {
      readonly type: "comm";
      readonly id: number;
      readonly message: CommMessage;
      readonly run: string;
    }
  | { readonly type: "peek"; readonly id: number; readonly name: string }
  | { readonly type: "answer"; readonly id: number; readonly line?: string | undefined }
  /** A debugger comes, maybe before the first cell: the watcher must stand. */
  | { readonly type: "watch" };

/** To the child's watcher thread, as lines of JSON: it listens while the main thread loops. */
export type Control =
  | { readonly type: "interrupt" }
  /** Send what is held of a flood. */
  | { readonly type: "flush" }
  | { readonly type: "answer"; readonly line?: string | undefined }
  /** Start the debugger's relay, unless it stands. */
  | { readonly type: "debug" };

/** How far an interrupt has come, between the child's two threads. */
export const interruptStep: {
  /** The main thread is being asked. */
  readonly asked: 0;
  /** It has done what was needed. */
  readonly done: 1;
  /** It wants the code below to be ended by the inspector. */
  readonly terminate: 2;
  /** The inspector has the order. */
  readonly ordered: 3;
} = { asked: 0, done: 1, terminate: 2, ordered: 3 };

/** The end of a run. */
export interface Outcome {
  readonly type: "outcome";
  readonly outcome: JobOutcome;
  readonly count: number;
  /** On which of stdout and stderr the marker was written. */
  readonly marks: readonly ("stdout" | "stderr")[];
}

/** From the child, beside frames of text. */
export type Report =
  | { readonly type: "ready" }
  | { readonly type: "event"; readonly event: JobEvent }
  /** The listener of that message has returned. */
  | { readonly type: "heard"; readonly id: number }
  /** Listeners are at work beside the cells, awaiting something: an interrupt is for them, too. */
  | { readonly type: "listening"; readonly isAny: boolean }
  | { readonly type: "peeked"; readonly id: number; readonly value?: string | undefined }
  | Outcome
  | { readonly type: "exit"; readonly code: number };

/** The bytes that end a run on stdout and stderr. */
export function markerBytes(marker: string, count: number): string {
  return `\u0000${marker}:${count}\u0000`;
}
