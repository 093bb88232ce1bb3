// What the debugger knows of one process that runs cells; the next process has another.
import type { Debugger as V8 } from "node:inspector";
import type { OpenWire } from "../inspector/wire.ts";
import type { DebuggerOptions } from "./contract.ts";
import { Inspector } from "./inspector.ts";
import { Questions } from "./questions.ts";
import { Scripts } from "./scripts.ts";
import { Walk, type WalkParts } from "./walk.ts";

/** What the owner of the process lends. */
export interface DebuggerHost {
  /** The running cell has been told to stop: it must not stand still any more. */
  readonly isStopping: () => boolean;
  /** A name that later cells may use from now on. */
  readonly named: (name: string) => void;
  /** The debugger was taken off. */
  readonly detached: () => void;
}

/** What belongs to one process. */
export interface Link {
  readonly inspector: Inspector;
  readonly scripts: Scripts;
  readonly questions: Questions;
  readonly walk: Walk;
}

/** What stays the debugger's own, whatever process it speaks to. */
export type LinkParts = Pick<WalkParts, "breakpoints" | "isStopping" | "emit"> &
  Pick<DebuggerOptions, "nameSource">;

export function openLink(openWire: OpenWire, { nameSource, ...parts }: LinkParts): Link {
  const inspector = new Inspector(openWire, (method, params) => {
    if (method === "Debugger.scriptParsed") {
      const { scriptId, url } = params as V8.ScriptParsedEventDataType;
      scripts.add(scriptId, url);
    } else walk.paused(params as V8.PausedEventDataType);
  });
  const questions = new Questions(inspector);
  const scripts = new Scripts((file) => questions.script(file), nameSource);
  const walk = new Walk({ inspector, scripts, questions, ...parts });
  return { inspector, scripts, questions, walk };
}
