// What libraries find in a process that runs cells: the way to the front end.
import type { CommContent, MimeBundle } from "../contract.ts";
import type { JobEvent } from "./job.ts";

/** `globalThis[commsSymbol]` is the process's `CommHost`. */
export const commsSymbol: symbol = Symbol.for("convlab.comms");

/** The notebook's half of a comm. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  send(content: CommContent): void;
  /** Closes both halves; nothing more comes or goes. */
  close(content?: CommContent): void;
  /** The listener of messages: one, the last one set. */
  onMessage: CommListener | undefined;
  /** Called when the other side has closed. */
  onClose: CommListener | undefined;
}

/** May return a promise. */
export type CommListener = (content: CommContent) => unknown;

export interface CommHost {
  /** Opens a comm to a target of the front end; `id` by default a fresh one. */
  open(target: string, content: CommContent, id?: string): Comm;
  /** From now on the front end may open comms to this target; the last handler counts. */
  onOpen(target: string, handler: (comm: Comm, content: CommContent) => unknown): void;
  /**
   * A function that is part of the present cell whenever it is called: what it prints, shows and throws, in promises
   * too, goes below that cell.
   */
  attach<Args extends readonly unknown[]>(
    work: (...args: Args) => unknown,
  ): (...args: Args) => unknown;
  /**
   * Runs work whose output goes to `sink`, promises' too; what it throws comes as an "error" event. Where the sink gives
   * false, the event goes its usual way. Returns what the work returns, undefined after an error.
   */
  capture(work: () => unknown, sink: (event: JobEvent) => boolean): unknown;
  /** Shows ready data below the cell; an id that was shown before is shown anew in its place. */
  show(data: MimeBundle, displayId: string, isUpdate: boolean): void;
  /** Shows a value as the last line of a cell would be shown. */
  display(value: unknown): void;
  /** Calls `work` when the present cell or listener is stopped; what comes back takes that away again. */
  whenStopped(work: () => void): () => void;
  /** This object is shown already: as the last line of a cell it is no result. */
  isShown(value: object): void;
}
