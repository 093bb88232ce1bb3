// What a debugger may ask of an engine: in places of the user's own text, without a word of DAP or of V8's inspector.

/** How a debugger is attached. */
export interface DebuggerOptions {
  /** Names a cell by its text; breakpoints and frames carry the name. Local files are named by their path. */
  readonly nameSource: (code: string) => string;
  /** Hears what happens, in order. */
  readonly listener: (event: DebuggerEvent) => void;
}

export type DebuggerEvent =
  | {
      readonly type: "stopped";
      readonly reason: "breakpoint" | "exception" | "step" | "pause";
      /** What was thrown, or another word for the user. */
      readonly text?: string;
    }
  /** The cells go on. */
  | { readonly type: "continued" };

/** A place to stop at; the line counts from 1 in the cell's own text. */
export interface Breakpoint {
  readonly line: number;
  /** Stops only where this TypeScript expression is truthy. */
  readonly condition?: string;
  /** Prints this text instead of stopping; `{expression}` is filled in. */
  readonly logMessage?: string;
}

/** A breakpoint as it was taken. */
export interface TakenBreakpoint {
  /** The line where it stands: a line without code passes it on to the next. */
  readonly line: number;
  readonly isTaken: boolean;
  /** Why it was not taken. */
  readonly message?: string;
}

/** One call of the stopped cell; the first is the innermost. */
export interface DebuggerFrame {
  readonly id: number;
  readonly name: string;
  /** As `nameSource` named the cell, or the path of a local file. */
  readonly source: string;
  /** `Cell [5]`, or the file's name. */
  readonly label: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** A group of variables of a frame. */
export interface DebuggerScope {
  readonly name: string;
  readonly reference: number;
}

/** A value as text; where it has parts, `reference` asks for them. */
export interface DebuggerVariable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  /** 0: nothing to open. */
  readonly reference: number;
}

/** A part of a long list. */
export interface VariableRange {
  readonly start: number;
  readonly count: number;
}

/** A text that the engine has run or loaded. */
export interface DebuggerSource {
  readonly source: string;
  readonly label: string;
  readonly isCell: boolean;
}

export type StepKind = "continue" | "over" | "into" | "out" | "pause";
export type ExceptionFilter = "none" | "uncaught" | "all";

/** A debugger that is attached. Everything answers while a cell stands still, and while one runs. */
export interface EngineDebugger {
  readonly isStopped: boolean;
  /** Replaces the breakpoints of one source; it need not have run yet. */
  setBreakpoints(
    source: string,
    breakpoints: readonly Breakpoint[],
    code: string | undefined,
  ): Promise<readonly TakenBreakpoint[]>;
  setExceptionFilter(filter: ExceptionFilter): Promise<void>;
  step(kind: StepKind): Promise<void>;
  /** Empty while nothing is stopped. */
  frames(): readonly DebuggerFrame[];
  scopes(frame: number): Promise<readonly DebuggerScope[]>;
  variables(reference: number, range?: VariableRange): Promise<readonly DebuggerVariable[]>;
  /** The notebook's own names and their values. */
  notebook(): Promise<readonly DebuggerVariable[]>;
  /** @throws CourseError DEBUG_EVALUATE with what the expression threw */
  evaluate(expression: string, frame: number | undefined): Promise<DebuggerVariable>;
  /** A value as a cell would show it, by MIME type. @throws CourseError DEBUG_EVALUATE */
  render(expression: string, frame: number | undefined): Promise<Readonly<Record<string, unknown>>>;
  /** Makes a value of a frame a variable of the notebook. @throws CourseError DEBUG_EVALUATE, DEBUG_NAME */
  copyToNotebook(expression: string, name: string, frame: number | undefined): Promise<void>;
  /** @throws CourseError DEBUG_EVALUATE, where the name is a constant for example */
  assign(reference: number, name: string, expression: string): Promise<DebuggerVariable>;
  sources(): Promise<readonly DebuggerSource[]>;
  text(source: string): Promise<string | undefined>;
  /** Takes the debugger off; a cell that stands still goes on. Idempotent. */
  detach(): Promise<void>;
}
