// Timers and waiting that an interrupt can end: Stop must end `while (true) await sleep(1000)` too.
import type { Output } from "./output.ts";
import { replaceProperty } from "./replace.ts";

type Start = (callback: (...values: unknown[]) => void, ...rest: unknown[]) => unknown;

/** Lets an interrupt clear the timers of a run, and gives scripts their `$wait` and `convlab$each`; returns what undoes both. */
export function installWaiting(output: Output): () => void {
  const wait = (at: number, value: unknown): unknown => {
    const { record } = output;
    record.waitsAt = at;
    if (record.isStopped) return new Promise(() => undefined);
    if (!isThenable(value)) return value;
    return new Promise((resolve, reject) => {
      void Promise.resolve(value).then(
        (result) => {
          if (!record.isStopped) resolve(result); // else the cell stays where it was stopped, for good
        },
        (error: unknown) => {
          if (!record.isStopped) reject(error as Error);
        },
      );
    });
  };
  const each = (at: number, iterable: unknown): unknown => {
    output.record.waitsAt = at;
    const begin = (iterable as Partial<AsyncIterable<unknown>> | null | undefined)?.[
      Symbol.asyncIterator
    ];
    if (typeof begin !== "function") return iterable; // its values are awaited by the loop itself
    return {
      [Symbol.asyncIterator]() {
        const iterator = begin.call(iterable as AsyncIterable<unknown>);
        const next = (): unknown => wait(at, iterator.next());
        return iterator.return === undefined
          ? { next }
          : { next, return: () => iterator.return?.() };
      },
    };
  };
  const undo = [
    replaceProperty(globalThis, "convlab$each", each),
    replaceProperty(globalThis, "convlab$wait", wait),
    track(output, "setTimeout", "clearTimeout", true),
    track(output, "setInterval", "clearInterval", false),
    track(output, "setImmediate", "clearImmediate", true),
  ];
  return () => undo.forEach((put) => put());
}

function track(
  output: Output,
  name: "setTimeout" | "setInterval" | "setImmediate",
  clearName: "clearTimeout" | "clearInterval" | "clearImmediate",
  isOnce: boolean,
): () => void {
  const start = globalThis[name] as unknown as Start;
  const clear = globalThis[clearName] as (handle: unknown) => void;
  const tracked: Start = (callback, ...rest) => {
    if (typeof callback !== "function") return start(callback, ...rest); // Node's own error
    const { stops, isStopped } = output.record;
    const handle = start(
      (...values) => {
        if (isOnce) stops.delete(stop);
        callback(...values);
      },
      ...rest,
    );
    const stop = (): void => clear(handle);
    stops.add(stop);
    if (isStopped) stop();
    return handle;
  };
  Object.defineProperty(tracked, "name", { value: name });
  for (const key of Object.getOwnPropertySymbols(start)) {
    const descriptor = Object.getOwnPropertyDescriptor(start, key);
    if (descriptor) Object.defineProperty(tracked, key, descriptor);
  }
  return replaceProperty(globalThis, name, tracked);
}

function isThenable(value: unknown): boolean {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  );
}
