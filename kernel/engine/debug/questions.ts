// Asks the probe in the process that runs the cells, and evaluates what a user types there.
import type { Debugger, Runtime } from "node:inspector";
import type { DebuggerVariable } from "./contract.ts";
import { cannot, readExpression } from "./expressions.ts";
import type { Inspector } from "./inspector.ts";
import type { ScriptInfo } from "./inside/probe.ts";
import type { WaitingCall } from "./inside/waiting.ts";

const probe = "convlab$debug";
/** A loop that a user types at a stopped cell ends after this long. */
const longestEvaluation = 3000; // ms

type Evaluated = Runtime.EvaluateReturnType | Debugger.EvaluateOnCallFrameReturnType;

/** Questions to one process. */
export class Questions {
  readonly #inspector: Inspector;

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  script(file: string): Promise<ScriptInfo | undefined> {
    return this.ask("script", file);
  }

  notebook(): Promise<DebuggerVariable[]> {
    return this.ask("notebook");
  }

  children(reference: number, start?: number, count?: number): Promise<DebuggerVariable[]> {
    return start === undefined
      ? this.ask("children", reference)
      : this.ask("children", reference, start, count);
  }

  release(): Promise<void> {
    return this.ask("release");
  }

  waiting(): Promise<WaitingCall[]> {
    return this.ask("waiting");
  }

  stop(): Promise<"terminate" | "done"> {
    return this.ask("stop");
  }

  /** Whether this error was asked about before. */
  async isKnown(thrown: Runtime.RemoteObject): Promise<boolean> {
    if (thrown.objectId === undefined) return false;
    const answer = await this.#call(thrown.objectId, "isKnown(this)", []);
    return answer === true;
  }

  /** Variables of scope objects of V8. */
  async locals(
    self: Runtime.RemoteObject | undefined,
    scopes: readonly Runtime.RemoteObject[],
  ): Promise<DebuggerVariable[]> {
    const [first] = scopes;
    if (first?.objectId === undefined) return [];
    const values = [self, ...scopes].map(toArgument);
    return (await this.#call(first.objectId, "locals(...values)", values)) as DebuggerVariable[];
  }

  /**
   * Puts what the user typed into a call of the probe. `$$` in `make` is the expression.
   *
   * @throws CourseError DEBUG_EVALUATE with what it threw
   */
  async evaluate(
    code: string,
    call: Debugger.CallFrame | undefined,
    make: string,
  ): Promise<unknown> {
    const { js, isExpression } = readExpression(code);
    const text = isExpression
      ? make.replace("$$", () => js)
      : `${js}\n;${make.replace("$$", () => "undefined")}`;
    const options = { expression: text, returnByValue: true, silent: true };
    const limited = { ...options, timeout: longestEvaluation };
    const answer =
      call === undefined
        ? await this.#inspector.post<Runtime.EvaluateReturnType>("Runtime.evaluate", limited)
        : await this.#inspector.post<Debugger.EvaluateOnCallFrameReturnType>(
            "Debugger.evaluateOnCallFrame",
            { ...limited, callFrameId: call.callFrameId },
          );
    return valueOf(code, answer);
  }

  /** Calls a method of the probe with objects of V8: `this`, and `values`. */
  async #call(
    objectId: string,
    method: string,
    values: readonly Runtime.CallArgument[],
  ): Promise<unknown> {
    const answer = await this.#inspector.post<Runtime.CallFunctionOnReturnType>(
      "Runtime.callFunctionOn",
      {
        objectId,
        functionDeclaration: `function (...values) { return ${probe}.${method}; }`,
        arguments: values,
        returnByValue: true,
        silent: true,
      },
    );
    return valueOf(method, answer);
  }

  /** Calls a method of the probe with plain values. */
  async ask<T>(method: string, ...values: readonly (string | number | undefined)[]): Promise<T> {
    const words = values.map((value) => JSON.stringify(value)).join(", ");
    const answer = await this.#inspector.post<Runtime.EvaluateReturnType>("Runtime.evaluate", {
      expression: `${probe}.${method}(${words})`,
      returnByValue: true,
      silent: true,
    });
    return valueOf(method, answer) as T;
  }
}

/** The call of the probe that describes an expression. */
export function holding(name: string): string {
  return `${probe}.hold(${JSON.stringify(name)}, ($$))`;
}

export const rendering: string = `${probe}.render(($$))`;

/** The call of the probe that makes an expression a variable of the notebook. */
export function copying(name: string): string {
  return `${probe}.copy(${JSON.stringify(name)}, ($$))`;
}

function toArgument(object: Runtime.RemoteObject | undefined): Runtime.CallArgument {
  if (object?.objectId !== undefined) return { objectId: object.objectId };
  if (object?.unserializableValue !== undefined)
    return { unserializableValue: object.unserializableValue };
  return { value: object?.value };
}

function valueOf(code: string, { result, exceptionDetails }: Evaluated): unknown {
  if (exceptionDetails === undefined) return result.value as unknown;
  const { exception, text } = exceptionDetails;
  const words = exception?.description ?? (exception ? String(exception.value) : text);
  throw cannot(code, words.split("\n")[0] ?? text);
}
