// The notebook's half of the comms: who is open, whom the front end may open, and who hears a message.
import type { CellError, CommContent, CommEvent, CommMessage } from "../contract.ts";
import { commsSymbol, type Comm, type CommHost, type CommListener } from "./comm-host.ts";
import { isHandle, markShown } from "./display.ts";
import type { Listeners } from "./listeners.ts";
import type { Output } from "./output.ts";
import { replaceProperty } from "./replace.ts";
import { uniqueId } from "./unique-id.ts";

/** A promise of a listener is awaited so long: the front end sends no further state of a widget meanwhile. */
const patience = 1000; // ms

type Handler = (comm: Comm, content: CommContent) => unknown;

/** Comms of one process; nothing is made before a library asks. */
export class Comms {
  readonly #output: Output;
  readonly #listeners: Listeners;
  readonly #ended: () => CellError | undefined;
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, Handler>();
  /** Set before the cells can redefine it. */
  readonly #later = setImmediate;
  /** @param ended the error for a listener that was ended by an interrupt; undefined: the interrupt was a cell's */
  constructor(output: Output, listeners: Listeners, ended: () => CellError | undefined) {
    this.#output = output;
    this.#listeners = listeners;
    this.#ended = ended;
  }

  /** Puts the host on the global object; returns what takes it away again. */
  install(): () => void {
    const output = this.#output;
    // set before the cells can redefine it
    const display = Reflect.get(globalThis, "display") as (value: unknown) => void;
    const host: CommHost = {
      open: (target, content, id = uniqueId()) => {
        const comm = this.#make(id, target);
        this.#say({ type: "comm-open", run: output.run, comm: id, target, ...content });
        return comm;
      },
      onOpen: (target, handler) => {
        const isNew = !this.#targets.has(target);
        this.#targets.set(target, handler);
        if (isNew) this.#say({ type: "comm-target", run: output.run, target });
      },
      attach: (work) => {
        const { run, sink } = output.record;
        return (...args) => this.#listeners.work({ run, sink }, () => work(...args));
      },
      capture: (work, sink) => this.#listeners.work({ run: output.run, sink }, work),
      show: (data, id, isUpdate) =>
        isUpdate ? output.updateDisplay(data, {}, id) : output.display(data, {}, id),
      display: (value) => {
        if (value !== undefined && !isHandle(value)) display(value);
      },
      whenStopped: (work) => {
        const { run, sink, stops } = output.record;
        const stop = (): void => output.apart(run, work, sink);
        stops.add(stop);
        return () => void stops.delete(stop);
      },
      isShown: markShown,
    };
    return replaceProperty(globalThis, commsSymbol, Object.freeze(host));
  }

  /**
   * Has the listener hear what the front end's half says, as part of `run`; resolves when it has done its work, or has
   * had its time. It works in a turn of its own: an interrupt unwinds the whole turn.
   */
  take(message: CommMessage, run: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#later(() => {
      let isUnwound = true;
      this.#later(() => {
        if (!isUnwound) return;
        const error = this.#ended();
        if (error) this.#listeners.ended(error);
        resolve();
      });
      const heard = this.#hear(message, run);
      isUnwound = false;
      void heard.then(resolve);
    });
    return promise;
  }

  async #hear(message: CommMessage, run: string): Promise<void> {
    const done: unknown = this.#listeners.work({ run }, () => this.#deliver(message));
    if (!(done instanceof Promise)) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, patience);
    await Promise.race([done, late]);
    clearTimeout(timer);
  }

  #deliver(message: CommMessage): unknown {
    const { comm: id, data, metadata, buffers } = message;
    const content = { data, ...(metadata ? { metadata } : {}), ...(buffers ? { buffers } : {}) };
    const known = this.#open.get(id);
    switch (message.type) {
      case "comm-open":
        return this.#targets.get(message.target)?.(this.#make(id, message.target), content);
      case "comm-message":
        return known?.onMessage?.(content);
      case "comm-close":
        this.#open.delete(id);
        return known?.onClose?.(content);
      default:
        return message satisfies never;
    }
  }

  #make(id: string, target: string): Comm {
    const say = (type: "comm-message" | "comm-close", content: CommContent): void => {
      if (this.#open.get(id) !== comm) return; // closed by one half or the other
      if (type === "comm-close") this.#open.delete(id);
      this.#say({ type, run: this.#output.run, comm: id, ...content });
    };
    const none: CommListener | undefined = undefined;
    const comm: Comm = {
      id,
      target,
      send: (content) => say("comm-message", content),
      close: (content = { data: {} }) => say("comm-close", content),
      onMessage: none,
      onClose: none,
    };
    this.#open.set(id, comm);
    return comm;
  }

  /** Past everything that captures output: the front end's half must hear it. */
  #say(event: CommEvent): void {
    this.#output.emitFor(event.run, () => event);
  }
}
