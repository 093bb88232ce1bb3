// From V8's pauses to the user's stops: most pauses are not for the user, and the cells go on at once.
import type { Debugger, Runtime } from "node:inspector";
import type { Breakpoints } from "./breakpoints.ts";
import { Catchers } from "./caught.ts";
import type { DebuggerEvent, ExceptionFilter, StepKind } from "./contract.ts";
import type { Inspector } from "./inspector.ts";
import type { Questions } from "./questions.ts";
import type { Scripts } from "./scripts.ts";
import { Stop, type Footing } from "./stop.ts";

/** What a walk needs of the debugger around it. */
export interface WalkParts {
  readonly inspector: Inspector;
  readonly scripts: Scripts;
  readonly questions: Questions;
  readonly breakpoints: Breakpoints;
  readonly isStopping: () => boolean;
  readonly emit: (event: DebuggerEvent) => void;
}

const methods: Readonly<Record<StepKind, string>> = {
  continue: "Debugger.resume",
  over: "Debugger.stepOver",
  into: "Debugger.stepInto",
  out: "Debugger.stepOut",
  pause: "Debugger.pause",
};

/** A step that ends within this time is not announced as going on: the panel would flicker. */
const quickStep = 150; // ms
/** A step is repeated this often at most while it stays on its line. */
const mostRepeats = 20;

/** One process's way through its cells. */
export class Walk {
  readonly #parts: WalkParts;
  readonly #catchers: Catchers;
  #turn: Promise<void> = Promise.resolve();
  #stop: Stop | undefined;
  #step: { readonly kind: StepKind; readonly from: Footing | undefined } = still;
  #repeats = 0;
  #filter: ExceptionFilter = "none";
  #saysContinued: NodeJS.Timeout | undefined;
  #frames = 0;

  constructor(parts: WalkParts) {
    this.#parts = parts;
    this.#catchers = new Catchers(parts.inspector);
  }

  /** Where the cells stand still. */
  get stop(): Stop | undefined {
    return this.#stop;
  }

  set filter(filter: ExceptionFilter) {
    this.#filter = filter;
  }

