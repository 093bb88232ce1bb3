// What a debugger asks of the process that runs the cells: called by the inspector on top of whatever stands or runs
// there, so all of it is quick, answers in plain JSON, and runs no code of the user's.
import { types } from "node:util";
import type { Anchors } from "../../rewrite/slices.ts";
import type { Cells } from "../../run/cells.ts";
import type { Output } from "../../run/output.ts";
import type { Scope } from "../../run/scope.ts";
import { show } from "../../run/show/bundle.ts";
import type { DebuggerVariable } from "../contract.ts";
import { childrenOf, hasChildren, sliceOf, type Child } from "./children.ts";
import { References } from "./references.ts";
import { waitingCalls, type WaitingCall } from "./waiting.ts";
import { isClass, typeText, valueText } from "./values.ts";

/** A script that runs the user's own text. */
export interface ScriptInfo {
  readonly file: string;
  readonly label: string;
  readonly source: string;
  readonly script: string;
  readonly anchors: Anchors;
}

/** What the runner shows of itself. */
export interface RunnerInside {
  readonly cells: Cells;
  readonly scope: Scope;
  readonly output: Output;
  readonly interrupt: () => "terminate" | "done";
  /** Where the running cell waits, if it does. */
  readonly waitsAt: () => WaitingCall | undefined;
}

/** Stands under the global name `convlab$debug`. */
export interface Probe {
  /** The script of that file; undefined: it is none of the user's. */
  script(file: string): ScriptInfo | undefined;
  /** What one value is. */
  hold(name: string, value: unknown): DebuggerVariable;
  /** Variables of scope objects, the inner ones first; an outer one of the same name is hidden. */
  locals(self: unknown, ...scopes: object[]): DebuggerVariable[];
  notebook(): DebuggerVariable[];
  children(reference: number, start?: number, count?: number): DebuggerVariable[];
  target(reference: number): object | undefined;
  render(value: unknown): Readonly<Record<string, unknown>>;
  copy(name: string, value: unknown): void;
  /** Prints a line of a logpoint; never truthy, so that nothing stops. */
  log(...parts: unknown[]): false;
  stop(): "terminate" | "done";
  /** True when it was asked about that error before: it travels on, from an `await` or a `catch` that throws it again. */
  isKnown(thrown: object): boolean;
  /** The calls that wait for the one that stands still, innermost first; the last is the top of the running cell. */
  waiting(): WaitingCall[];
  /** The cells go on: what only their frames knew may be collected. */
  release(): void;
}

/** Names that the rewriter puts into a cell. */
const own: ReadonlySet<string> = new Set(["$wait", "$module"]);

/** Makes the probe of a process. */
export function makeProbe({ cells, scope, output, interrupt, waitsAt }: RunnerInside): Probe {
  const references = new References();
  const thrownBefore = new WeakSet<object>();
  const hold = (name: string, value: unknown): DebuggerVariable => {
    const isOpen = typeof value === "object" && value !== null && hasChildren(value);
    const reference = isOpen ? references.hold(value) : 0;
    return { name, value: valueText(value), type: typeText(value), reference };
  };
  const toVariable = (child: Child): DebuggerVariable => {
    if ("value" in child) return hold(child.name, child.value);
    if ("text" in child)
      return { name: child.name, value: child.text, type: child.type, reference: 0 };
    const reference = references.hold(child.of, child.part);
    return { name: child.name, value: "", type: "", reference };
  };
  return {
    script: (file) => cells.script(file),
    hold,
    locals: (self, ...scopes) => {
      const found = new Map<string, DebuggerVariable>();
      for (const object of scopes)
        for (const name of Object.keys(object))
          if (!own.has(name) && !found.has(name)) found.set(name, local(hold, object, name));
      const isOwn = self !== undefined && self !== globalThis;
      return [...(isOwn ? [hold("this", self)] : []), ...found.values()];
    },
    notebook: () => {
      references.release();
      const all = scope.names().map((name) => ({ name, value: scope.get(name) }));
      // what a cell computed comes first, what it defined after it
      return all
        .sort((one, other) => rank(one.value) - rank(other.value))
        .map(({ name, value }) => hold(name, value));
    },
    children: (reference, start, count) => {
      const held = references.get(reference);
      if (held === undefined) return [];
      return (
        start === undefined || count === undefined || count === 0
          ? childrenOf(held)
          : sliceOf(held, start, count)
      ).map(toVariable);
    },
    target: (reference) => references.get(reference)?.value,
    render: (value) => {
      const shown = show(value);
      // an asynchronous display cannot come while its thread stands still
      return shown instanceof Promise ? { "text/plain": valueText(value) } : shown.data;
    },
    copy: (name, value) => scope.put(name, value),
    log: (...parts) => {
      const text = parts.map((part) => (typeof part === "string" ? part : valueText(part)));
      output.write("stdout", `${text.join("")}\n`);
      return false;
    },
    stop: interrupt,
    waiting: () => {
      const top = waitsAt();
      return top === undefined ? waitingCalls() : [...waitingCalls(), top];
    },
    isKnown: (thrown) => {
      const isKnown = thrownBefore.has(thrown);
      thrownBefore.add(thrown);
      return isKnown;
    },
    release: () => references.release(),
  };
}

/** A variable whose line has not been reached yet cannot be read. */
function local(hold: Probe["hold"], object: object, name: string): DebuggerVariable {
  try {
    return hold(name, Reflect.get(object, name));
  } catch (error) {
    const value = error instanceof ReferenceError ? "(not set yet)" : "(not available)";
    return { name, value, type: "", reference: 0 };
  }
}

function rank(value: unknown): number {
  if (isClass(value)) return 2;
  if (typeof value === "function") return 1;
  return types.isModuleNamespaceObject(value) ? 3 : 0;
}
