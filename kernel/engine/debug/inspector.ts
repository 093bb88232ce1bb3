// The debugger's end of the line to V8's inspector.
import { CourseError } from "../../core/index.ts";
import type { OpenWire, Wire } from "../inspector/wire.ts";

type Message =
  | { readonly id: number; readonly result: object }
  | { readonly id: number; readonly error: { readonly message: string } }
  | { readonly method: string; readonly params: object };

/** How long the main thread may take to answer: it does so between any two of its steps, except in native code. */
const patience = 4000; // ms

/** Events that anybody acts upon. */
const wanted: ReadonlySet<string> = new Set(["Debugger.paused", "Debugger.scriptParsed"]);

interface Waiting {
  readonly resolve: (result: object) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Asks V8's inspector; ends with the process that it speaks to. */
export class Inspector {
  readonly #wire: Wire;
  readonly #hear: (method: string, params: object) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #isClosed = false;

  /** @param hear takes the inspector's events, in order */
  constructor(openWire: OpenWire, hear: (method: string, params: object) => void) {
    this.#hear = hear;
    this.#wire = openWire({
      message: (text) => this.#take(JSON.parse(text) as Message),
      closed: () => this.close(),
    });
  }

  /** @throws CourseError DEBUG_INSPECTOR: the inspector refused, the thread is busy in native code, or gone */
  post<T extends object = object>(method: string, params?: object): Promise<T> {
    if (this.#isClosed) return Promise.reject(failed(method, "the engine is gone"));
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<object>();
    const timer = setTimeout(() => {
      this.#waiting.delete(id);
      reject(failed(method, `no answer within ${patience / 1000} s: the cell is in native code`));
    }, patience);
    timer.unref();
    this.#waiting.set(id, { resolve, reject, timer });
    this.#wire.send(JSON.stringify({ id, method, params }));
    return promise as Promise<T>; // the shape is the protocol's promise
  }

  /** Takes the debugger off: a cell that stands still goes on. */
  async leave(): Promise<void> {
    await this.#wire.close();
    this.close();
  }

  /** Nobody waits any longer. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    void this.#wire.close(); // nothing of ours is on its way
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(failed("debugger", "the engine is gone"));
    }
    this.#waiting.clear();
  }

  #take(message: Message): void {
    if ("method" in message) {
      if (isWanted(message.method, message.params)) this.#hear(message.method, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return; // answered too late
    this.#waiting.delete(message.id);
    clearTimeout(waiting.timer);
    if ("error" in message) waiting.reject(failed("inspector", message.error.message));
    else waiting.resolve(message.result);
  }
}

/** V8 says more, `scriptParsed` of Node's own files above all. */
function isWanted(method: string, params: object): boolean {
  if (!wanted.has(method)) return false;
  if (method !== "Debugger.scriptParsed") return true;
  return "url" in params && typeof params.url === "string" && params.url.startsWith("file:");
}

function failed(method: string, reason: string): CourseError {
  return new CourseError({
    code: "DEBUG_INSPECTOR",
    summary: `The debugger got no answer: ${reason}.`,
    given: method,
    fix: "try again when the cell goes on",
  });
}