  /** V8 has paused; pauses are taken one after the other. */
  paused(event: Debugger.PausedEventDataType): void {
    this.#turn = this.#turn
      .then(() => this.#take(event))
      // whatever went wrong with a pause of ours, the cell must not hang in it
      .catch(() => this.#go("Debugger.resume"));
  }

  /** Goes on from a stop, or asks a running cell to pause. */
  async step(kind: StepKind): Promise<void> {
    const stop = this.#stop;
    if (stop === undefined && kind !== "pause") return;
    if (stop !== undefined && kind === "pause") return;
    this.#step = { kind, from: stop?.footing };
    this.#repeats = 0;
    if (stop === undefined) return void (await this.#parts.inspector.post(methods.pause));
    this.#stop = undefined;
    await this.#parts.questions.release();
    const goesOn = (): void => this.#parts.emit({ type: "continued" });
    if (kind === "continue") goesOn();
    else this.#saysContinued = setTimeout(goesOn, quickStep);
    await this.#go(methods[kind]);
  }

  /** Another cell starts: no step leads into it. */
  started(): void {
    this.#step = still;
  }

  /** Ends the stopped cell as Stop does; false when none stands still. */
  end(): boolean {
    if (this.#stop === undefined) return false;
    this.#stop = undefined;
    this.#step = still;
    this.#terminate().catch(() => undefined); // the process is gone, and the cell with it
    return true;
  }

  async #terminate(): Promise<void> {
    const { inspector, questions, emit } = this.#parts;
    try {
      if ((await questions.stop()) === "terminate")
        void inspector.post("Runtime.terminateExecution");
    } finally {
      await this.#go("Debugger.resume"); // the order above lies before it in the inspector's queue
      emit({ type: "continued" });
    }
  }

  /** The process is gone. */
  close(): void {
    clearTimeout(this.#saysContinued);
    if (this.#stop !== undefined) this.#parts.emit({ type: "continued" });
    this.#stop = undefined;
  }

  async #take(event: Debugger.PausedEventDataType): Promise<void> {
    const { scripts, questions, isStopping } = this.#parts;
    const reasons = reasonsOf(event);
    for (const scriptId of reasons.scripts) await this.#bind(scriptId);
    const isStale = event.reason === "step" && this.#step.kind === "continue";
    if (isStopping() || reasons.isOnlyScript || isStale) return this.#go("Debugger.resume");
    const stop = await Stop.read(event, scripts, () => questions.waiting(), this.#frames);
    if (stop.frames.length === 0) return this.#goPast(event, stop);
    if (reasons.isException && !(await this.#isWanted(stop, event)))
      return this.#go("Debugger.resume");
    const isHit = (event.hitBreakpoints?.length ?? 0) > 0;
    const isPlain = !reasons.isException && !isHit;
    if (isPlain && (!stop.isInside || this.#hasNotMoved(stop))) return this.#goPast(event, stop);
    clearTimeout(this.#saysContinued);
    const { kind } = this.#step;
    this.#step = still;
    this.#frames += stop.frames.length;
    this.#stop = stop;
    const text = reasons.isException ? thrownText(event) : undefined;
    const stepped = kind === "continue" ? "breakpoint" : kind === "pause" ? "pause" : "step";
    this.#parts.emit({
      type: "stopped",
      reason: reasons.isException ? "exception" : isHit ? "breakpoint" : stepped,
      ...(text === undefined ? {} : { text }),
    });
  }

  async #bind(scriptId: string): Promise<void> {
    const script = await this.#parts.scripts.user(scriptId);
    if (script !== undefined) await this.#parts.breakpoints.bind(script, this.#parts.inspector);
  }

  /** V8 stands outside the user's text, or still on the same line: further in the same manner, or on. */
  #goPast({ reason }: Debugger.PausedEventDataType, stop: Stop): Promise<void> {
    const { kind } = this.#step;
    this.#repeats += 1;
    if (kind === "continue" || this.#repeats > mostRepeats || reason === "exception")
      return this.#go("Debugger.resume");
    if (stop.frames.length > 0) return this.#go(methods[stop.isInside ? kind : "out"]);
    return kind === "pause" ? this.#go(methods.into) : this.#go("Debugger.resume");
  }

  /** V8 stops several times on a line (at each call, after each await): a step of the user's ends on another line. */
  #hasNotMoved(stop: Stop): boolean {
    const { kind, from } = this.#step;
    if (from === undefined || kind === "out" || kind === "pause" || this.#repeats > mostRepeats)
      return false;
    return from.depth === stop.footing.depth && from.place === stop.footing.place;
  }

  async #isWanted(stop: Stop, { data }: Debugger.PausedEventDataType): Promise<boolean> {
    const isWanted =
      this.#filter === "all"
        ? stop.isInside
        : this.#filter === "uncaught" &&
          stop.calls.length > 0 && // else the engine hands on what was seen where it was thrown
          !(await this.#catchers.isCaught(stop.calls));
    // V8 tells of an error again wherever an `await` hands it on
    return isWanted && !(await this.#parts.questions.isKnown(data as Runtime.RemoteObject));
  }

  async #go(method: string): Promise<void> {
    await this.#parts.inspector.post(method).catch(() => undefined); // it goes on already
  }
}

const still = { kind: "continue", from: undefined } as const;

/** V8 gives several reasons for one pause as a list. */
function reasonsOf({ reason, data }: Debugger.PausedEventDataType): {
  scripts: string[];
  isOnlyScript: boolean;
  isException: boolean;
} {
  const given = data as
    | { scriptId?: string; reasons?: { reason: string; auxData?: { scriptId?: string } }[] }
    | undefined;
  const all =
    reason === "ambiguous"
      ? (given?.reasons ?? [])
      : [{ reason: reason as string, auxData: given }];
  const isScript = (each: { reason: string }): boolean => each.reason === "instrumentation";
  return {
    scripts: all.filter(isScript).flatMap(({ auxData }) => auxData?.scriptId ?? []),
    isOnlyScript: all.length > 0 && all.every(isScript),
    isException: all.some(
      ({ reason: each }) => each === "exception" || each === "promiseRejection",
    ),
  };
}

function thrownText({ data }: Debugger.PausedEventDataType): string | undefined {
  const { description, value } = (data ?? {}) as { description?: string; value?: unknown };
  // what was thrown is no object where there is no description
  return description?.split("\n")[0] ?? (value === undefined ? undefined : JSON.stringify(value));
}
