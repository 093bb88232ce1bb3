// Puts prints together: ten thousand lines become a few events, none of them late.
import { now } from "../../core/clock.ts";
import type { EngineEvent } from "../contract.ts";

/** How long text may wait for more text. */
const window = 25; // ms
/** Text longer than this is not held back. */
const largest = 1 << 20; // UTF-16 units

/** Hands events on in order; neighbouring text of one run and stream is joined. */
export interface Batch {
  add(event: EngineEvent): void;
  /** Resolves when the listener has had everything. */
  flush(): Promise<void>;
}

/**
 * @param listener may return a promise: until it resolves nothing more is handed on, and `pause` stops the source
 */
export function batched(
  listener: (event: EngineEvent) => void | Promise<void>,
  pause: (isFull: boolean) => void,
): Batch {
  let held:
    { event: EngineEvent & { type: "stream" }; parts: string[]; length: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastSent = 0;
  let waiting = 0;
  let chain: Promise<void> | undefined;

  const deliver = (event: EngineEvent): void => {
    if (chain === undefined) {
      const taken: unknown = listener(event);
      if (taken instanceof Promise) follow(taken);
    } else follow(chain.then(() => listener(event)));
  };
  const follow = (step: Promise<unknown>): void => {
    if (waiting++ === 0) pause(true);
    const next = step.then(() => {
      if (--waiting === 0) pause(false);
      if (chain === next) chain = undefined;
    });
    chain = next;
  };
  const send = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (held === undefined) return;
    const { event, parts } = held;
    held = undefined;
    lastSent = now();
    deliver({ ...event, text: parts.join("") });
  };
  return {
    add(event) {
      if (event.type !== "stream" || event.json !== undefined) {
        send();
        deliver(event);
        return;
      }
      if (held !== undefined && (held.event.run !== event.run || held.event.name !== event.name))
        send();
      held ??= { event, parts: [], length: 0 };
      held.parts.push(event.text);
      held.length += event.text.length;
      const isQuiet = now() - lastSent > window;
      if (held.length > largest) send();
      else timer ??= setTimeout(send, isQuiet ? 0 : window);
    },
    async flush() {
      send();
      while (chain !== undefined) await chain;
    },
  };
}
