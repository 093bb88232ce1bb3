// The notebook as host: names are looked up in the notebook's own scope and called where they stand.
import { isTensorRecord, isTypedArray, makeTensor, readTensor } from "./tensors.ts";
import { markOf, markSymbol } from "./host.ts";
import type { CallOutcome, CallRequest, CheckHost, Handle, ThrownError } from "./host.ts";

/** What the engine publishes under this symbol: the values that cells declared, by name. */
interface Scope {
  has(name: string): boolean;
  get(name: string): unknown;
}
const scopeSymbol = Symbol.for("convlab.scope");

type Function_ = (...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => unknown;

/** Makes the host that a student's own notebook uses. */
export function makeLocalHost(): CheckHost {
  const kept = new Map<number, unknown>();
  return {
    seeds: (question, count) => publicSeeds(question, count),
    beginTest: () => undefined,
    report: () => undefined,
    perform: (request) => perform(request, kept),
  };
}

async function perform(request: CallRequest, kept: Map<number, unknown>): Promise<CallOutcome> {
  const args = request.args.map((value) => localArgument(value, kept));
  const target = findTarget(request, kept);
  if ("missing" in target) return { status: "missing", detail: target.missing };
  try {
    const value = await target.run(args);
    const after = args.map(plainCopy);
    if (!request.keep) return { status: "returned", value: plainCopy(value), args: after };
    const handle: Handle = { [markSymbol]: "handle", id: kept.size + 1, path: [] };
    kept.set(handle.id, value);
    return { status: "kept", handle, args: after };
  } catch (error) {
    if (error instanceof TooDeep) {
      return { status: "lost", verdict: "tampered", detail: error.message };
    }
    return { status: "threw", error: thrownError(error), args: args };
  }
}

type Target = { readonly run: (args: unknown[]) => unknown } | { readonly missing: string };

function findTarget({ target }: CallRequest, kept: Map<number, unknown>): Target {
  switch (target.kind) {
    case "read":
      return { run: () => resolveHandle(target.handle, kept) };
    case "invoke":
      return asFunction(resolveHandle(target.handle, kept), "the kept value");
    case "method": {
      const owner = resolveHandle(target.handle, kept);
      const method = (owner as Record<string, unknown> | null | undefined)?.[target.method];
      return asFunction(method, `its method ${target.method}`, owner);
    }
    case "construct":
    case "function": {
      const scope = (globalThis as Record<symbol, unknown>)[scopeSymbol] as Scope | undefined;
      if (!scope?.has(target.name)) {
        return {
          missing: `the notebook has no ${target.name} yet; run the cell that declares it, or check its spelling`,
        };
      }
      const value = scope.get(target.name);
      if (target.kind === "function") return asFunction(value, target.name);
      if (typeof value !== "function") return { missing: `${target.name} is not a class` };
      return { run: (args) => new (value as Constructor)(...args) };
    }
  }
}

function asFunction(value: unknown, name: string, owner?: unknown): Target {
  if (typeof value !== "function") return { missing: `${name} is not a function` };
  return { run: (args) => Reflect.apply(value as Function_, owner, args) };
}

function resolveHandle(handle: Handle, kept: Map<number, unknown>): unknown {
  let value = kept.get(handle.id);
  for (const key of handle.path) value = (value as Record<string | number, unknown>)[key];
  return value;
}

/** A fresh copy that the student's code may change without harm: the test's own values stay as they are. */
function localArgument(value: unknown, kept: Map<number, unknown>): unknown {
  const mark = markOf(value);
  if (mark === undefined) return plainCopy(value);
  switch (mark[markSymbol]) {
    case "handle":
      return resolveHandle(mark, kept);
    case "view":
      return mark.tensor;
    case "callback":
      return (...args: unknown[]) => plainCopy(mark.run(...args.map(plainCopy)));
  }
}

/** A result that contains itself, or is nested too deep to be shown or compared. */
class TooDeep extends Error {}
const deepest = 64;

/** Copies plain data; tensors and views become row-major tensors, anything else stays itself. */
function plainCopy(value: unknown): unknown {
  return copyAt(value, 0);
}

function copyAt(value: unknown, depth: number): unknown {
  const inner = (item: unknown): unknown => copyAt(item, depth + 1);
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) throw new TooDeep("it contains itself, or is nested deeper than 64 levels");
  if (Array.isArray(value)) return value.map(inner);
  if (isTypedArray(value)) return value.slice();
  if (isTensorRecord(value)) {
    const flat = readTensor(value);
    return "fault" in flat ? value : makeTensor(flat);
  }
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [inner(key), inner(item)]));
  }
  if (value instanceof Set || value instanceof Date || value instanceof Promise) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item)]));
}

function thrownError(error: unknown): ThrownError {
  if (!(error instanceof Error)) {
    return {
      name: typeof error,
      message: String(error),
      code: undefined,
      fields: {},
      place: undefined,
    };
  }
  const { code, ...fields } = Object.fromEntries(Object.entries(error)) as Record<string, unknown>;
  const place = /(Cell \[[^\]]*\]), line (\d+)/.exec(error.stack ?? "");
  return {
    name: error.name,
    message: error.message,
    code: typeof code === "string" ? code : undefined,
    fields,
    place: place ? `${place[1]}, line ${place[2]}` : undefined,
  };
}

/** Fixed numbers from the question's name (FNV-1a, then an integer hash per index): the same for every student. */
function publicSeeds(question: string, count: number): readonly number[] {
  let hash = 0x811c9dc5;
  for (const letter of question) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return Array.from({ length: count }, (_, at) => {
    let mixed = (hash + Math.imul(at + 1, 0x9e3779b9)) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  });
}
