// Calls into the student's code: find the thing, call it, await it, and say how it ended in plain data.
import { ChannelError, decodeFields, encode, readCall } from "../channel/index.ts";
import type { CallBody, DecodeMarks, Frame } from "../channel/index.ts";
import type { NotebookScope } from "../../../kernel/engine/contract.ts";
import { describeThrown } from "./thrown.ts";
import { receiveNow, send } from "./wire.ts";

type Function_ = (...args: unknown[]) => unknown;
const { apply, construct } = Reflect;

export interface Calls {
  /** Carries out one call and sends the reply. */
  answer(frame: Frame): Promise<void>;
}

/** Makes the calls into one notebook; its kept things live as long as this. */
export function makeCalls(scope: NotebookScope): Calls {
  const kept: unknown[] = [];
  let current: string | undefined;

  /** A function of the test: asks the host and waits, with everything else standing still. */
  const callbackOf =
    (id: number, request: string): Function_ =>
    (...args) => {
      if (current !== request) {
        throw new Error("this function can be called only until the call that received it is over");
      }
      send({ kind: "callback", request, body: encode({ id, args }) });
      const answer = decodeFields(receiveNow().body);
      if (answer["status"] === "returned") return answer["value"];
      throw new Error(String(answer["message"]));
    };

  const perform = async (frame: Frame): Promise<object> => {
    const call = readCallOf(frame, {
      handle: (id, path) => partOf(kept[id], path),
      callback: (id) => callbackOf(id, frame.request),
    });
    if (typeof call === "string") return { status: "lost", detail: call };
    const target = findTarget(call, scope);
    if (typeof target === "string") return { status: "missing", detail: target };
    let value: unknown;
    try {
      value = await target();
    } catch (error) {
      return { status: "threw", ...describeThrown(error) };
    }
    const args = argumentsAfter(call.args);
    if (!call.keep) return { status: "returned", value, args };
    kept[kept.length] = value;
    return { status: "kept", handle: kept.length - 1, args };
  };

  return {
    answer: async (frame) => {
      current = frame.request;
      const reply = await perform(frame);
      current = undefined;
      send({ kind: "reply", request: frame.request, body: encodeReply(reply) });
    },
  };
}

/** The call, or why it cannot be read: a view that does not fit, a path into nothing. */
function readCallOf(frame: Frame, marks: DecodeMarks): CallBody | string {
  try {
    return readCall(frame.body, marks);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return `the call could not be read: ${error.message}`;
  }
}

function encodeReply(reply: object): Uint8Array {
  try {
    return encode(reply);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return encode({ status: "lost", detail: `what came back is not plain data: ${error.message}` });
  }
}

/** What to run, or what is missing, in words. */
function findTarget(call: CallBody, scope: NotebookScope): (() => unknown) | string {
  const { name, owner, args } = call;
  const list = args as unknown[];
  switch (call.kind) {
    case "read":
      return () => owner;
    case "invoke":
      return typeof owner === "function"
        ? () => apply(owner as Function_, undefined, list)
        : "what was kept is not a function";
    case "method": {
      const method = (owner as Record<string, unknown> | null | undefined)?.[name];
      return typeof method === "function"
        ? () => apply(method as Function_, owner, list)
        : `there is no method ${name}`;
    }
    case "function":
    case "construct": {
      if (!scope.has(name)) return `the notebook has no ${name}`;
      const value = scope.get(name);
      if (typeof value !== "function") return `${name} is not a function`;
      return call.kind === "function"
        ? () => apply(value as Function_, undefined, list)
        : () => construct(value as Function_, list) as unknown;
    }
  }
}

function partOf(value: unknown, path: readonly (string | number)[]): unknown {
  let part = value;
  for (let at = 0; at < path.length; at += 1) {
    part = (part as Record<string | number, unknown> | null | undefined)?.[path[at] ?? ""];
  }
  return part;
}

/** The arguments as they are now; only what can have changed travels back. */
function argumentsAfter(args: readonly unknown[]): unknown[] {
  const after: unknown[] = [];
  for (let at = 0; at < args.length; at += 1) {
    Object.defineProperty(after, at, { value: stillPlain(args[at]), enumerable: true });
  }
  return after;
}

function stillPlain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  try {
    encode(value);
    return value;
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return "no longer plain data";
  }
}
