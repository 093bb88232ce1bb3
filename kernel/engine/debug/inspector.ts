// The server's end of the line to V8's inspector.
import type { Duplex } from "node:stream";
import { CourseError } from "../../core/index.ts";

/** To the relay. */
export interface ToRelay {
  readonly id: number;
  /** A method of the Chrome DevTools Protocol, or `detach`. */
  readonly method: string;
  readonly params?: object | undefined;
}

/** From the relay: an answer, or an event of the inspector. */
export type FromRelay =
  | { readonly id: number; readonly result: object }
  | { readonly id: number; readonly error: string }
  | { readonly method: string; readonly params: object };

/** How long the main thread may take to answer: it does so between any two of its steps, except in native code. */
const patience = 4000; // ms

interface Waiting {
  readonly resolve: (result: object) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Asks V8's inspector; ends with the process that it speaks to. */
export class Inspector {
  readonly #line: Duplex;
  readonly #hear: (method: string, params: object) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #stop: () => void;
  #last = 0;
  #rest = "";
  #isClosed = false;

  /** @param hear takes the inspector's events, in order */
  constructor(line: Duplex, hear: (method: string, params: object) => void) {
    this.#line = line;
    this.#hear = hear;
    line.setEncoding("utf8");
    const read = (chunk: string): void => this.#read(chunk);
    const end = (): void => this.close();
    line.on("data", read).on("close", end).on("end", end);
    this.#stop = () => line.off("data", read).off("close", end).off("end", end);
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
    this.#line.write(`${JSON.stringify({ id, method, params } satisfies ToRelay)}\n`);
    return promise as Promise<T>; // the shape is the protocol's promise
  }

  /** Nobody waits any longer. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    this.#line.resume(); // a pipe that nobody reads would keep the process's end from being seen
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(failed("debugger", "the engine is gone"));
    }
    this.#waiting.clear();
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#take(JSON.parse(line) as FromRelay);
  }

  #take(message: FromRelay): void {
    if ("method" in message) return this.#hear(message.method, message.params);
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return; // answered too late
    this.#waiting.delete(message.id);
    clearTimeout(waiting.timer);
    if ("error" in message) waiting.reject(failed("inspector", message.error));
    else waiting.resolve(message.result);
  }
}

function failed(method: string, reason: string): CourseError {
  return new CourseError({
    code: "DEBUG_INSPECTOR",
    summary: `The debugger got no answer: ${reason}.`,
    given: method,
    fix: "try again when the cell goes on",
  });
}
