// The Debug Adapter Protocol as JupyterLab speaks it, over an engine's debugger.
// https://microsoft.github.io/debug-adapter-protocol and Jupyter's own additions (debugInfo, dumpCell, inspectVariables …).
import { CourseError, type JsonObject, ProtocolError } from "../../core/index.ts";
import type { DebuggerEvent, Engine, EngineDebugger } from "../../engine/contract.ts";
import type { ReplyContent } from "../../protocol/index.ts";
import type { Publisher } from "../outputs/publisher.ts";
import { Arguments } from "./arguments.ts";
import { CellPaths } from "./cell-paths.ts";
import { type DebugContext, threadId } from "./command.ts";
import { commands } from "./commands/index.ts";

/** One kernel's debugger, on or off. */
export class DebugAdapter implements DebugContext {
  readonly paths: CellPaths = new CellPaths();
  readonly breakpoints: Map<string, readonly JsonObject[]> = new Map();
  hidesTypes = false;
  readonly #engine: Engine;
  readonly #publisher: Publisher;
  #debugger: Promise<EngineDebugger> | undefined;
  #attached: EngineDebugger | undefined;
  #parent: JsonObject | undefined;
  #sent = 0;

  constructor(engine: Engine, publisher: Publisher) {
    this.#engine = engine;
    this.#publisher = publisher;
  }

  get debugger(): EngineDebugger | undefined {
    return this.#attached;
  }

  get attached(): EngineDebugger {
    if (this.#attached) return this.#attached;
    throw new ProtocolError({
      code: "DEBUGGER_OFF",
      summary: "The debugger is off.",
      fix: "enable it: the bug in the notebook's toolbar",
    });
  }

  /** Answers one request. @param header of the request; later events carry it as their parent */
  async handle(content: JsonObject, header: JsonObject): Promise<ReplyContent["debug_reply"]> {
    const command = typeof content["command"] === "string" ? content["command"] : "";
    this.#sent += 1;
    const reply = {
      type: "response",
      requestSeq: typeof content["seq"] === "number" ? content["seq"] : 0,
      seq: this.#sent,
      command,
    } as const;
    this.#parent = header;
    try {
      const run = commands.get(command);
      if (!run)
        throw new ProtocolError({ code: "UNKNOWN_COMMAND", summary: `Unknown: ${command}.` });
      const body = await run(new Arguments(command, content["arguments"]), this);
      return { ...reply, success: true, body };
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      return { ...reply, success: false, message: error.message.split("\n")[0] ?? "", body: {} };
    }
  }

  /** Attaches; a second time, or while the first is under way, changes nothing. */
  async attach(): Promise<void> {
    const { attachDebugger } = this.#engine;
    if (attachDebugger === undefined)
      throw new ProtocolError({ code: "NO_DEBUGGER", summary: "This kernel has no debugger." });
    this.#debugger ??= attachDebugger.call(this.#engine, {
      nameSource: (code) => this.paths.pathOf(code),
      listener: (event) => this.#hear(event),
    });
    try {
      this.#attached = await this.#debugger;
    } catch (error) {
      this.#debugger = undefined;
      throw error;
    }
  }

  async detach(): Promise<void> {
    const attached = this.#attached;
    this.#attached = undefined;
    this.#debugger = undefined;
    this.breakpoints.clear();
    await attached?.detach();
  }

  event(event: string, body: JsonObject): void {
    this.#sent += 1;
    const content = { type: "event", event, seq: this.#sent, body } as const;
    this.#publisher.publish("debug_event", this.#parent, content);
  }

  #hear(event: DebuggerEvent): void {
    if (event.type === "continued")
      return this.event("continued", { threadId, allThreadsContinued: true });
    const { reason, text } = event;
    const words = text === undefined ? {} : { text, description: text };
    this.event("stopped", { reason, threadId, allThreadsStopped: true, ...words });
  }
}
