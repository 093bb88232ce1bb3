// The way to the page. In a kernel the engine publishes it under a symbol; elsewhere (a plain program, a browser) nobody
// listens: widgets keep their state, and nothing is shown.
import { print, randomId } from "./surroundings.ts";

/** What one half of a comm says to the other. */
export interface CommContent {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly buffers?: readonly Uint8Array[];
}

/** This side's half of an object that lives here and in the page. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  /** Says something to the page's half: data that JSON can carry, and bytes beside it. */
  send(content: CommContent): void;
  /** Closes both halves; nothing more comes or goes. */
  close(content?: CommContent): void;
  /** The listener of the page's messages; one, the last one set. */
  onMessage: ((content: CommContent) => unknown) | undefined;
  /** Called when the page has closed its half. */
  onClose: ((content: CommContent) => unknown) | undefined;
}

/** Representations of a value by MIME type. */
export type Bundle = Readonly<Record<string, unknown>>;

/** What captured work says; of the engine's events those that an output can hold. */
export type Said =
  | { readonly type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly type: "display" | "update-display";
      readonly data: Bundle;
      readonly metadata: Bundle;
      readonly displayId?: string;
    }
  | { readonly type: "clear-output"; readonly wait: boolean }
  | {
      readonly type: "error";
      readonly error: {
        readonly name: string;
        readonly message: string;
        readonly traceback: readonly string[];
      };
    }
  | { readonly type: "page" | "result" | "input" };

/** See kernel/engine/run/comm-host.ts. */
interface CommHost {
  open(target: string, content: CommContent, id?: string): Comm;
  onOpen(target: string, handler: (comm: Comm, content: CommContent) => unknown): void;
  attach<Args extends readonly unknown[]>(
    work: (...args: Args) => unknown,
  ): (...args: Args) => unknown;
  capture(work: () => unknown, sink: (said: Said) => boolean): unknown;
  show(data: Bundle, displayId: string, isUpdate: boolean): void;
  display(value: unknown): void;
  whenStopped(work: () => void): () => void;
  isShown(value: object): void;
}

/** The kernel's host, or one without a page. */
export function commHost(): CommHost {
  const host: unknown = Reflect.get(globalThis, Symbol.for("convlab.comms"));
  return (host as CommHost | undefined) ?? nowhere;
}

/** True where a kernel runs the code. */
export function hasPage(): boolean {
  return commHost() !== nowhere;
}

const nowhere: CommHost = {
  open: (target, _, id = randomId()) => deadComm(target, id),
  onOpen: () => undefined,
  attach: (work) => work,
  capture: (work) => work(),
  show: (data) => print(wordsIn(data)),
  display: (value) => {
    if (value !== undefined) print(value as string);
  },
  whenStopped: () => () => undefined,
  isShown: () => undefined,
};

/** The words of a bundle, for where nothing else can be shown. */
export function wordsIn(data: Bundle): string {
  const words = data["text/plain"];
  return typeof words === "string" ? words : "";
}

function deadComm(target: string, id: string): Comm {
  const ignore = (): void => undefined;
  return { id, target, send: ignore, close: ignore, onMessage: undefined, onClose: undefined };
}
