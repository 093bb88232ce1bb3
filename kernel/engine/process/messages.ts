// What the engine's two processes say to each other.
import type { CommMessage, EngineOptions } from "../contract.ts";
import type { Job, JobEvent, JobOutcome } from "../run/job.ts";

/** Descriptors of the child, beside its standard ones. */
export const descriptors: {
  readonly events: 3;
  readonly requests: 4;
  /** Both ways, read and written while the main thread stands still. */
  readonly talk: 5;
  /** Held open by the server: its end is the engine's end. With a relay its messages go this way. */
  readonly life: 6;
} = { events: 3, requests: 4, talk: 5, life: 6 };

/** What the child is started with (its one argument, as JSON). */
export interface ChildSetup extends Pick<EngineOptions, "directory" | "allowedImports" | "seed"> {
  /** Secret word that ends what was written to the child's own stdout and stderr by the end of a run; see raw-output.ts. */
  readonly marker?: string;
  /** Missing: Node's own inspector port is open. Else a thread relays the inspector's messages, from the first cell on. */
  readonly isRelayed?: true;
  /** The user's own NODE_OPTIONS: ours are not for what the cells start. */
  readonly nodeOptions?: string | undefined;
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
  /** A wire is opened, maybe before the first cell: the relay must stand. */
  | { readonly type: "relay" };

/** To the child's main thread where it stands still, as lines of JSON on the pipe `talk`; it says "t" when it wants an order. */
export type Talk =
  | { readonly type: "answer"; readonly id: number; readonly line?: string | undefined }
  /** The inspector has the order to end the code that runs. */
  | { readonly type: "ordered" }
  /** Go on for a moment: the inspector has something to run. */
  | { readonly type: "wake" };

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
