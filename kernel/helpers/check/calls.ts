// `call`, `construct` and handles: what a test uses to reach the student's code.
import { CallError, LostCall } from "./failure.ts";
import { formatCall } from "./format.ts";
import { markOf, markSymbol } from "./host.ts";
import type {
  Callback,
  CallOutcome,
  CallRequest,
  CallTarget,
  CheckHost,
  Handle,
  View,
} from "./host.ts";
import { isNumberGrid, makeTensor, readTensor } from "./tensors.ts";

/** A call on its way: `await` it for the value, `keep()` the result, or hand it to `expect`. Runs at most once. */
export interface PendingCall<Value = unknown> extends PromiseLike<Value> {
  /** Leaves the result in the student's process, for values that only the student's own code understands. */
  keep(): Promise<KeptValue>;
  /** How the call ended, with the arguments as they are afterwards; does not throw when the student's code does. */
  outcome(): Promise<CallOutcome>;
  /** `convolve1d([1, 2, 3], [1, 0], "valid")` */
  readonly text: string;
  readonly args: readonly unknown[];
  /** What it gave, once it was awaited. */
  readonly value: unknown;
}

/** A thing in the student's process. */
export interface KeptValue extends Handle {
  /** Calls a method of it. */
  call<Value = unknown>(method: string, ...args: readonly unknown[]): PendingCall<Value>;
  /** Calls it, if it is a function. */
  invoke<Value = unknown>(...args: readonly unknown[]): PendingCall<Value>;
  /** A part of it, to be passed on as an argument or read. */
  part(...path: readonly (string | number)[]): KeptValue;
  /** Reads it as plain data. */
  read<Value = unknown>(): PendingCall<Value>;
}

/** Passes an array as the array it is, not as a Tensor. */
export interface PlainArray {
  readonly [plainSymbol]: readonly unknown[];
}
const plainSymbol: unique symbol = Symbol("plain array");

/** Makes calls for one question. `heard` is told of every call, for messages. */
export function makeCalls(host: CheckHost, heard: (call: PendingCall) => void) {
  const request = <Value>(
    text: string,
    target: CallTarget,
    args: readonly unknown[],
  ): PendingCall<Value> => {
    const prepared = args.map(prepareArgument);
    const pending = new Pending<Value>(host, text, target, prepared, keptValue);
    heard(pending);
    return pending;
  };
  const keptValue = (handle: Handle, name: string): KeptValue => ({
    [markSymbol]: "handle",
    id: handle.id,
    path: handle.path,
    call: (method, ...args) =>
      request(`${name}.${formatCall(method, args)}`, { kind: "method", handle, method }, args),
    invoke: (...args) => request(formatCall(name, args), { kind: "invoke", handle }, args),
    part: (...path) =>
      keptValue({ ...handle, path: [...handle.path, ...path] }, `${name}.${path.join(".")}`),
    read: () => request(name, { kind: "read", handle }, []),
  });
  return {
    call: <Value = unknown>(name: string, ...args: readonly unknown[]): PendingCall<Value> =>
      request(formatCall(name, args), { kind: "function", name }, args),
    construct: (name: string, ...args: readonly unknown[]): Promise<KeptValue> =>
      request(`new ${formatCall(name, args)}`, { kind: "construct", name }, args).keep(),
  };
}

/** Hands a function of the test to the student's code; it must answer at once, not with a promise. */
export function callback(run: (...args: never[]) => unknown): Callback {
  return { [markSymbol]: "callback", run: run as Callback["run"] };
}

/** Hands over a tensor as the view it is; use it only in tests whose title says "view". */
export function view(tensor: unknown): View {
  return { [markSymbol]: "view", tensor };
}

/** Hands over an array as an array: `call("sum", array([1, 2]))`. */
export function array(items: readonly unknown[]): PlainArray {
  return { [plainSymbol]: items };
}

/** Nested literals become Tensors; what is inside records and lists of records passes as it is. */
function prepareArgument(value: unknown): unknown {
  if (typeof value !== "object" || value === null || markOf(value)) return value;
  if (plainSymbol in value) return (value as PlainArray)[plainSymbol];
  if (!isNumberGrid(value)) return value;
  const flat = readTensor(value);
  return "fault" in flat ? value : makeTensor(flat);
}

class Pending<Value> implements PendingCall<Value> {
  readonly text: string;
  readonly args: readonly unknown[];
  readonly #host: CheckHost;
  readonly #target: CallTarget;
  readonly #kept: (handle: Handle, name: string) => KeptValue;
  #done: Promise<CallOutcome> | undefined;
  value: unknown;

  constructor(
    host: CheckHost,
    text: string,
    target: CallTarget,
    args: readonly unknown[],
    kept: (handle: Handle, name: string) => KeptValue,
  ) {
    this.#host = host;
    this.text = text;
    this.#target = target;
    this.args = args;
    this.#kept = kept;
  }

  outcome(): Promise<CallOutcome> {
    return this.#perform(false);
  }

  async keep(): Promise<KeptValue> {
    const outcome = this.#settle(await this.#perform(true));
    if (outcome.status === "kept") return this.#kept(outcome.handle, this.text);
    throw new TypeError(`${this.text} was already awaited: call keep() first, and only that.`);
  }

  // oxlint-disable-next-line unicorn/no-thenable -- `await call(…)` is how tests read
  then<Fulfilled = Value, Rejected = never>(
    fulfilled?: ((value: Value) => Fulfilled | PromiseLike<Fulfilled>) | null,
    rejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#value().then(fulfilled, rejected);
  }

  async #value(): Promise<Value> {
    const outcome = this.#settle(await this.#perform(false));
    this.value = outcome.status === "returned" ? outcome.value : undefined;
    return this.value as Value;
  }

  #perform(keep: boolean): Promise<CallOutcome> {
    const request: CallRequest = { target: this.#target, args: this.args, keep };
    this.#done ??= this.#host.perform(request);
    return this.#done;
  }

  #settle(outcome: CallOutcome): CallOutcome {
    if (outcome.status === "threw") throw new CallError(this.text, outcome.error);
    if (outcome.status === "missing") throw new LostCall(this.text, "missing", outcome.detail);
    if (outcome.status === "lost") throw new LostCall(this.text, outcome.verdict, outcome.detail);
    return outcome;
  }
}
