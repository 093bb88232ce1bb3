// What a command of a debug request is, and what it may use.
import type { JsonObject } from "../../core/index.ts";
import type { EngineDebugger } from "../../engine/contract.ts";
import type { Arguments } from "./arguments.ts";
import type { CellPaths } from "./cell-paths.ts";

/** The one thread that cells run on. */
export const threadId = 1;

/** What a command may use. */
export interface DebugContext {
  readonly paths: CellPaths;
  /** Breakpoints by path, as the page was told of them: a page that is loaded again asks for them. */
  readonly breakpoints: Map<string, readonly JsonObject[]>;
  /** Set by a page that shows a type in place of the value: it gets no types. A value tells what it is: `"a"`, `Map(2) …`. */
  hidesTypes: boolean;
  /** Undefined while the debugger is off. */
  readonly debugger: EngineDebugger | undefined;
  /** @throws ProtocolError DEBUGGER_OFF */
  readonly attached: EngineDebugger;
  attach(): Promise<void>;
  detach(): Promise<void>;
  event(event: string, body: JsonObject): void;
}

/** Carries out a command; what it returns is the reply's body. */
export type Command = (args: Arguments, context: DebugContext) => Promise<object> | object;
