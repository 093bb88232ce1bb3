// Where the cells stand still: the user's calls of the stack, and the groups of variables of each.
import type { Debugger, Runtime } from "node:inspector";
import { isHelperFile, isOwnFile, ownPatterns } from "../installation.ts";
import type { CallSite } from "./caught.ts";
import type { DebuggerFrame, DebuggerScope } from "./contract.ts";
import type { WaitingCall } from "./inside/waiting.ts";
import { isCellFile, type Scripts, type UserScript } from "./scripts.ts";

/** A call of the user's code. */
export interface StoppedFrame extends DebuggerFrame {
  /** The user's text around it. */
  readonly text: string;
  /** Missing: the call waits (`await`) further up; V8 has kept its place and no variables. */
  readonly call: Debugger.CallFrame | undefined;
}

/** How deep the stack stands, and where: a step that does not change it has not moved for the user. */
export interface Footing {
  readonly depth: number;
  readonly place: string;
}

/** Numbers of scopes begin here; those below are the probe's. */
const firstScope = 1_000_000_000;
const mostScopes = 4;

/** A stopped stack. */
export class Stop {
  readonly frames: readonly StoppedFrame[];
  /** Where V8 itself stands, in the user's code or not. */
  readonly isInside: boolean;
  readonly calls: readonly CallSite[];

  private constructor(
    frames: readonly StoppedFrame[],
    isInside: boolean,
    calls: readonly CallSite[],
  ) {
    this.frames = frames;
    this.isInside = isInside;
    this.calls = calls;
  }

  /** Reads a stack. @param waiting asks who waits for it @param firstId number of the first frame; no two stops share numbers */
  static async read(
    event: Debugger.PausedEventDataType,
    scripts: Scripts,
    waiting: () => Promise<readonly WaitingCall[]>,
    firstId: number,
  ): Promise<Stop> {
    const frames: StoppedFrame[] = [];
    const add = (script: UserScript | undefined, at: Call): void => {
      const frame = script && toFrame(script, at, firstId + frames.length);
      if (frame) frames.push(frame);
    };
    const calls: CallSite[] = [];
    let isEngine = false;
    for (const call of event.callFrames) {
      add(await scripts.user(call.location.scriptId), { ...call, position: call.location, call });
      isEngine ||= isEngineFile(scripts.url(call.location.scriptId));
      if (!isEngine) calls.push(call.location);
    }
    // what the engine calls (a timer) is out of the hands of what has set it; what waits for it is as good as its caller
    const isWaitedFor = !isEngine && calls.length > 0;
    for (const call of isWaitedFor ? await waiting() : []) {
      const scriptId = scripts.idOf(call.file);
      if (scriptId === undefined || isEngineFile(call.file)) continue;
      add(await scripts.user(scriptId), { ...call, position: call, call: undefined });
      calls.push({ ...call, scriptId });
    }
    const [first] = event.callFrames;
    const top = first && (await scripts.user(first.location.scriptId));
    const isInside = top?.place(first?.location ?? { lineNumber: 0 }) !== undefined;
    return new Stop(frames, isInside, calls);
  }

  frame(id: number): StoppedFrame | undefined {
    return this.frames.find((frame) => frame.id === id);
  }

  get footing(): Footing {
    const [top] = this.frames;
    const depth = this.frames.filter(({ call }) => call !== undefined).length;
    return { depth, place: top === undefined ? "" : `${top.source}:${top.line}` };
  }

  /** The groups of a frame; the last is the notebook. */
  scopes(id: number): DebuggerScope[] {
    const index = this.frames.findIndex((frame) => frame.id === id);
    const frame = this.frames[index];
    if (frame === undefined) return [];
    return groups(frame).flatMap(({ name, objects }, group) => {
      const isEmpty = objects !== undefined && objects.length === 0;
      return isEmpty ? [] : [{ name, reference: firstScope + id * mostScopes + group }];
    });
  }

  /** What a scope's number stands for. */
  scope(reference: number): { frame: StoppedFrame; group: ScopeGroup } | undefined {
    if (reference < firstScope) return undefined;
    const frame = this.frame(Math.floor((reference - firstScope) / mostScopes));
    const group = frame && groups(frame)[(reference - firstScope) % mostScopes];
    return frame && group && { frame, group };
  }
}

/** Scope objects of V8 under one name; without any it is the notebook. */
export interface ScopeGroup {
  readonly name: string;
  readonly objects: readonly Runtime.RemoteObject[] | undefined;
}

function groups({ call }: StoppedFrame): ScopeGroup[] {
  const locals: Runtime.RemoteObject[] = [];
  const outer: Runtime.RemoteObject[] = [];
  for (const { type, object } of call?.scopeChain ?? []) {
    if (type === "global" || type === "script") continue; // the notebook's names
    const isOuter = type === "closure" || type === "module";
    (isOuter || outer.length > 0 ? outer : locals).push(object);
  }
  return [
    { name: "Locals", objects: locals },
    { name: "Closure", objects: outer },
    { name: "Notebook", objects: undefined },
  ];
}

interface Call {
  readonly functionName: string;
  readonly functionLocation?: Debugger.Location | undefined;
  readonly position: { readonly lineNumber: number; readonly columnNumber?: number | undefined };
  readonly call: Debugger.CallFrame | undefined;
}

function toFrame(script: UserScript, at: Call, id: number): StoppedFrame | undefined {
  const place = script.place(at.position);
  if (place === undefined) return undefined;
  const { label } = script.info;
  const isTop =
    at.functionName === "" &&
    (at.functionLocation === undefined || script.isTop(at.functionLocation));
  return {
    id,
    name: isTop ? "(top level)" : at.functionName || "(anonymous function)",
    source: script.source,
    label,
    text: script.info.source,
    line: place.line,
    column: place.column,
    call: at.call,
  };
}

/** From here on down nothing is the user's: the runner catches whatever a cell throws. */
function isEngineFile(url: string): boolean {
  return isOwnFile(url) && !isHelperFile(url) && !isCellFile(url);
}

/** Files, as patterns, that a step does not stop in. @param isAll false: what they throw is to be seen */
export function hiddenFiles(isAll: boolean): string[] {
  return isAll ? ["^node:", "/node_modules/", ...ownPatterns()] : [];
}
