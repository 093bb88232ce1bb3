// The debugger: what V8's inspector says and takes, in places of the user's own text. It lives in the server's process
// and outlives the process that runs the cells.
import type { MimeBundle } from "../contract.ts";
import type { OpenWire } from "../inspector/wire.ts";
import { Breakpoints } from "./breakpoints.ts";
import type {
  Breakpoint,
  DebuggerFrame,
  DebuggerOptions,
  DebuggerScope,
  DebuggerSource,
  DebuggerVariable,
  EngineDebugger,
  ExceptionFilter,
  StepKind,
  TakenBreakpoint,
  VariableRange,
} from "./contract.ts";
import { checkName } from "./expressions.ts";
import { type DebuggerHost, openLink, type Link } from "./link.ts";
import { copying, holding, rendering } from "./questions.ts";
import { hiddenFiles, type StoppedFrame } from "./stop.ts";

/** The debugger of one engine. */
export class ProcessDebugger implements EngineDebugger {
  readonly #options: DebuggerOptions;
  readonly #host: DebuggerHost;
  readonly #breakpoints = new Breakpoints();
  #filter: ExceptionFilter = "none";
  #link: Link;

  constructor(openWire: OpenWire, options: DebuggerOptions, host: DebuggerHost) {
    this.#options = options;
    this.#host = host;
    this.#link = this.#open(openWire);
  }

  get isStopped(): boolean {
    return this.#link.walk.stop !== undefined;
  }

  /** A fresh process runs the cells: breakpoints and filters are taken over. */
  async reconnect(openWire: OpenWire): Promise<void> {
    this.#close();
    this.#breakpoints.forgetScripts();
    this.#link = this.#open(openWire);
    await this.start();
  }

  /** Tells V8 what to watch. */
  async start(): Promise<void> {
    const { inspector } = this.#link;
    await Promise.all([
      inspector.post("Debugger.enable"),
      inspector.post("Debugger.setInstrumentationBreakpoint", {
        instrumentation: "beforeScriptWithSourceMapExecution",
      }),
      this.setExceptionFilter(this.#filter),
    ]);
  }

  /** Ends the cell that stands still, as Stop does; false when none does. */
  stop(): boolean {
    return this.#link.walk.end();
  }

  /** A cell starts: a step that was on its way past the end of the last one is over. True: it has breakpoints. */
  started(code: string): boolean {
    this.#link.walk.started();
    return this.#breakpoints.has(this.#options.nameSource(code));
  }

  setBreakpoints(
    source: string,
    breakpoints: readonly Breakpoint[],
    code: string | undefined,
  ): Promise<readonly TakenBreakpoint[]> {
    return this.#breakpoints.replace(source, breakpoints, code, this.#link);
  }

  async setExceptionFilter(filter: ExceptionFilter): Promise<void> {
    const { inspector, walk } = this.#link;
    this.#filter = filter;
    walk.filter = filter;
    // V8 takes the engine for the catcher of everything: all are asked for, the walk tells them apart
    const state = filter === "none" ? "none" : "all";
    const patterns = hiddenFiles(filter === "none");
    await Promise.all([
      inspector.post("Debugger.setBlackboxPatterns", { patterns, skipAnonymous: true }),
      inspector.post("Debugger.setPauseOnExceptions", { state }),
    ]);
  }

  step(kind: StepKind): Promise<void> {
    return this.#link.walk.step(kind);
  }

  frames(): readonly DebuggerFrame[] {
    return (this.#link.walk.stop?.frames ?? []).map(
      ({ id, name, source, label, line, column }) => ({ id, name, source, label, line, column }),
    );
  }

  async scopes(frame: number): Promise<readonly DebuggerScope[]> {
    const scopes = this.#link.walk.stop?.scopes(frame) ?? [];
    const filled = await Promise.all(
      scopes.map(async ({ reference }) => (await this.variables(reference)).length > 0),
    );
    // at the top of a cell the locals are none, since its names are the notebook's
    return scopes.filter(({ name }, index) => name === "Notebook" || filled[index]);
  }

  async variables(reference: number, range?: VariableRange): Promise<readonly DebuggerVariable[]> {
    const { walk, questions } = this.#link;
    const scope = walk.stop?.scope(reference);
    if (scope === undefined) return questions.children(reference, range?.start, range?.count);
    const { frame, group } = scope;
    if (group.objects === undefined) return questions.notebook();
    const self = group.name === "Locals" ? frame.call?.this : undefined;
    const found = await questions.locals(self, group.objects);
    // the rewriter and the transpiler bring names of their own
    return found.filter(({ name }) => frame.text.includes(name));
  }

  notebook(): Promise<readonly DebuggerVariable[]> {
    return this.#link.questions.notebook();
  }

  async evaluate(expression: string, frame: number | undefined): Promise<DebuggerVariable> {
    const found = await this.#evaluate(expression, frame, holding(expression));
    return found as DebuggerVariable;
  }

  async render(expression: string, frame: number | undefined): Promise<MimeBundle> {
    return (await this.#evaluate(expression, frame, rendering)) as MimeBundle;
  }

  async copyToNotebook(expression: string, name: string, frame: number | undefined): Promise<void> {
    checkName(name);
    await this.#evaluate(expression, frame, copying(name));
    this.#host.named(name);
  }

  async assign(reference: number, name: string, expression: string): Promise<DebuggerVariable> {
    const scope = this.#link.walk.stop?.scope(reference);
    checkName(name);
    const target = scope === undefined ? `convlab$debug.target(${reference}).${name}` : name;
    const make = `${target} = ($$), convlab$debug.hold(${JSON.stringify(name)}, ${target})`;
    const frame = scope?.frame.id ?? this.frames()[0]?.id;
    return (await this.#evaluate(expression, frame, make)) as DebuggerVariable;
  }

  async sources(): Promise<readonly DebuggerSource[]> {
    const found = new Map<string, DebuggerSource>();
    for (const { source, info, isCell } of await this.#link.scripts.all())
      found.set(source, { source, label: info.label, isCell });
    return [...found.values()];
  }

  async text(source: string): Promise<string | undefined> {
    const all = await this.#link.scripts.all();
    return all.findLast((script) => script.source === source)?.info.source;
  }

  async detach(): Promise<void> {
    const { inspector } = this.#link;
    await inspector.leave();
    this.#close();
    this.#host.detached();
  }

  #evaluate(expression: string, frame: number | undefined, make: string): Promise<unknown> {
    const { walk, questions } = this.#link;
    const found: StoppedFrame | undefined =
      frame === undefined ? walk.stop?.frames[0] : walk.stop?.frame(frame);
    return questions.evaluate(expression, found?.call, make);
  }

  #open(openWire: OpenWire): Link {
    return openLink(openWire, {
      nameSource: this.#options.nameSource,
      breakpoints: this.#breakpoints,
      isStopping: this.#host.isStopping,
      emit: this.#options.listener,
    });
  }

  #close(): void {
    this.#link.walk.close();
    this.#link.inspector.close();
  }
}
