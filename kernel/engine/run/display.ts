// The functions that cells call to show things: display, updateDisplay, clearOutput, limitOutput, page.
import { createRequire } from "node:module";
import { join } from "node:path";
import { describeError } from "./describe.ts";
import type { Output } from "./output.ts";
import { toLimit } from "./output-limit.ts";
import { replaceProperty } from "./replace.ts";
import { show, toBundle, type Shown } from "./show/bundle.ts";
import type { Stacks } from "./stack.ts";

/** A display that can be changed later. */
interface DisplayHandle {
  readonly id: string;
  update(value: unknown): void;
}

const handles = new WeakSet<object>();

/** True for what `display()` returns: at the end of a cell it is not a result. */
export function isHandle(value: unknown): boolean {
  return typeof value === "object" && value !== null && handles.has(value);
}

/** From now on the object is no result at the end of a cell. */
export function markShown(value: object): void {
  handles.add(value);
}

interface DisplayOptions {
  readonly id?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Puts the functions on the global object; returns what takes them away again. */
export function installDisplay(output: Output, stacks: Stacks, directory: string): () => void {
  let count = 0;
  const send = (value: unknown, deliver: (shown: Shown) => void): void => {
    const { record } = output;
    const done = (shown: Shown): void => {
      if ("failure" in shown) reportFailure(output, stacks, shown.failure);
      deliver(shown);
    };
    const shown = show(value);
    if (!(shown instanceof Promise)) return done(shown);
    const pending = shown.then(done).finally(() => record.pending.delete(pending));
    record.pending.add(pending);
  };
  const handleOf = (id: string): DisplayHandle => {
    const handle = { id, update: (value: unknown) => updateDisplay(id, value) };
    handles.add(handle);
    return handle;
  };
  const display = (value: unknown, options: DisplayOptions = {}): DisplayHandle => {
    const id = options.id ?? `display-${process.pid}-${++count}`;
    send(value, ({ data, metadata }) =>
      output.display(data, { ...metadata, ...options.metadata }, id),
    );
    return handleOf(id);
  };
  const updateDisplay = (id: string, value: unknown): void =>
    send(value, ({ data, metadata }) => output.updateDisplay(data, metadata, id));
  const raw = (bundle: object, options: DisplayOptions = {}): DisplayHandle => {
    const id = options.id ?? `display-${process.pid}-${++count}`;
    output.display(toBundle(bundle), options.metadata ?? {}, id);
    return handleOf(id);
  };
  const as = (type: string) => (content: unknown, options?: DisplayOptions) =>
    raw({ [type]: content }, options);
  const globals: Readonly<Record<string, unknown>> = {
    display: Object.assign(display, {
      raw,
      html: as("text/html"),
      markdown: as("text/markdown"),
      latex: as("text/latex"),
      svg: as("image/svg+xml"),
      png: as("image/png"),
      jpeg: as("image/jpeg"),
      gif: as("image/gif"),
      pdf: as("application/pdf"),
      javascript: as("application/javascript"),
      json: as("application/json"),
      text: as("text/plain"),
    }),
    updateDisplay,
    clearOutput: ({ wait = false }: { wait?: boolean } = {}) =>
      output.emit((run) => ({ type: "clear-output", run, wait })),
    limitOutput: (megabytes: unknown) => {
      output.limit = toLimit(megabytes);
    },
    page: (text: unknown) =>
      output.emit((run) => ({ type: "page", run, data: { "text/plain": String(text) } })),
    require: createRequire(join(directory, "notebook.cjs")),
  };
  const undo = Object.entries(globals).map(([name, value]) =>
    replaceProperty(globalThis, name, value),
  );
  return () => undo.forEach((put) => put());
}

/** A display method that threw is the notebook's fault, not the cell's: the text is shown, and why. */
export function reportFailure(output: Output, stacks: Stacks, failure: unknown): void {
  const { traceback } = describeError(failure, stacks);
  output.write("stderr", `${["The value's display method failed:", ...traceback].join("\n")}\n`);
}
