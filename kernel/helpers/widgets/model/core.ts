// One widget's life: its values, the comm to its half in the page, and who hears of changes.
import { after, now, randomId } from "../surroundings.ts";
import { commHost, type Bundle, type Comm, type CommContent } from "../host.ts";
import { joinBytes, splitBytes } from "./buffers.ts";
import { pageKind, pageName, type AnyDefinition } from "./definition.ts";
import { forget, remember } from "./registry.ts";
import { Values } from "./values.ts";

type Listener = (value: unknown, before: unknown) => unknown;
type MessageListener = (content: unknown, buffers: readonly Uint8Array[]) => unknown;

/** ms between two states of one widget: a loop that sets a value sends few messages, and the page still follows. */
const pause = 50;

export class Core {
  readonly id: string = randomId();
  readonly definition: AnyDefinition;
  readonly values: Values;
  #comm: Comm | undefined;
  #isClosed = false;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #messageListeners = new Set<MessageListener>();
  /** Properties that the page does not know yet. */
  readonly #unsent = new Set<string>();
  #lastSent = -Infinity;
  #cancel: (() => void) | undefined;

  constructor(definition: AnyDefinition, options: Readonly<Record<string, unknown>>) {
    this.definition = definition;
    this.values = new Values(definition, options);
  }

  /** Changes by code. @throws OptionError WIDGET_OPTION */
  assign(changes: Readonly<Record<string, unknown>>): void {
    const before = this.#snapshot();
    const changed = this.values.assign(changes);
    this.#send(changed);
    void this.#tell(changed, before); // promises of listeners report their own errors
  }

  /** What it calls goes below the cell of this moment. */
  listen(name: string, listener: Listener): () => void {
    const attached = commHost().attach(listener);
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(attached));
    return () => void listeners.delete(attached);
  }

  listenToMessages(listener: MessageListener): () => void {
    const attached = commHost().attach(listener);
    this.#messageListeners.add(attached);
    return () => void this.#messageListeners.delete(attached);
  }

  /** Makes the page's half, unless it is there; what the page calls it comes back. */
  open(): string {
    const reference = `IPY_MODEL_${this.id}`;
    if (this.#comm || this.#isClosed) return reference;
    const { state, paths, buffers } = splitBytes(this.pageState());
    this.#comm = commHost().open(
      "jupyter.widget",
      { data: { state, buffer_paths: paths }, metadata: { version: "2.1.0" }, buffers },
      this.id,
    );
    this.#comm.onMessage = (content) => this.#hear(content);
    this.#comm.onClose = () => this.#leave();
    remember(this);
    return reference;
  }

  /** Takes the widget out of the page. Its values stay. */
  close(): void {
    this.#comm?.close();
    this.#leave();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** A message of the widget's own kind, such as anywidget's. */
  sendMessage(content: unknown, buffers: readonly Uint8Array[]): void {
    this.open();
    this.flush();
    this.#comm?.send({ data: { method: "custom", content }, buffers });
  }

  /** Sends what the page does not know yet. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#unsent.size === 0 || !this.#comm) return;
    this.#lastSent = now();
    const { state, paths, buffers } = splitBytes(this.pageState(this.#unsent));
    this.#unsent.clear();
    this.#comm.send({ data: { method: "update", state, buffer_paths: paths }, buffers });
  }

  /** Nothing is sent for a moment, so that changes that come together travel together. */
  hold(): void {
    this.#lastSent = now();
  }

  /** The state as the page wants it: all of it, or some properties. */
  pageState(names?: ReadonlySet<string>): Record<string, unknown> {
    const { props } = this.definition;
    const state = Object.entries(props)
      .filter(([name]) => names?.has(name) ?? true)
      .map(([name, kind]) => {
        const value = this.values.state[name];
        return [pageName(this.definition, name, kind), kind.toPage ? kind.toPage(value) : value];
      });
    return { ...(names ? {} : pageKind(this.definition)), ...Object.fromEntries(state) };
  }

  /** How the widget shows itself: live in a page, as words elsewhere. */
  bundle(): Bundle {
    const words = { "text/plain": this.words() };
    if (this.#isClosed) return words;
    this.open();
    this.flush();
    const view = { version_major: 2, version_minor: 0, model_id: this.id };
    return { "application/vnd.jupyter.widget-view+json": view, ...words };
  }

  words(): string {
    const { name, describe } = this.definition;
    if (describe) return describe(this.values.state);
    const parts = ["description", "value"].flatMap((property) => {
      const value = this.values.get(property);
      if (value === undefined || value === "") return [];
      return `${property}: ${value instanceof Uint8Array ? `${value.length} bytes` : JSON.stringify(value)}`;
    });
    return `${name}(${parts.join(", ")})`;
  }

  #send(changed: ReadonlySet<string>): void {
    if (!this.#comm) return;
    for (const name of changed) if (name in this.definition.props) this.#unsent.add(name);
    if (this.#unsent.size === 0) return;
    const wait = this.#lastSent + pause - now();
    if (wait <= 0) this.flush();
    else this.#cancel ??= after(wait, () => this.flush());
  }

  #hear({ data, buffers = [] }: CommContent): unknown {
    switch (data["method"]) {
      case "update": {
        const { state } = data;
        if (typeof state !== "object" || state === null) return undefined; // of no use to anybody
        return this.#accept(joinBytes({ ...state }, data["buffer_paths"], buffers));
      }
      case "request_state": {
        const { state, paths, buffers: bytes } = splitBytes(this.pageState());
        const update = { method: "update", state, buffer_paths: paths };
        return this.#comm?.send({ data: update, buffers: bytes });
      }
      case "custom":
        return Promise.all(
          [...this.#messageListeners].map((listener) => listener(data["content"], buffers)),
        );
      default:
        return undefined; // a method of a newer protocol: the page does without
    }
  }

  /** What the page has changed: other pages are told first, then the listeners here. */
  #accept(sent: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { state, paths, buffers } = splitBytes(sent);
    this.#comm?.send({ data: { method: "echo_update", state, buffer_paths: paths }, buffers });
    const before = this.#snapshot();
    const ours = Object.fromEntries(
      Object.entries(this.definition.props).flatMap(([name, kind]) => {
        const key = pageName(this.definition, name, kind);
        return Object.hasOwn(sent, key) ? [[name, sent[key]]] : [];
      }),
    );
    for (const name of Object.keys(ours)) this.#unsent.delete(name); // the page's is newer
    const changed = this.values.accept(ours);
    const now = this.pageState(new Set([...changed, ...Object.keys(ours)]));
    const corrected = Object.entries(this.definition.props).flatMap(([name, kind]) => {
      const key = pageName(this.definition, name, kind);
      return key in now && JSON.stringify(now[key]) !== JSON.stringify(sent[key]) ? [name] : [];
    });
    this.#send(new Set(corrected));
    return this.#tell(changed, before);
  }

  #tell(changed: ReadonlySet<string>, before: ReadonlyMap<string, unknown>): Promise<unknown> {
    const answers = [...changed].flatMap((name) =>
      [...(this.#listeners.get(name) ?? [])].map((listener) =>
        listener(this.values.get(name), before.get(name)),
      ),
    );
    return Promise.all(answers);
  }

  /** The values that somebody listens to. */
  #snapshot(): ReadonlyMap<string, unknown> {
    return new Map([...this.#listeners.keys()].map((name) => [name, this.values.get(name)]));
  }

  #leave(): void {
    this.#isClosed = true;
    this.#comm = undefined;
    this.#cancel?.();
    forget(this);
  }
}
